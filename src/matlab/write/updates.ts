import type { Expression } from "../syntax/ast.ts";
import type { Scope } from "./scope.ts";

/** Functions that give a network other values, by name: which of their arguments is the network. */
const updates: ReadonlyMap<string, number> = new Map([
  ["adamupdate", 0],
  ["sgdmupdate", 0],
  ["rmspropupdate", 0],
  ["lbfgsupdate", 0],
  ["dlupdate", 1],
]);

/** The network of a call that changes only what it has learned, as a step of training does: the graph stays the same. */
export function updatedNetwork(call: Expression, scope: Scope): Expression | undefined {
  if (call.kind !== "apply" || call.target.kind !== "name" || scope.isVariable(call.target.name)) return undefined;
  const at = updates.get(call.target.name);
  const network = at === undefined ? undefined : call.args[at]?.value;
  if (network?.kind !== "name" || !scope.isVariable(network.name)) return undefined;
  return scope.kindOfVariable(network.name).is === "network" ? network : undefined;
}
