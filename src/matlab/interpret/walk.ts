import type { Expression, FunctionDefinition, Statement } from "../syntax/ast.ts";
import { partsOf } from "./arguments.ts";

/** The statements directly inside a statement. */
export function statementsIn(statement: Statement): readonly Statement[] {
  switch (statement.kind) {
    case "if":
      return [...statement.branches.flatMap(({ body }) => body), ...(statement.otherwise ?? [])];
    case "switch":
      return [...statement.cases.flatMap(({ body }) => body), ...(statement.otherwise ?? [])];
    case "for":
    case "while":
      return statement.body;
    case "try":
      return [...statement.body, ...statement.handler];
    default:
      return [];
  }
}

/** The statements with all that stand inside them, in order. */
export function allStatements(statements: readonly Statement[]): Statement[] {
  return statements.flatMap((statement) => [statement, ...allStatements(statementsIn(statement))]);
}

/** The expressions of a statement itself, those of statements inside it left out. */
export function expressionsIn(statement: Statement): readonly Expression[] {
  switch (statement.kind) {
    case "expression":
      return [statement.expression];
    case "assign":
      return [...statement.targets.filter((target) => target !== undefined), statement.value];
    case "if":
      return statement.branches.map(({ condition }) => condition);
    case "switch":
      return [statement.subject, ...statement.cases.map(({ value }) => value)];
    case "for":
      return [statement.target, statement.range];
    case "while":
      return [statement.condition];
    default:
      return [];
  }
}

/** Goes through an expression and all its parts. */
export function visit(expression: Expression, see: (part: Expression) => void): void {
  see(expression);
  for (const part of partsOf(expression)) visit(part, see);
}

/** The names that a function's text mentions, those of nested functions left out: its variables are among them. */
export function mentionedNames({ inputs, outputs, body }: FunctionDefinition): ReadonlySet<string> {
  const names = new Set<string>([...inputs.filter((name) => name !== undefined), ...outputs]);
  for (const statement of allStatements(body)) {
    for (const expression of expressionsIn(statement)) visit(expression, (part) => part.kind === "name" && names.add(part.name));
  }
  return names;
}

/** The name that an assignment's target begins with. */
export function rootName(target: Expression): string | undefined {
  let root = target;
  while (root.kind === "apply" || root.kind === "member") root = root.target;
  return root.kind === "name" ? root.name : undefined;
}

/** The variables that statements would set. */
export function assignedNames(statements: readonly Statement[]): string[] {
  const targets = allStatements(statements).flatMap((statement) =>
    statement.kind === "assign" ? statement.targets : statement.kind === "for" ? [statement.target] : [],
  );
  return [...new Set(targets.flatMap((target) => (target === undefined ? [] : (rootName(target) ?? []))))];
}
