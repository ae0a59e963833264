import type { Expression } from "../syntax/ast.ts";
import { expressionsIn } from "../syntax/walk.ts";
import { namesIn } from "./routineScope.ts";
import type { Scope } from "./scope.ts";

/** The variables whose values a call may change: objects of handle classes in it, maps, and what functions inside of the routine share with it. */
export function changedBy(expression: Expression, scope: Scope): ReadonlySet<string> {
  const changed = new Set<string>();
  if (expression.kind !== "apply" && expression.kind !== "name" && expression.kind !== "member") return changed;
  for (const part of expressionsIn(expression)) {
    if (part.kind !== "name") continue;
    const inner = scope.nested(part.name);
    if (inner) for (const name of namesIn(inner.body).assigned.keys()) if (scope.isShared(inner, name)) changed.add(name);
    if (scope.isVariable(part.name) && isHandle(part.name, scope)) changed.add(part.name);
  }
  return changed;
}

function isHandle(name: string, scope: Scope): boolean {
  const kind = scope.kindOfVariable(name);
  return kind.is === "object" && kind.isHandle;
}
