import { basename } from "node:path";
import { logical, number, text } from "../values/construct.ts";
import { textOf } from "../values/convert.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Builtin, Call, Role, Value } from "../values/value.ts";
import { errorOfException, exception } from "./exceptions.ts";
import { callableIn } from "./lookup.ts";
import type { Machine } from "./machine.ts";
import { validators } from "./validators.ts";

/** Built-in functions about the running function, errors and the path, which only the interpreter can answer. */
export function ownBuiltins(machine: () => Machine): readonly Builtin[] {
  const define = (name: string, compute: (call: Call) => Value | undefined, role: Role = "computes"): Builtin => {
    const call = (given: Call): readonly Value[] => {
      const result = compute(given);
      return result === undefined ? [] : [result];
    };
    return { name, role, unknowns: "accept", raises: true, call };
  };
  return [
    define("nargin", (call) => number(countOf(machine(), call, "inputs"))),
    define("nargout", (call) => number(countOf(machine(), call, "outputs"))),
    define("narginchk", (call) => checkCount(call, machine().frame.nargin, "input")),
    define("nargoutchk", (call) => checkCount(call, machine().frame.nargout, "output")),
    define("isargout", ({ args }) =>
      logical(Number((args[0] as { data?: ArrayLike<number> }).data?.[0] ?? 1) <= Math.max(1, machine().frame.nargout)),
    ),
    define("mfilename", () => text(basename(machine().frame.file.path, ".m"))),
    define("MException", makeException),
    define("rethrow", raise),
    define("throw", raise),
    define("lasterr", () => text(machine().lastError?.message ?? "")),
    define("addpath", ({ args }) => addPath(machine(), args), "environment"),
    define("rmpath", () => undefined, "environment"),
    define(
      "genpath",
      ({ args }) =>
        text(
          machine()
            .library.folder.below(textOf(args[0] ?? text(".")) ?? ".")
            .join(pathSeparator),
        ),
      "environment",
    ),
    define("isobject", ({ args }) => logical(args[0]?.kind === "object")),
    define("ismethod", ({ args }) => logical(hasMethod(args[0], textOf(args[1] ?? text("")) ?? ""))),
    ...validators,
  ];
}

const pathSeparator = ";";

function countOf(machine: Machine, { args, place }: Call, which: "inputs" | "outputs"): number {
  const { frame } = machine;
  if (args.length === 0) return which === "inputs" ? frame.nargin : frame.nargout;
  const [given] = args;
  const name = given.kind === "handle" ? given.name : textOf(given);
  const parameters = given.kind === "handle" ? given.anonymous?.parameters : undefined;
  const callable = name === undefined ? undefined : callableIn(frame, name);
  const list = parameters ?? (callable?.kind === "function" ? callable.definition[which] : undefined);
  if (list === undefined)
    throw new ScriptError("MATLAB:narginout:functionDoesnotExist", `Function '${name}' does not exist.`, place);
  const variadic = list.at(-1) === "varargin" || list.at(-1) === "varargout";
  return variadic ? -list.length : list.length;
}

function checkCount({ args, place }: Call, count: number, what: "input" | "output"): undefined {
  const [least, most] = args.map((value) => (value.kind === "numeric" ? Number(value.data[0]) : 0));
  if (count < least)
    throw new ScriptError(`MATLAB:narg${what === "input" ? "in" : "out"}chk:notEnough`, `Not enough ${what} arguments.`, place);
  if (count > most)
    throw new ScriptError(`MATLAB:narg${what === "input" ? "in" : "out"}chk:tooMany`, `Too many ${what} arguments.`, place);
  return undefined;
}

function* formatted({ args, session, place }: Call): Generator<Promise<unknown>, string, unknown> {
  const [result] = yield* session.invoke("sprintf", args.slice(1), 1, place);
  return textOf(result) ?? "";
}

/** `MException(identifier, format, …)`; the format is filled in by `sprintf`, which does not wait. */
function makeException(call: Call): Value {
  const step = formatted(call).next();
  return exception(textOf(call.args[0]) ?? "", step.done ? step.value : (textOf(call.args[1]) ?? ""));
}

function raise({ args, place }: Call): never {
  const [value] = args;
  if (value === undefined) throw new ScriptError("MATLAB:minrhs", "Not enough input arguments.", place);
  if (value.kind === "unknown")
    throw new ScriptError(
      "MATLAB:UndefinedFunction",
      `'${value.name}' is not known, so that it is no error to throw again.`,
      place,
    );
  const error = errorOfException(value);
  if (error !== undefined) throw error;
  const field = (name: string): string =>
    (value.kind === "struct" ? textOf(value.fields.get(name)?.[0] ?? text("")) : undefined) ?? "";
  throw new ScriptError(field("identifier"), field("message"), place);
}

function addPath({ library }: Machine, args: readonly Value[]): undefined {
  for (const arg of args) {
    for (const path of (textOf(arg) ?? "").split(/[;]|:(?![\\/])/).filter(Boolean)) library.folder.add(path);
  }
  library.forget();
  return undefined;
}

function hasMethod(value: Value | undefined, name: string): boolean {
  if (value?.kind === "object") return value.definition.methods.has(name);
  return value?.kind === "host" && value.operations.method?.(name) !== undefined;
}
