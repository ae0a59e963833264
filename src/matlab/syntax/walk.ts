import type { Expression, Statement } from "./ast.ts";

/** An expression and all expressions in it, outermost first. */
export function* expressionsIn(expression: Expression): Generator<Expression> {
  yield expression;
  for (const part of partsOf(expression)) yield* expressionsIn(part);
}

/** The expressions that an expression is made of. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "array":
      return expression.rows.flat();
    case "unary":
      return [expression.operand];
    case "binary":
      return [expression.left, expression.right];
    case "range":
      return [expression.start, ...(expression.step ? [expression.step] : []), expression.stop];
    case "apply":
      return [expression.target, ...expression.args.map(({ value }) => value)];
    case "member":
      return [expression.target, ...(typeof expression.name === "string" ? [] : [expression.name])];
    case "anonymous":
      return [expression.body];
    case "superclass":
      return expression.args.map(({ value }) => value);
    default:
      return [];
  }
}

/** The blocks of statements in a statement. */
export function blocksOf(statement: Statement): readonly (readonly Statement[])[] {
  switch (statement.kind) {
    case "if":
      return [...statement.branches.map(({ body }) => body), ...(statement.otherwise ? [statement.otherwise] : [])];
    case "switch":
      return [...statement.cases.map(({ body }) => body), ...(statement.otherwise ? [statement.otherwise] : [])];
    case "for":
    case "while":
      return [statement.body];
    case "try":
      return [statement.body, statement.handler];
    default:
      return [];
  }
}

/** All statements of a block, those in blocks of theirs too, in order. */
export function* statementsIn(body: readonly Statement[]): Generator<Statement> {
  for (const statement of body) {
    yield statement;
    for (const block of blocksOf(statement)) yield* statementsIn(block);
  }
}

/** The expressions that a statement itself computes, without those of its blocks. */
export function expressionsOf(statement: Statement): readonly Expression[] {
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

/** The name of the variable that an assignment's target changes. */
export function targetName(target: Expression): string | undefined {
  if (target.kind === "name") return target.name;
  return target.kind === "apply" || target.kind === "member" ? targetName(target.target) : undefined;
}
