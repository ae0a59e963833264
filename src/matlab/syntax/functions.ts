import type { ArgumentsBlock, FunctionDefinition, SourceText, Statement } from "./ast.ts";
import { parseArgumentsBlock } from "./declarations.ts";
import { parseDottedName } from "./expressions.ts";
import { Lexer } from "./lexer.ts";
import type { Reader } from "./reader.ts";
import { recovered } from "./recovery.ts";
import { endStatement, parseBlock, skipSeparators } from "./statements.ts";
import { blockKeywords } from "./tokens.ts";

type Signature = Pick<FunctionDefinition, "name" | "outputs" | "inputs">;
const message = "'function' must be followed by a name and its arguments: function [a, b] = name(x, y).";

/**
 * Whether the functions of a file are closed with `end`. A file does one or the other with all its functions; it does if from the first on there are
 * more `end`s than blocks that need one.
 */
export function functionsAreClosed(source: SourceText): boolean {
  const lexer = new Lexer(source);
  let open = 0;
  let found = false;
  let lineBegins = true;
  for (let token = lexer.next(); token.kind !== "file end"; token = lexer.next()) {
    if (token.kind === "newline" && lexer.brackets.at(-1) === "(") lexer.moveTo(token.end);
    if (lexer.brackets.length === 0 || (token.kind === "keyword" && token.text !== "end")) {
      if (token.kind === "keyword") {
        if (token.text === "classdef") return true;
        if (token.text === "function" && !found) [found, open] = [true, 0];
        if (blockKeywords.has(token.text)) open++;
        if (token.text === "end") open--;
      } else if (lineBegins && token.kind === "name" && beginsArguments(source.text, token)) open++;
    }
    lineBegins = token.kind === "newline";
  }
  return open < 0;
}

/** Whether this word begins an `arguments` block: it and its attributes fill the line. */
function beginsArguments(text: string, token: { readonly text: string; readonly end: number }): boolean {
  if (token.text !== "arguments") return false;
  const rest = /[ \t]*(?:\([\w, \t]*\))?[ \t]*[;,]?[ \t]*(?:[%\r\n]|\.\.\.)/y;
  rest.lastIndex = token.end;
  return rest.test(text);
}

/**
 * Reads a function at the keyword `function`, with the functions nested in it. `closed` says whether the functions of the file end with `end`; else one
 * ends where the next begins. Undefined where it has no name.
 */
export function parseFunction(reader: Reader, closed: boolean): FunctionDefinition | undefined {
  const opening = reader.advance();
  const outer = reader.variables;
  reader.enter();
  const signature = recovered(reader, () => parseSignature(reader)) ?? { name: "", outputs: [], inputs: [] };
  const names = [...signature.outputs, ...signature.inputs].filter((name) => name !== undefined);
  reader.variables = new Set([...outer, ...names]);
  const argumentsBlocks = parseArgumentsBlocks(reader);
  const body: Statement[] = [];
  const nested: FunctionDefinition[] = [];
  parseBody(reader, closed, body, nested, opening);
  reader.leave();
  reader.variables = outer;
  return signature.name === "" ? undefined : { ...signature, argumentsBlocks, body, nested, place: reader.place(opening.start) };
}

function parseBody(
  reader: Reader,
  closed: boolean,
  body: Statement[],
  nested: FunctionDefinition[],
  opening: { readonly start: number; readonly end: number },
): void {
  for (;;) {
    body.push(...parseBlock(reader, ["end"]));
    if (reader.isKeyword("end")) {
      const { start, end } = reader.advance();
      if (closed) return;
      reader.lexer.trivia.report(
        start,
        end,
        "Illegal use of reserved keyword \"end\". No function of this file but this one ends with 'end': delete it.",
      );
    } else if (closed && reader.isKeyword("function")) {
      const inner = recovered(reader, () => parseFunction(reader, closed));
      if (inner) nested.push(inner);
    } else {
      if (closed)
        reader.lexer.trivia.report(
          opening.start,
          opening.end,
          "At least one END is missing. The function that begins here has no 'end', but others in this file have: add it.",
        );
      return;
    }
  }
}

/** `[a, b] = name(x, ~)` with any part but the name left out. */
export function parseSignature(reader: Reader): Signature {
  let outputs: string[] = [];
  let name = "";
  if (reader.isSymbol("[")) {
    outputs = parseOutputs(reader);
    reader.expect("=", message);
    name = parseDottedName(reader, message);
  } else {
    name = parseDottedName(reader, message);
    if (reader.accept("=")) {
      outputs = [name];
      name = parseDottedName(reader, message);
    }
  }
  const inputs = reader.isSymbol("(") ? parseInputs(reader) : [];
  endStatement(reader);
  return { name, outputs, inputs };
}

function parseOutputs(reader: Reader): string[] {
  reader.advance();
  const outputs: string[] = [];
  while (!reader.isSymbol("]")) {
    outputs.push(reader.name(message));
    reader.accept(",");
  }
  reader.advance();
  return outputs;
}

function parseInputs(reader: Reader): (string | undefined)[] {
  reader.advance();
  const inputs: (string | undefined)[] = [];
  while (!reader.isSymbol(")")) {
    inputs.push(reader.accept("~") ? undefined : reader.name(message));
    if (!reader.accept(",")) break;
  }
  reader.expect(")", "The arguments of a function are names, separated by commas and closed with ')'.");
  return inputs;
}

function parseArgumentsBlocks(reader: Reader): ArgumentsBlock[] {
  const blocks: ArgumentsBlock[] = [];
  for (;;) {
    skipSeparators(reader);
    if (reader.token.kind !== "name" || !beginsArguments(reader.source.text, reader.token)) return blocks;
    blocks.push(parseArgumentsBlock(reader));
  }
}
