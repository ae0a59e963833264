import type { Argument, ClassDefinition, Expression, FunctionDefinition, Member } from "../syntax/ast.ts";
import { type Kind, kinds } from "./kind.ts";
import { grouped, Inexpressible, observedKind, primary, type Scope, type Translated } from "./scope.ts";
import { precedence } from "./text.ts";
import { argumentTexts } from "./userCall.ts";

/** The method of a class that has a name. */
export function methodNamed({ methods }: ClassDefinition, name: string): FunctionDefinition | undefined {
  return methods.flatMap(({ functions }) => functions).find((each) => each.name === name);
}

/** `new Builder(…)` */
export function newObject(
  expression: Expression,
  definition: ClassDefinition,
  args: readonly Argument[],
  scope: Scope,
): Translated {
  const maker = methodNamed(definition, definition.name);
  const texts = maker ? argumentTexts(expression, maker, args, scope) : [];
  scope.calls.add(definition.name);
  return primary(`new ${definition.name}(${texts.join(", ")})`, observedKind(expression, scope));
}

/** `object.method(…)`; undefined where the value is no object, or its class has no such method. */
export function methodCalled(
  expression: Expression,
  object: Expression,
  name: string,
  args: readonly Argument[],
  scope: Scope,
): Translated | undefined {
  const seen = objectKind(object, scope);
  const method = seen && methodNamed(scope.userClass(seen.className)!, name);
  if (!method) return undefined;
  const of = scope.translate(object);
  const texts = argumentTexts(expression, method, args, scope, 1);
  const text = `${grouped(of, precedence.primary)}.${name}(${texts.join(", ")})`;
  return primary(text, resultKind(expression, method, seen, scope));
}

/** `Builder.method(…)` of a class itself, or a constant of it. */
export function staticMember(
  expression: Expression,
  target: Member,
  args: readonly Argument[],
  scope: Scope,
): Translated | undefined {
  if (target.target.kind !== "name" || typeof target.name !== "string" || scope.isVariable(target.target.name)) return undefined;
  const definition = scope.userClass(target.target.name);
  if (!definition) return undefined;
  const method = methodNamed(definition, target.name);
  scope.calls.add(definition.name);
  if (!method) return primary(`${definition.name}.${target.name}`, observedKind(expression, scope));
  const texts = argumentTexts(expression, method, args, scope);
  return primary(`${definition.name}.${target.name}(${texts.join(", ")})`, observedKind(expression, scope));
}

/** A property of an object, or a method called without arguments. */
export function objectMember(expression: Member, of: Translated, kind: Kind & { is: "object" }, scope: Scope): Translated {
  const name = expression.name as string;
  const properties = scope.propertiesOf(kind.className);
  const known = properties.get(name);
  const definition = scope.userClass(kind.className)!;
  const base = grouped(of, precedence.primary);
  if (isConstant(definition, name)) return primary(`${kind.className}.${name}`, known ?? observedKind(expression, scope));
  if (known && !methodNamed(definition, `get.${name}`)) return primary(`${base}.${name}`, known);
  if (methodNamed(definition, `get.${name}`)) return primary(`${base}.${name}`, observedKind(expression, scope));
  const method = methodCalled(expression, expression.target, name, [], scope);
  if (method) return method;
  throw new Inexpressible(expression, `the property ${name}`);
}

function isConstant({ properties }: ClassDefinition, name: string): boolean {
  return properties.some(
    ({ attributes, declarations }) =>
      attributes.some((each) => each.name.toLowerCase() === "constant") && declarations.some((each) => each.name === name),
  );
}

/** The class of an object, told by its value or by what it is called on. */
export function objectKind(expression: Expression, scope: Scope): (Kind & { is: "object" }) | undefined {
  const kind =
    expression.kind === "name" && scope.isVariable(expression.name)
      ? scope.kindOfVariable(expression.name)
      : observedKind(expression, scope);
  return kind.is === "object" && scope.userClass(kind.className) ? kind : undefined;
}

function resultKind(expression: Expression, { outputs, inputs }: FunctionDefinition, self: Kind, scope: Scope): Kind {
  return outputs[0] !== undefined && outputs[0] === inputs[0] ? self : observedKind(expression, scope, kinds.other);
}
