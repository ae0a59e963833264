import type { Attribute, ClassDefinition, Declaration, Expression, FunctionDefinition } from "./ast.ts";
import { parseDeclarations } from "./declarations.ts";
import { parseArguments, parseDottedName, parseExpression } from "./expressions.ts";
import { parseFunction, parseSignature } from "./functions.ts";
import type { Reader } from "./reader.ts";
import { recovered } from "./recovery.ts";
import { endStatement, skipSeparators } from "./statements.ts";

interface Members {
  readonly properties: { attributes: readonly Attribute[]; declarations: readonly Declaration[] }[];
  readonly methods: { attributes: readonly Attribute[]; functions: readonly FunctionDefinition[]; declared: readonly string[] }[];
  readonly enumerations: { name: string; args: readonly Expression[] }[];
  readonly events: string[];
}

type Opening = { readonly text: string; readonly start: number; readonly end: number };

/** Reads a class at the keyword `classdef`. Undefined where it has no name. */
export function parseClass(reader: Reader): ClassDefinition | undefined {
  const opening = reader.advance();
  reader.enter();
  const head = recovered(reader, () => parseHead(reader)) ?? { name: "", superclasses: [], attributes: [] };
  const members: Members = { properties: [], methods: [], enumerations: [], events: [] };
  for (skipSeparators(reader); !reader.isKeyword("end"); skipSeparators(reader)) {
    if (reader.token.kind === "file end") {
      reportMissingEnd(reader, opening);
      break;
    }
    if (reader.isKeyword("function")) {
      reader.lexer.trivia.report(
        reader.token.start,
        reader.token.end,
        "A method of a class stands in a 'methods' block. Put 'methods' before it and 'end' after it.",
      );
      const stray = parseFunction(reader, true);
      if (stray) members.methods.push({ attributes: [], functions: [stray], declared: [] });
    } else recovered(reader, () => parseMembers(reader, members));
  }
  if (reader.isKeyword("end")) reader.advance();
  reader.leave();
  return head.name === "" ? undefined : { ...head, ...members, place: reader.place(opening.start) };
}

function reportMissingEnd(reader: Reader, opening: Opening): void {
  reader.lexer.trivia.report(
    opening.start,
    opening.end,
    `At least one END is missing. The '${opening.text}' that begins here has no matching 'end'.`,
  );
}

/** `(Sealed) Name < a.b.C & D`. */
function parseHead(reader: Reader): Pick<ClassDefinition, "name" | "superclasses" | "attributes"> {
  const attributes = parseAttributes(reader);
  const name = reader.name("'classdef' must be followed by the name of the class: classdef MyLayer < nnet.layer.Layer.");
  const superclasses: string[] = [];
  if (reader.accept("<")) {
    do superclasses.push(parseDottedName(reader, "After '<' there must be the name of a superclass; several are joined by '&'."));
    while (reader.accept("&"));
  }
  endStatement(reader);
  return { name, superclasses, attributes };
}

/** `(Learnable, Access = private, ~Hidden)`. */
function parseAttributes(reader: Reader): Attribute[] {
  const attributes: Attribute[] = [];
  if (!reader.accept("(")) return attributes;
  while (!reader.isSymbol(")")) {
    const { start } = reader.token;
    const negated = reader.accept("~");
    const name = reader.name("An attribute is a name, or a name with '=' and a value: (Access = private).");
    const given = reader.accept("=") ? parseExpression(reader) : true;
    attributes.push({ name, value: negated ? { kind: "name", name: "false", place: reader.place(start) } : given });
    if (!reader.accept(",")) break;
  }
  reader.expect(")", "Attributes are separated by commas and closed with ')'.");
  return attributes;
}

function parseMembers(reader: Reader, members: Members): void {
  const opening = reader.token;
  switch (opening.kind === "name" ? opening.text : "") {
    case "properties":
      reader.advance();
      members.properties.push({ attributes: parseAttributes(reader), declarations: parseDeclarations(reader, opening) });
      return;
    case "methods":
      reader.advance();
      members.methods.push({ attributes: parseAttributes(reader), ...parseMethods(reader, opening) });
      return;
    case "enumeration":
      reader.advance();
      parseAttributes(reader);
      parseList(reader, opening, () => members.enumerations.push(parseEnumerated(reader)));
      return;
    case "events":
      reader.advance();
      parseAttributes(reader);
      parseList(reader, opening, () => members.events.push(reader.name("An event is a name.")));
      return;
    default:
      reader.fail("A class holds blocks of 'properties', 'methods', 'events' and 'enumeration', each closed with 'end'.");
  }
}

function parseMethods(reader: Reader, opening: Opening): { functions: FunctionDefinition[]; declared: string[] } {
  const functions: FunctionDefinition[] = [];
  const declared: string[] = [];
  parseList(reader, opening, () => {
    if (!reader.isKeyword("function")) {
      declared.push(parseSignature(reader).name);
      return;
    }
    const definition = parseFunction(reader, true);
    if (definition) functions.push(definition);
  });
  return { functions, declared };
}

function parseEnumerated(reader: Reader): { name: string; args: readonly Expression[] } {
  const name = reader.name("An enumeration lists names, each with the arguments of the constructor: Red (1).");
  return { name, args: reader.isSymbol("(") ? parseArguments(reader).map(({ value }) => value) : [] };
}

/** Reads what a block holds up to its `end`, which is read too. */
function parseList(reader: Reader, opening: Opening, one: () => void): void {
  for (skipSeparators(reader); !reader.isKeyword("end"); skipSeparators(reader)) {
    if (reader.token.kind === "file end" || reader.isKeyword("classdef")) {
      reportMissingEnd(reader, opening);
      return;
    }
    recovered(reader, one);
  }
  reader.advance();
}
