import { builtInDefinitions } from "../../network/registry.ts";
import type { Argument, ClassDefinition, Expression } from "../syntax/ast.ts";
import { constructorOf, declaredNames, positionsOf } from "../syntax/classConstructor.ts";
import { isPlainKey } from "./identifiers.ts";
import { kinds } from "./kind.ts";
import { layerCall } from "./layerCall.ts";
import { newObject } from "./objectCalls.ts";
import { optionName, textConstant } from "./optionNames.ts";
import { Inexpressible, observedKind, primary, type Scope, type Translated } from "./scope.ts";
import { settled } from "./settled.ts";
import { enclosed } from "./text.ts";

/**
 * A call of a layer class of the script: of the function that `layerClass` makes of its file. A layer of ours stands for a class of its name whose optional
 * values are given by position, as in MATLAB's examples.
 */
export function classCall(
  expression: Expression,
  definition: ClassDefinition,
  args: readonly Argument[],
  scope: Scope,
): Translated {
  const { name } = definition;
  if (hasStandIn(name, args)) return layerCall(expression, name, args, scope);
  if (observedKind(expression, scope).is !== "layer") return newObject(expression, definition, args, scope);
  const maker = constructorOf(definition);
  const known = maker ? declaredNames(maker) : [];
  const positions = maker ? positionsOf(maker) : args.length;
  const positional: string[] = [];
  const named: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const own = args[at].name;
    const isValue = own === undefined && named.length === 0 && positional.length < positions;
    const given = own ?? (isValue ? undefined : textConstant(args[at].value, scope));
    if (given === undefined) {
      if (named.length > 0) throw new Inexpressible(expression, `such arguments of ${name}`);
      positional.push(settled(args[at].value, scope).text);
      continue;
    }
    if (own === undefined) at++;
    if (at === args.length || !isPlainKey(given)) throw new Inexpressible(expression, `such arguments of ${name}`);
    named.push(option(keyOf(given, known), settled(args[at].value, scope).text));
  }
  if (named.length > 0) positional.push(enclosed("{", named, "}"));
  scope.classes.add(name);
  return primary(`${scope.identifier(name)}(${positional.join(", ")})`, kinds.layer);
}

function option(key: string, text: string): string {
  return key === text ? key : `${key}: ${text}`;
}

/** `NumHeads`, in whatever case, is `numHeads`. */
function keyOf(given: string, known: readonly string[]): string {
  const name = optionName(given, known) ?? given;
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function hasStandIn(name: string, args: readonly Argument[]): boolean {
  const { optionalPositional = [] } = builtInDefinitions.get(name) ?? {};
  const isPositional = args.every((argument) => argument.name === undefined && argument.value.kind !== "text");
  return isPositional && args.length > 0 && args.length === optionalPositional.length;
}
