import { expect } from "vitest";
import type { Argument, Expression, Program, Statement } from "../../../src/matlab/syntax/ast.ts";
import { parseExpression, parseProgram } from "../../../src/matlab/syntax/parseProgram.ts";
import { printProblem } from "../../../src/matlab/syntax/printProblem.ts";
import { sourceText } from "../../../src/matlab/syntax/sourceText.ts";

/** A text that must be without problems, read. */
export function program(text: string): Program {
  const read = parseProgram(sourceText(text, "test.m"));
  expect(read.problems.map(printProblem)).toEqual([]);
  return read;
}

/** The problems of a text, each as `line:column message`. */
export function problems(text: string): string[] {
  const read = parseProgram(sourceText(text, "test.m"));
  return read.problems.map((problem) => printProblem(problem).split("\n")[0].replace("test.m:", ""));
}

/** The statements of a text, one outline each. */
export function statements(text: string): string[] {
  return program(text).statements.map(outlineStatement);
}

/** An expression with every operation in parentheses, elements separated by `|` and rows by `/`. */
export function outlined(text: string): string {
  const { expression, problems } = parseExpression(sourceText(text, "test.m"));
  expect(problems.map(printProblem)).toEqual([]);
  return outline(expression!);
}

export function outline(node: Expression): string {
  switch (node.kind) {
    case "number":
      return node.text;
    case "text":
      return node.quote + node.value + node.quote;
    case "name":
      return node.name;
    case "colon":
      return ":";
    case "end":
      return "END";
    case "handle":
      return `@${node.name}`;
    case "metaclass":
      return `?${node.name}`;
    case "array":
      return node.brackets[0] + node.rows.map((row) => row.map(outline).join(" | ")).join(" / ") + node.brackets[1];
    case "unary":
      return node.operator.endsWith("'")
        ? `(${outline(node.operand)}${node.operator})`
        : `(${node.operator}${outline(node.operand)})`;
    case "binary":
      return `(${outline(node.left)} ${node.operator} ${outline(node.right)})`;
    case "range":
      return `(${[node.start, ...(node.step ? [node.step] : []), node.stop].map(outline).join(" : ")})`;
    case "apply":
      return outline(node.target) + node.brackets[0] + outlineArguments(node.args) + node.brackets[1];
    case "member":
      return `${outline(node.target)}.${typeof node.name === "string" ? node.name : `(${outline(node.name)})`}`;
    case "superclass":
      return `${node.name}@${node.superclass}(${outlineArguments(node.args)})`;
    case "anonymous":
      return `@(${node.parameters.map((name) => name ?? "~").join(" ")}){${outline(node.body)}}`;
  }
}

function outlineArguments(args: readonly Argument[]): string {
  return args.map(({ name, value }) => (name === undefined ? outline(value) : `${name}=${outline(value)}`)).join(" | ");
}

/** A statement in words; a value that is displayed has `!` after it. */
export function outlineStatement(node: Statement): string {
  switch (node.kind) {
    case "expression":
      return outline(node.expression) + (node.printed ? "!" : "");
    case "assign": {
      const targets = node.targets.map((target) => (target ? outline(target) : "~")).join(" ");
      return `${node.bracketed ? `[${targets}]` : targets} <- ${outline(node.value)}${node.printed ? "!" : ""}`;
    }
    case "command":
      return `command ${[node.name, ...node.words].join("|")}`;
    case "if": {
      const branches = node.branches.map(({ condition, body }) => `if ${outline(condition)} ${block(body)}`);
      return [...branches, ...(node.otherwise ? [block(node.otherwise)] : [])].join(" else ");
    }
    case "switch": {
      const cases = node.cases.map(({ value, body }) => `case ${outline(value)} ${block(body)}`);
      return `switch ${outline(node.subject)} ${[...cases, ...(node.otherwise ? [`otherwise ${block(node.otherwise)}`] : [])].join(" ")}`;
    }
    case "for":
      return `for ${outline(node.target)} in ${outline(node.range)} ${block(node.body)}`;
    case "while":
      return `while ${outline(node.condition)} ${block(node.body)}`;
    case "try":
      return `try ${block(node.body)} catch ${node.error ?? "-"} ${block(node.handler)}`;
    case "global":
    case "persistent":
    case "import":
      return `${node.kind} ${node.names.join(" ")}`;
    default:
      return node.kind;
  }
}

function block(body: readonly Statement[]): string {
  return `{ ${body.map(outlineStatement).join("; ")} }`;
}
