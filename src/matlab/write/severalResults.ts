import type { Assignment, Expression } from "../syntax/ast.ts";
import { kindOf, typeText } from "./kind.ts";
import { nestedCall } from "./nestedCall.ts";
import { Inexpressible, isUnknown, type Scope, type Translated } from "./scope.ts";
import { settled } from "./settled.ts";
import { updatedNetwork } from "./updates.ts";
import { userCall } from "./userCall.ts";

/** What an assignment to several variables is in TypeScript. */
export type SeveralForm =
  /** The first variable gets a network with other learned values, which is the same graph; nothing else is needed of the results. */
  | { readonly form: "value"; readonly name: string; readonly value: Translated }
  /** Several variables get the results of a call. */
  | { readonly form: "several"; readonly names: readonly (string | undefined)[]; readonly call: string }
  /** The values are not known: they are parameters of the module. */
  | { readonly form: "parameters"; readonly names: readonly string[] };

/**
 * What an assignment of several results is in TypeScript.
 *
 * @throws Inexpressible
 */
export function severalForm({ targets, value }: Assignment, scope: Scope): SeveralForm {
  const names = targets.map((target) => {
    if (target !== undefined && target.kind !== "name")
      throw new Inexpressible(target, "a part of a variable among several results");
    return target?.name;
  });
  const network = names[0] === undefined ? undefined : updatedNetwork(value, scope);
  if (network) return { form: "value", name: names[0]!, value: scope.translate(network) };
  const applied =
    value.kind === "apply" && value.target.kind === "name" && !scope.isVariable(value.target.name) ? value : undefined;
  const called = (applied?.target as { readonly name: string } | undefined)?.name;
  const inner = called === undefined ? undefined : scope.nested(called);
  const definition = called === undefined ? undefined : scope.userFunction(called);
  if (isUnknown(value, scope) && scope.hasParameters)
    return { form: "parameters", names: names.filter((name) => name !== undefined) };
  const cell = commaListOf(value, names.length, scope);
  if (cell !== undefined) return { form: "several", names, call: cell };
  if (applied && inner && inner.outputs.length > 1)
    return { form: "several", names, call: nestedCall(value, inner, applied.args, scope, targets.length).text };
  if (!applied || !definition || (scope.shapeOf(definition)?.outputs.length ?? 0) < Math.max(2, targets.length))
    throw new Inexpressible(value, "several results of such a call");
  return { form: "several", names, call: userCall(value, definition, applied.args, scope, targets.length).text };
}

/** `[a, b] = cell{:}` and `[a, b] = deal(x, y)` as a list to take apart. */
function commaListOf(value: Expression, count: number, scope: Scope): string | undefined {
  if (value.kind !== "apply") return undefined;
  const { target, args } = value;
  if (target.kind === "name" && target.name === "deal" && args.length === count && !scope.isVariable("deal"))
    return `[${args.map((each) => settled(each.value, scope).text).join(", ")}]`;
  if (value.brackets !== "{}" || args.length !== 1 || args[0].value.kind !== "colon") return undefined;
  const list = scope.translate(target);
  const seen = scope.observed(target)?.value;
  if (seen?.kind !== "cell" || list.kind.is !== "list" || list.kind.of.is === "list") return undefined;
  const types = seen.elements.slice(0, count).map((element) => typeText(kindOf(element), scope.imports));
  return `${list.text} as [${types.join(", ")}${seen.elements.length > count ? ", ...unknown[]" : ""}]`;
}
