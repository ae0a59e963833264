import type { Assignment, Expression, Statement } from "./ast.ts";
import { type BlockParser, blockStatements } from "./blocks.ts";
import { beginsCommand, parseCommand, parseSystemCommand } from "./commands.ts";
import { failAtEquals, unreadable } from "./expressionFaults.ts";
import { parseExpression } from "./expressions.ts";
import type { Reader } from "./reader.ts";
import { recovered } from "./recovery.ts";

/** Reads statements up to a keyword that ends the block, to a function or class, or to the end of the file; that is left to be read. */
export const parseBlock: BlockParser = (reader, enders) => {
  const statements: Statement[] = [];
  for (;;) {
    skipSeparators(reader);
    if (reader.token.kind === "file end" || reader.isKeyword("function", "classdef", ...enders)) return statements;
    const statement = recovered(reader, () => parseStatement(reader));
    if (statement) statements.push(statement);
  }
};

/** Passes over line ends, commas and semicolons. */
export function skipSeparators(reader: Reader): void {
  while (reader.token.kind === "newline" || reader.isSymbol(";", ",")) reader.advance();
}

function parseStatement(reader: Reader): Statement {
  const { token } = reader;
  if (token.kind === "keyword") return parseKeyword(reader);
  if (reader.isSymbol("~") && reader.source.text.charAt(token.start) === "!") return parseSystemCommand(reader);
  if (token.kind === "name" && token.text === "import" && beginsCommand(reader)) return parseImport(reader);
  if (beginsCommand(reader)) return parseCommand(reader);
  if (reader.isSymbol(")", "]", "}")) failAfter(reader);
  reader.ignored = undefined;
  const expression = parseExpression(reader);
  if (reader.isSymbol("=")) return parseAssignment(reader, expression, token.start);
  refuseIgnored(reader);
  const printed = endStatement(reader);
  return { kind: "expression", expression, printed, place: reader.place(token.start) };
}

function parseKeyword(reader: Reader): Statement {
  const { start, text } = reader.token;
  const parse = blockStatements[text];
  if (parse) {
    reader.enter();
    const statement = parse(reader, parseBlock);
    reader.leave();
    return statement;
  }
  switch (text) {
    case "break":
    case "continue":
    case "return":
      reader.advance();
      endStatement(reader);
      return { kind: text, place: reader.place(start) };
    case "global":
    case "persistent":
      return parseDeclaration(reader, text);
    default:
      return reader.fail(illegal(text));
  }
}

function illegal(word: string): string {
  const cause = word === "end" ? "There is no block here that it could end" : "There is no block here that it belongs to";
  return `Illegal use of reserved keyword "${word}". ${cause}: delete it, or look for an 'end' too many before it.`;
}

function parseDeclaration(reader: Reader, kind: "global" | "persistent"): Statement {
  const { start } = reader.advance();
  const names: string[] = [];
  while (reader.token.kind === "name") names.push(reader.advance().text);
  if (names.length === 0) reader.fail(`'${kind}' must be followed by names of variables, separated by blanks.`);
  for (const name of names) reader.variables.add(name);
  endStatement(reader);
  return { kind, names, place: reader.place(start) };
}

function parseImport(reader: Reader): Statement {
  const { start } = reader.token;
  const { words, place } = parseCommand(reader);
  return { kind: "import", names: words, place: { ...place, start } };
}

function parseAssignment(reader: Reader, left: Expression, start: number): Assignment {
  const bracketed = left.kind === "array";
  const targets = bracketed ? targetsIn(reader, left) : [target(reader, left)];
  reader.advance();
  reader.ignored = undefined;
  const value = parseExpression(reader);
  if (reader.isSymbol("=")) failAtEquals(reader);
  refuseIgnored(reader);
  const printed = endStatement(reader);
  return { kind: "assign", targets, bracketed, value, printed, place: reader.place(start) };
}

/** A `~` among elements means something only to the left of `=`. */
function refuseIgnored(reader: Reader): void {
  if (reader.ignored)
    reader.fail(
      "'~' must be followed by what it negates; alone it stands for an output that is not wanted, as in [~, i] = max(x).",
      reader.ignored,
    );
}

function targetsIn(reader: Reader, left: Expression): (Expression | undefined)[] {
  if (left.kind !== "array" || left.brackets !== "[]" || left.rows.length !== 1) return [invalidTarget(reader, left)];
  return left.rows[0].flatMap((element) => {
    if (element.kind === "name" && element.name === "~") return [undefined];
    if (element.kind === "unary" && element.operator === "~") return [undefined, target(reader, element.operand)];
    return [target(reader, element)];
  });
}

/** A name, or indices and members of one; the name becomes a variable. */
export function target(reader: Reader, expression: Expression): Expression {
  let root = expression;
  while (root.kind === "apply" || root.kind === "member") root = root.target;
  if (root.kind !== "name" || root.name === "~") return invalidTarget(reader, expression);
  reader.variables.add(root.name);
  return expression;
}

function invalidTarget(reader: Reader, expression: Expression): never {
  return reader.fail(
    "The expression to the left of the equals sign is not a valid target for an assignment. Use a variable, its elements or fields, or [a, b] = f(…).",
    expression.place,
  );
}

/** Reads the end of a statement; whether it displays its value. */
export function endStatement(reader: Reader): boolean {
  if (reader.accept(";")) return false;
  if (reader.token.kind === "newline" || reader.isSymbol(",")) reader.advance();
  else if (reader.token.kind !== "file end" && reader.token.kind !== "keyword") failAfter(reader);
  return true;
}

function failAfter(reader: Reader): never {
  if (reader.isSymbol(")", "]", "}"))
    reader.fail(`'${reader.token.text}' closes nothing. Delete it, or open the bracket before.`);
  return reader.fail(unreadable);
}
