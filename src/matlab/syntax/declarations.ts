import type { ArgumentsBlock, Declaration, Expression } from "./ast.ts";
import { parseDottedName, parseExpression } from "./expressions.ts";
import type { Reader } from "./reader.ts";
import { recovered } from "./recovery.ts";
import { endStatement, skipSeparators } from "./statements.ts";

/** Reads an `arguments` block, the word at hand. */
export function parseArgumentsBlock(reader: Reader): ArgumentsBlock {
  const opening = reader.advance();
  const attributes = recovered(reader, () => blockAttributes(reader)) ?? [];
  const kind = attributes.includes("Repeating") ? "repeating" : attributes.includes("Output") ? "output" : "input";
  const declarations = parseDeclarations(reader, opening);
  return { kind, declarations, place: reader.place(opening.start) };
}

function blockAttributes(reader: Reader): string[] {
  const attributes: string[] = [];
  if (!reader.accept("(")) return attributes;
  while (!reader.isSymbol(")")) {
    const { token } = reader;
    attributes.push(reader.name("The attributes of an arguments block are Input, Output and Repeating."));
    if (!["Input", "Output", "Repeating"].includes(token.text)) {
      reader.fail(`An arguments block has no attribute '${token.text}'. Write Input, Output or Repeating.`, token);
    }
    if (!reader.accept(",")) break;
  }
  reader.expect(")", "The attributes of an arguments block must be closed with ')'.");
  return attributes;
}

/** Reads declarations up to `end`, which is read too: one on each line. */
export function parseDeclarations(
  reader: Reader,
  opening: { readonly text: string; readonly start: number; readonly end: number },
): Declaration[] {
  const declarations: Declaration[] = [];
  for (;;) {
    skipSeparators(reader);
    if (reader.isKeyword("end")) {
      reader.advance();
      return declarations;
    }
    if (reader.token.kind === "file end" || reader.isKeyword("function", "classdef")) {
      const text = `At least one END is missing. The '${opening.text}' block that begins here has no 'end'; add it after its last line.`;
      reader.lexer.trivia.report(opening.start, opening.end, text);
      return declarations;
    }
    const declaration = recovered(reader, () => parseDeclaration(reader));
    if (declaration) declarations.push(declaration);
  }
}

/** `name (1,:) double {mustBePositive} = 3`, `options.Name string = ""`, `options.?ClassName`. */
function parseDeclaration(reader: Reader): Declaration {
  const { start } = reader.token;
  const name = reader.name("A declaration begins with a name: name (1,1) double {mustBePositive} = 3.");
  const field = parseField(reader);
  const size = reader.isSymbol("(") ? parseSize(reader) : undefined;
  if (reader.isSymbol("@")) reader.advance(); // the old form Name@class
  const className = reader.token.kind === "name" ? parseDottedName(reader, "The class of a declaration is a name.") : undefined;
  const validators = reader.isSymbol("{") ? parseValidators(reader) : [];
  const initial = reader.accept("=") ? parseExpression(reader) : undefined;
  endStatement(reader);
  return {
    ...{ name, ...field, ...(size && { size }), ...(className !== undefined && { className }) },
    ...{ validators, ...(initial && { initial }), place: reader.place(start) },
  };
}

function parseField(reader: Reader): { field?: string; classProperties?: string } {
  if (!reader.accept(".")) return {};
  if (reader.accept("?")) return { classProperties: parseDottedName(reader, "After '.?' there must be the name of a class.") };
  return { field: reader.name("After '.' there must be the name of a name-value argument: options.Name.") };
}

function parseSize(reader: Reader): (number | undefined)[] {
  reader.advance();
  const size: (number | undefined)[] = [];
  while (!reader.isSymbol(")")) {
    if (reader.accept(":")) size.push(undefined);
    else if (reader.token.kind === "number") size.push(Number(reader.advance().text));
    else reader.fail("A declared size is made of whole numbers and ':', as in (1,:).");
    if (!reader.accept(",")) break;
  }
  reader.expect(")", "A declared size must be closed with ')'.");
  return size;
}

function parseValidators(reader: Reader): Expression[] {
  reader.advance();
  const validators: Expression[] = [];
  while (!reader.isSymbol("}")) {
    validators.push(parseExpression(reader));
    if (!reader.accept(",")) break;
  }
  reader.expect(
    "}",
    "The validation functions of a declaration stand in braces, separated by commas: {mustBePositive, mustBeInteger}.",
  );
  return validators;
}
