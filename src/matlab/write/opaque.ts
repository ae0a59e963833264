import type { Statement } from "../syntax/ast.ts";
import { statementsIn, targetName } from "../syntax/walk.ts";
import { assignmentForm } from "./assignments.ts";
import { loopHead } from "./loops.ts";
import { ran } from "./plan.ts";
import { Inexpressible, type Scope } from "./scope.ts";

/** The variables of a routine whose values a module cannot compute: data, and what follows from data in a way that has no form. */
export function opaqueVariables(body: readonly Statement[], scope: Scope, opaque: Map<string, Inexpressible>): void {
  for (let size = -1; size !== opaque.size; ) {
    size = opaque.size;
    for (const statement of statementsIn(body)) {
      if (!ran(statement, scope)) continue;
      for (const [name, cause] of opaqueIn(statement, scope)) if (!opaque.has(name)) opaque.set(name, cause);
    }
  }
  scope.uses.clear();
}

function opaqueIn(statement: Statement, scope: Scope): readonly (readonly [name: string, cause: Inexpressible])[] {
  try {
    if (statement.kind === "assign") assignmentForm(statement, scope);
    if (statement.kind === "for") loopHead(statement.range, scope, statement.target);
    return [];
  } catch (error) {
    if (!(error instanceof Inexpressible)) throw error;
    const targets = statement.kind === "assign" ? statement.targets : statement.kind === "for" ? [statement.target] : [];
    return targets.flatMap((target) => (target === undefined ? [] : [[targetName(target)!, error] as const]));
  }
}
