import type { Expression, FunctionDefinition, Statement } from "../syntax/ast.ts";

/** The values of inputs that a call leaves out, by name. */
export type Defaults = ReadonlyMap<string, Expression>;

/** The body without what gives inputs their defaults: `if nargin < 3, n = 4; end`; and the defaults of `arguments` blocks. */
export function withoutDefaults(definition: FunctionDefinition): {
  readonly body: readonly Statement[];
  readonly defaults: Defaults;
} {
  const defaults = new Map<string, Expression>();
  for (const { declarations } of definition.argumentsBlocks)
    for (const { name, field, initial } of declarations) if (initial && field === undefined) defaults.set(name, initial);
  const body = definition.body.filter((statement) => {
    const given = defaultOf(statement, definition);
    if (given) defaults.set(...given);
    return given === undefined;
  });
  return { body, defaults };
}

function defaultOf(statement: Statement, { inputs }: FunctionDefinition): [string, Expression] | undefined {
  if (
    statement.kind !== "if" ||
    statement.branches.length !== 1 ||
    statement.otherwise ||
    statement.branches[0].body.length !== 1
  )
    return undefined;
  const [{ condition, body }] = statement.branches;
  const [only] = body;
  if (only.kind !== "assign" || only.targets.length !== 1 || only.targets[0]?.kind !== "name") return undefined;
  const { name } = only.targets[0];
  return inputs.includes(name) && asksForInput(condition, name, inputs.indexOf(name)) ? [name, only.value] : undefined;
}

/** `nargin < k + 1`, or `~exist('name', 'var')`. */
function asksForInput(condition: Expression, name: string, position: number): boolean {
  if (condition.kind === "binary" && condition.operator === "||" && isEmptyOf(condition.right, name))
    return asksForInput(condition.left, name, position);
  if (
    condition.kind === "binary" &&
    condition.left.kind === "name" &&
    condition.left.name === "nargin" &&
    condition.right.kind === "number"
  ) {
    const { value } = condition.right;
    return (condition.operator === "<" && value === position + 1) || (condition.operator === "<=" && value === position);
  }
  if (condition.kind !== "unary" || condition.operator !== "~" || condition.operand.kind !== "apply") return false;
  const { target, args } = condition.operand;
  return target.kind === "name" && target.name === "exist" && args[0]?.value.kind === "text" && args[0].value.value === name;
}

/** `isempty(name)` */
function isEmptyOf(condition: Expression, name: string): boolean {
  if (condition.kind !== "apply" || condition.target.kind !== "name" || condition.target.name !== "isempty") return false;
  const [argument] = condition.args;
  return argument?.value.kind === "name" && argument.value.name === name;
}
