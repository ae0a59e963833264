import type { Argument, Expression, FunctionDefinition } from "../syntax/ast.ts";
import { expressionsIn, expressionsOf, statementsIn } from "../syntax/walk.ts";
import { kinds } from "./kind.ts";
import { observedKind, primary, type Scope, type Translated } from "./scope.ts";
import { settled } from "./settled.ts";

/** A call of a function inside of this one, which reads variables of this one. */
export function nestedCall(
  expression: Expression,
  inner: FunctionDefinition,
  args: readonly Argument[],
  scope: Scope,
  outputs = 1,
): Translated {
  const texts = args.map(({ value }) => settled(value, scope).text);
  for (const name of namesRead(inner)) if (scope.isShared(inner, name)) scope.uses.add(name);
  const call = `${scope.identifier(inner.name)}(${texts.join(", ")})`;
  const kind = inner.outputs.length === 0 || outputs > 1 ? kinds.other : observedKind(expression, scope);
  return primary(inner.outputs.length > 1 && outputs === 1 ? `${call}[0]` : call, kind);
}

function namesRead({ body }: FunctionDefinition): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of statementsIn(body))
    for (const expression of expressionsOf(statement))
      for (const part of expressionsIn(expression)) if (part.kind === "name") names.add(part.name);
  return names;
}
