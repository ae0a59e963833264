import type { AnonymousFunction, FunctionHandle } from "../syntax/ast.ts";
import { expressionsIn } from "../syntax/walk.ts";
import { type Kind, kinds, typeText } from "./kind.ts";
import { Inexpressible, observedKind, type Scope, type Translated } from "./scope.ts";
import { precedence } from "./text.ts";

/** `@name` of a function of the script. */
export function functionHandle(expression: FunctionHandle, scope: Scope): Translated {
  if (!scope.userFunction(expression.name)) throw new Inexpressible(expression, `the function ${expression.name} as a value`);
  scope.calls.add(expression.name);
  return { text: scope.identifier(expression.name), precedence: precedence.primary, kind: kinds.function };
}

/** `@(x) …` as an arrow function; what its parameters are is told by their use. */
export function anonymousFunction(expression: AnonymousFunction, scope: Scope): Translated {
  const parameters = new Map<string, Kind>();
  for (const name of expression.parameters) if (name !== undefined) parameters.set(name, kinds.unknown);
  if (parameters.has("varargin")) throw new Inexpressible(expression, "a function of any number of values");
  for (const part of expressionsIn(expression.body)) {
    if (part.kind === "name" && parameters.get(part.name)?.is === "unknown")
      parameters.set(part.name, observedKind(part, scope, kinds.unknown));
  }
  const inner: Scope = {
    ...scope,
    isVariable: (name) => parameters.has(name) || scope.isVariable(name),
    kindOfVariable: (name) => parameters.get(name) ?? scope.kindOfVariable(name),
    uses: new Set(),
    translate: (part, within) => scope.translate(part, within ?? inner),
  };
  const body = inner.translate(expression.body);
  for (const name of inner.uses) if (!parameters.has(name)) scope.uses.add(name);
  const list = expression.parameters.map((name, k) =>
    name === undefined ? `_${k}: unknown` : `${scope.identifier(name)}: ${typeText(parameters.get(name)!, scope.imports)}`,
  );
  return { text: `(${list.join(", ")}) => ${body.text}`, precedence: precedence.arrow, kind: kinds.function };
}
