import { builtInDefinitions } from "../../network/registry.ts";
import type { Apply, Argument, Expression, Name } from "../syntax/ast.ts";
import { spreadArguments } from "./argumentLists.ts";
import { builtinForms, constants } from "./builtinForms.ts";
import { classCall } from "./classCall.ts";
import { functionCalls } from "./functionCalls.ts";
import { indexed } from "./indexing.ts";
import { kinds } from "./kind.ts";
import { layerCall } from "./layerCall.ts";
import { isMapClass, newMap } from "./mapForms.ts";
import { nestedCall } from "./nestedCall.ts";
import { networkForms } from "./networkForms.ts";
import { methodCalled, staticMember } from "./objectCalls.ts";
import { Inexpressible, isUnknown, observedKind, primary, type Scope, type Translated } from "./scope.ts";
import { userCall } from "./userCall.ts";

/** A name: a variable, or a function called without arguments. */
export function calledName(expression: Name, scope: Scope): Translated {
  const { name } = expression;
  if (!scope.isVariable(name)) return functionCall(expression, name, [], scope);
  const cause = scope.opaque.get(name);
  if (cause) throw cause;
  scope.uses.add(name);
  return primary(scope.identifier(name), scope.kindOfVariable(name));
}

/** `target(…)` or `target{…}`: an element of a value, or a call. */
export function application(expression: Apply, scope: Scope): Translated {
  const { target, args } = expression;
  if (target.kind === "name" && !scope.isVariable(target.name)) return functionCall(expression, target.name, args, scope);
  if (isMapClass(target))
    return newMap(
      args.map(({ value }) => value),
      scope,
      expression,
    );
  const ofClass = target.kind === "member" ? staticMember(expression, target, args, scope) : undefined;
  if (ofClass) return ofClass;
  const ofObject =
    target.kind === "member" && typeof target.name === "string"
      ? methodCalled(expression, target.target, target.name, args, scope)
      : undefined;
  if (ofObject) return ofObject;
  const dotted = dottedName(target, scope);
  if (dotted) return functionCall(expression, dotted, args, scope);
  const method = methodCall(expression, scope);
  return method ?? indexed(expression, scope);
}

/** The function of `package.name`, where the script's folder has that package. */
function dottedName(target: Expression, scope: Scope): string | undefined {
  if (target.kind !== "member" || typeof target.name !== "string") return undefined;
  const parts = memberParts(target);
  if (parts === undefined || scope.isVariable(parts[0])) return undefined;
  return scope.packageFunction(parts) ? target.name : undefined;
}

function memberParts(expression: Expression): readonly string[] | undefined {
  if (expression.kind === "name") return [expression.name];
  if (expression.kind !== "member" || typeof expression.name !== "string") return undefined;
  const before = memberParts(expression.target);
  return before && [...before, expression.name];
}

/** `lgraph.addLayers(…)`: the function with the value as its first argument. */
function methodCall({ target, args, place }: Apply, scope: Scope): Translated | undefined {
  if (target.kind !== "member" || typeof target.name !== "string" || !networkForms.has(target.name)) return undefined;
  const object: Argument = { value: target.target, place: target.target.place };
  const call: Apply = {
    kind: "apply",
    target: { kind: "name", name: target.name, place },
    brackets: "()",
    args: [object, ...args],
    place,
  };
  return functionCall(call, target.name, call.args, scope);
}

function functionCall(expression: Expression, name: string, given: readonly Argument[], scope: Scope): Translated {
  const args = spreadArguments(given, scope);
  const inner = scope.nested(name);
  if (inner) return nestedCall(expression, inner, args, scope);
  const object = given.length > 0 ? methodCalled(expression, given[0].value, name, given.slice(1), scope) : undefined;
  if (object) return object;
  const own = scope.userFunction(name);
  if (own) return userCall(expression, own, args, scope);
  const ownClass = scope.userClass(name);
  if (ownClass) return classCall(expression, ownClass, args, scope);
  if (builtInDefinitions.has(name)) return layerCall(expression, name, args, scope);
  const network = networkForms.get(name);
  if (network) return network(args, scope, expression);
  const called = functionCalls.get(name);
  if (called) return called(args, scope, expression);
  const constant = args.length === 0 ? constants[name] : undefined;
  if (constant) return constant;
  if (expression.kind === "name" && isUnknown(expression, scope))
    return primary(scope.parameter(name, kinds.unknown, name), kinds.unknown);
  const form = builtinForms.get(name);
  if (!form || args.some((arg) => arg.name !== undefined)) throw new Inexpressible(expression, `the function ${name}`);
  const values = args.map(({ value }) => value);
  if (!form.scalar && values.some((value) => isUnknown(value, scope)))
    throw new Inexpressible(expression, `${name} of a value that is not known`);
  const result = form.write(values, scope, expression);
  return result.kind.is === "other" ? { ...result, kind: observedKind(expression, scope, kinds.unknown) } : result;
}
