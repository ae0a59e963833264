import type { IfStatement, Statement, SwitchStatement } from "../syntax/ast.ts";
import { truth } from "./expressions.ts";
import { blockRan } from "./plan.ts";
import type { Routine } from "./routine.ts";
import { indented } from "./text.ts";

/** How blocks within a statement are written. */
export interface BlockWriter {
  /** A head, the block in braces, and the end. */
  readonly nested: (head: string, body: readonly Statement[]) => string[];
  /** The lines of a block alone. */
  readonly block: (body: readonly Statement[]) => string[];
}

/** `if … else if … else` */
export function ifLines({ scope, plan }: Routine, statement: IfStatement, { nested }: BlockWriter): string[] {
  const lines: string[] = [];
  for (const { condition, body } of statement.branches) {
    const head = `if (${truth(scope.translate(condition), condition).text})`;
    const inner = nested(lines.length === 0 ? head : `} else ${head}`, body);
    if (lines.length > 0) lines.pop();
    lines.push(...inner);
  }
  const rest = statement.otherwise;
  if (!rest?.some((each) => plan.kept.has(each))) return lines;
  lines.pop();
  return [...lines, ...nested("} else", rest)];
}

/** The one block of a condition that ran. */
export function ranLines({ scope }: Routine, statement: IfStatement | SwitchStatement, { block }: BlockWriter): string[] {
  const bodies = statement.kind === "if" ? statement.branches.map(({ body }) => body) : statement.cases.map(({ body }) => body);
  const ran = [...bodies, statement.otherwise ?? []].find((body) => blockRan(body, scope));
  return ran ? block(ran) : [];
}

/** `switch` with a block in braces for each case. */
export function switchLines({ scope }: Routine, statement: SwitchStatement, { nested }: BlockWriter): string[] {
  const lines = [`switch (${scope.translate(statement.subject).text}) {`];
  const add = (heads: readonly string[], body: readonly Statement[]): void => {
    const inner = nested(heads.at(-1)!, body);
    if (!/^ {2}(continue|break|return\b.*);$/.test(inner.at(-2)!)) inner.splice(-1, 0, "  break;");
    lines.push(...[...heads.slice(0, -1), ...inner].map((line) => (line === "" ? "" : `  ${indented(line)}`)));
  };
  for (const { value, body } of statement.cases) {
    const values = value.kind === "array" && value.brackets === "{}" ? value.rows.flat() : [value];
    add(
      values.map((each) => `case ${scope.translate(each).text}:`),
      body,
    );
  }
  if (statement.otherwise) add(["default:"], statement.otherwise);
  return [...lines, "}"];
}
