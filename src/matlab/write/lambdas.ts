import { builtInDefinitions } from "../../network/registry.ts";
import type { AnonymousFunction, Expression, FunctionHandle } from "../syntax/ast.ts";
import { type Kind, kinds, typeText } from "./kind.ts";
import { grouped, Inexpressible, primary, type Scope, type Translated } from "./scope.ts";
import { settled } from "./settled.ts";
import { precedence } from "./text.ts";

/** `@name` of a function of the script, or of a layer. */
export function functionHandle(expression: FunctionHandle, scope: Scope): Translated {
  const { name } = expression;
  if (scope.userFunction(name)) {
    scope.calls.add(name);
    return primary(scope.identifier(name), kinds.function);
  }
  if (!builtInDefinitions.has(name)) throw new Inexpressible(expression, `the function ${name} as a value`);
  return {
    text: `() => ${scope.translate({ ...expression, kind: "name" }).text}`,
    precedence: precedence.arrow,
    kind: kinds.function,
  };
}

/** A function as something that can be called. */
export function functionValue(expression: Expression, scope: Scope): string {
  return grouped(scope.translate(expression), precedence.primary);
}

/** `@(x) …` as an arrow function; what its parameters are is told by their use, and not said where what it is given to says it. */
export function anonymousFunction(expression: AnonymousFunction, scope: Scope, isTyped = true): Translated {
  const seen = scope.signatureOf(expression);
  const parameters = new Map<string, Kind>();
  for (const [k, name] of expression.parameters.entries())
    if (name !== undefined) parameters.set(name, seen?.parameters[k] ?? kinds.unknown);
  if (parameters.has("varargin")) throw new Inexpressible(expression, "a function of any number of values");
  const inner: Scope = {
    ...scope,
    isVariable: (name) => parameters.has(name) || scope.isVariable(name),
    kindOfVariable: (name) => parameters.get(name) ?? scope.kindOfVariable(name),
    uses: new Set(),
    translate: (part, within) => scope.translate(part, within ?? inner),
  };
  const body = settled(expression.body, inner);
  for (const name of inner.uses) if (!parameters.has(name)) scope.uses.add(name);
  const list = expression.parameters.map((name, k) => {
    if (!isTyped) return name === undefined ? `_${k}` : scope.identifier(name);
    return name === undefined ? `_${k}: unknown` : `${scope.identifier(name)}: ${typeText(parameters.get(name)!, scope.imports)}`;
  });
  const kind: Kind = seen ? { is: "function", signature: seen } : kinds.function;
  const written = body.text.startsWith("{") ? `(${body.text})` : body.text;
  return { text: `(${list.join(", ")}) => ${written}`, precedence: precedence.arrow, kind };
}
