import { LayerGraphError } from "../../errors.ts";
import type { Place } from "../syntax/ast.ts";
import { number, struct, text } from "../values/construct.ts";
import { textOf } from "../values/convert.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Builtin, HostValue, Value, ValueOperations } from "../values/value.ts";

interface Exception {
  readonly identifier: string;
  readonly message: string;
  readonly place?: Place;
}

const members: Readonly<Record<string, (exception: Exception) => Value>> = {
  identifier: ({ identifier }) => text(identifier),
  message: ({ message }) => text(message),
  stack: ({ place }) => struct({ file: text(place?.source.name ?? ""), name: text(""), line: number(lineOf(place)) }),
};

function lineOf(place: Place | undefined): number {
  return place === undefined ? 0 : place.source.lineStarts.filter((start) => start <= place.start).length;
}

const operations: ValueOperations = {
  className: "MException",
  complete: true,
  size: () => [1, 1],
  member: (value, name) => (Object.hasOwn(members, name) ? members[name](exceptionIn(value)) : undefined),
  memberNames: () => Object.keys(members),
  method: (name) => (Object.hasOwn(methods, name) ? methods[name] : undefined),
  display: (value) => {
    const { identifier, message } = exceptionIn(value);
    return `  MException with properties:\n\n    identifier: '${identifier}'\n       message: '${message}'`;
  },
};

const methods: Readonly<Record<string, Builtin>> = {
  throw: { name: "throw", role: "computes", raises: true, call: ({ args }) => raise(args[0]) },
  rethrow: { name: "rethrow", role: "computes", raises: true, call: ({ args }) => raise(args[0]) },
  getReport: { name: "getReport", role: "computes", call: ({ args }) => [text(`Error: ${exceptionIn(args[0]).message}`)] },
  addCause: { name: "addCause", role: "computes", call: ({ args }) => [args[0]] },
};

function raise(value: Value): never {
  const { identifier, message, place } = exceptionIn(value);
  throw new ScriptError(identifier, message, place);
}

function exceptionIn(value: Value): Exception {
  if (value.kind === "host" && value.operations === operations) return value.content as Exception;
  if (value.kind === "struct") {
    const field = (name: string): string => textOf(value.fields.get(name)?.[0] ?? text("")) ?? "";
    return { identifier: field("identifier"), message: field("message") };
  }
  throw new ScriptError(
    "MATLAB:rethrow",
    "The argument must be an MException object, or a struct with 'message' and 'identifier'.",
  );
}

/** The `MException` object with which a script sees an error. */
export function exceptionOf(error: ScriptError): HostValue<Exception> {
  return { kind: "host", operations, content: { identifier: error.identifier, message: error.message, place: error.place } };
}

/** The error that an `MException` object, or a struct like it, stands for; undefined for other values. */
export function errorOfException(value: Value): ScriptError | undefined {
  if (value.kind !== "host" || value.operations !== operations) return undefined;
  const { identifier, message, place } = exceptionIn(value);
  return new ScriptError(identifier, message, place);
}

/** Makes an `MException` object. */
export function exception(identifier: string, message: string): HostValue<Exception> {
  return { kind: "host", operations, content: { identifier, message } };
}

/** Whatever was thrown, as an error that a script can catch; undefined for faults of this library and for what stops the run. */
export function scriptErrorOf(error: unknown): ScriptError | undefined {
  if (error instanceof ScriptError) return error;
  if (error instanceof LayerGraphError) return new ScriptError(`layergraph:${error.code}`, error.message);
  return undefined;
}

/** The same error with a place, where it has none yet. */
export function located(error: unknown, place: Place): unknown {
  const known = scriptErrorOf(error);
  if (known === undefined || known.place !== undefined) return error;
  return new ScriptError(known.identifier, known.message, place);
}
