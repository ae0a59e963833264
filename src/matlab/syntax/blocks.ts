import type { Expression, Statement, SwitchStatement } from "./ast.ts";
import { parseExpression, parsePostfix } from "./expressions.ts";
import type { Reader } from "./reader.ts";
import { recovered } from "./recovery.ts";
import { isLineBreak } from "./trivia.ts";

/** Reads statements up to one of some keywords, which it leaves to be read. */
export type BlockParser = (reader: Reader, enders: readonly string[]) => Statement[];

/** How each statement is read that has blocks, by its keyword. */
export const blockStatements: Readonly<Record<string, (reader: Reader, block: BlockParser) => Statement>> = {
  if: parseIf,
  switch: parseSwitch,
  for: parseFor,
  parfor: parseFor,
  while: parseWhile,
  try: parseTry,
  spmd: parseParallel,
};

function parseIf(reader: Reader, block: BlockParser): Statement {
  const opening = reader.token;
  const branches: { condition: Expression; body: readonly Statement[] }[] = [];
  while (reader.isKeyword("if", "elseif") && (branches.length === 0 || reader.isKeyword("elseif"))) {
    const { text } = reader.advance();
    const condition = headOf(reader, () => conditionOf(reader, text));
    branches.push({ condition, body: block(reader, ["elseif", "else", "end"]) });
  }
  let otherwise: readonly Statement[] | undefined;
  if (reader.isKeyword("else")) {
    reader.advance();
    otherwise = block(reader, ["end"]);
  }
  closeBlock(reader, opening);
  return { kind: "if", branches, ...(otherwise && { otherwise }), place: reader.place(opening.start) };
}

/** What a block begins with; where it cannot be read a name without letters, so that the block is still found. */
function headOf(reader: Reader, read: () => Expression): Expression {
  const { start } = reader.token;
  return recovered(reader, read) ?? { kind: "name", name: "", place: reader.place(start) };
}

function conditionOf(reader: Reader, keyword: string): Expression {
  if (reader.token.kind === "newline") reader.fail(`'${keyword}' must be followed by a condition on the same line.`);
  const condition = parseExpression(reader);
  if (reader.isSymbol("=")) {
    reader.fail(
      "Incorrect use of '=' operator. Assign a value to a variable using '=' and compare values for equality using '=='.",
    );
  }
  return condition;
}

function parseSwitch(reader: Reader, block: BlockParser): Statement {
  const opening = reader.advance();
  const subject = headOf(reader, () => conditionOf(reader, "switch"));
  skipLines(reader);
  const cases: { value: Expression; body: readonly Statement[] }[] = [];
  let otherwise: readonly Statement[] | undefined;
  while (reader.isKeyword("case", "otherwise")) {
    const { text } = reader.advance();
    if (text === "case") {
      const value = headOf(reader, () => conditionOf(reader, "case"));
      cases.push({ value, body: block(reader, ["case", "otherwise", "end"]) });
    } else otherwise = block(reader, ["case", "otherwise", "end"]);
  }
  if (cases.length === 0 && !otherwise && !reader.isKeyword("end")) {
    const { start, end } = reader.token;
    reader.lexer.trivia.report(start, end, "'switch' must be followed by 'case' on the next line.");
    block(reader, ["end"]);
  }
  closeBlock(reader, opening);
  const statement: SwitchStatement = {
    kind: "switch",
    subject,
    cases,
    ...(otherwise && { otherwise }),
    place: reader.place(opening.start),
  };
  return statement;
}

function skipLines(reader: Reader): void {
  while (reader.token.kind === "newline" || reader.isSymbol(";", ",")) reader.advance();
}

/** `for i = range`, also in parentheses; `parfor (i = range, workers)`. */
function parseFor(reader: Reader, block: BlockParser): Statement {
  const opening = reader.advance();
  const missing: Expression = { kind: "name", name: "", place: reader.place(opening.start) };
  const { target, range } = recovered(reader, () => parseLoop(reader, opening.text)) ?? { target: missing, range: missing };
  const body = block(reader, ["end"]);
  closeBlock(reader, opening);
  return { kind: "for", target, range, body, place: reader.place(opening.start) };
}

function parseLoop(reader: Reader, keyword: string): { target: Expression; range: Expression } {
  const grouped = reader.accept("(");
  const target = parsePostfix(reader);
  let root = target;
  while (root.kind === "apply" || root.kind === "member") root = root.target;
  if (root.kind !== "name")
    reader.fail(`'${keyword}' must be followed by a variable and '=': ${keyword} i = 1:10.`, target.place);
  reader.variables.add(root.name);
  reader.expect("=", `After the variable of '${keyword}' there must be '=' and a range: ${keyword} i = 1:10.`);
  const range = parseExpression(reader);
  if (grouped && keyword === "parfor" && reader.accept(",")) parseExpression(reader);
  if (grouped) reader.expect(")", `'(' after '${keyword}' is not closed. Add ')'.`);
  return { target, range };
}

function parseWhile(reader: Reader, block: BlockParser): Statement {
  const opening = reader.advance();
  const condition = headOf(reader, () => conditionOf(reader, "while"));
  const body = block(reader, ["end"]);
  closeBlock(reader, opening);
  return { kind: "while", condition, body, place: reader.place(opening.start) };
}

function parseTry(reader: Reader, block: BlockParser): Statement {
  const opening = reader.advance();
  const body = block(reader, ["catch", "end"]);
  let error: string | undefined;
  let handler: Statement[] = [];
  if (reader.isKeyword("catch")) {
    const { end } = reader.advance();
    error = errorName(reader, end);
    handler = block(reader, ["end"]);
  }
  closeBlock(reader, opening);
  return { kind: "try", body, ...(error !== undefined && { error }), handler, place: reader.place(opening.start) };
}

/** The name after `catch`, where it stands alone on the line of `catch`. */
function errorName(reader: Reader, catchEnd: number): string | undefined {
  const { token } = reader;
  const { text } = reader.source;
  if (token.kind !== "name" || /[\r\n]/.test(text.slice(catchEnd, token.start))) return undefined;
  let after = token.end;
  while (text.charAt(after) === " " || text.charAt(after) === "\t") after++;
  const alone = after >= text.length || isLineBreak(text.charCodeAt(after)) || ";,%".includes(text.charAt(after));
  if (!alone) return undefined;
  reader.variables.add(token.text);
  return reader.advance().text;
}

/** `spmd … end` runs its statements once here: it is read as `if true`. */
function parseParallel(reader: Reader, block: BlockParser): Statement {
  const opening = reader.advance();
  const place = reader.place(opening.start);
  const body = block(reader, ["end"]);
  closeBlock(reader, opening);
  return {
    kind: "if",
    branches: [{ condition: { kind: "name", name: "true", place }, body }],
    place: reader.place(opening.start),
  };
}

function closeBlock(reader: Reader, opening: { readonly text: string; readonly start: number; readonly end: number }): void {
  if (reader.isKeyword("end")) {
    reader.advance();
    return;
  }
  const message = `At least one END is missing. The '${opening.text}' that begins here has no matching 'end'; add it where the block ends.`;
  reader.lexer.trivia.report(opening.start, opening.end, message);
}
