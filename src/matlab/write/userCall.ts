import type { Argument, Expression, FunctionDefinition } from "../syntax/ast.ts";
import { type Kind, kinds } from "./kind.ts";
import { optionName } from "./optionNames.ts";
import { Inexpressible, observedKind, primary, type Scope, type Translated } from "./scope.ts";
import { asList, settled } from "./settled.ts";
import { enclosed, quoted } from "./text.ts";

/** A call of a function of the script. `Name=value` arguments become an object. */
export function userCall(
  expression: Expression,
  definition: FunctionDefinition,
  args: readonly Argument[],
  scope: Scope,
  outputs = 1,
): Translated {
  const texts = argumentTexts(expression, definition, args, scope);
  scope.calls.add(definition.name);
  const call = `${scope.identifier(definition.name)}(${texts.join(", ")})`;
  const given = scope.shapeOf(definition)?.outputs ?? [];
  const first = given.length > 1 && outputs === 1 ? `${call}[0]` : call;
  const known = given[0]?.kind ?? kinds.other;
  return primary(first, outputs === 1 ? observedKind(expression, scope, known) : kinds.other);
}

/** The arguments of a call of a function of the script; the first `given` of its inputs are not among them. */
export function argumentTexts(
  expression: Expression,
  definition: FunctionDefinition,
  args: readonly Argument[],
  scope: Scope,
  given = 0,
): readonly string[] {
  const shape = scope.shapeOf(definition);
  if (!shape) throw new Inexpressible(expression, `the function ${definition.name}`);
  const parameters = shape.parameters.slice(given);
  const positional: string[] = [];
  const named: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const { name, value } = args[at];
    const field = (given: string) => optionName(given, shape.fields) ?? refuse(expression, given);
    if (name !== undefined && shape.rest && !shape.options) positional.push(quoted(name), settled(value, scope).text);
    else if (name !== undefined) named.push(`${field(name)}: ${settled(value, scope).text}`);
    else if (positional.length < parameters.length) positional.push(argumentText(value, parameters[positional.length], scope));
    else if (value.kind === "text" && shape.options && at + 1 < args.length)
      named.push(`${field(value.value)}: ${settled(args[++at].value, scope).text}`);
    else if (shape.rest) positional.push(settled(value, scope).text);
    else throw new Inexpressible(expression, `such arguments of ${definition.name}`);
  }
  if (named.length > 0) positional.push(enclosed("{", named, "}"));
  return positional;
}

function refuse(expression: Expression, name: string): never {
  throw new Inexpressible(expression, `the option ${name}`);
}

function argumentText(value: Expression, parameter: { readonly name: string; readonly kind: Kind }, scope: Scope): string {
  const translated = settled(value, scope, { name: parameter.name, kind: parameter.kind });
  return parameter.kind.is === "list" ? asList(translated) : translated.text;
}
