import { ScriptError } from "./scriptError.ts";
import type { Value, ValueOperations } from "./value.ts";

/** What decides the behaviour of a host value, or of an object whose class says so. */
export function operationsOf(value: Value): ValueOperations | undefined {
  if (value.kind === "host") return value.operations;
  return value.kind === "object" ? value.definition.operations : undefined;
}

/** The operation of a host value or object, which must have it. */
export function operationOf<Name extends keyof ValueOperations>(
  value: Value,
  name: Name,
  what: string,
): NonNullable<ValueOperations[Name]> {
  const operation = operationsOf(value)?.[name];
  if (operation !== undefined) return operation as NonNullable<ValueOperations[Name]>;
  const className = value.kind === "host" ? value.operations.className : value.kind === "object" ? value.className : value.kind;
  throw new ScriptError("layergraph:hostOperation", `${what} is not supported for values of class '${className}'.`);
}
