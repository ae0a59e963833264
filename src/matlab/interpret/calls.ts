import { answered, withSizeOfCall } from "../builtins/unknownCalls.ts";
import type { Argument, Place } from "../syntax/ast.ts";
import { describeValue } from "../values/describe.ts";
import { ScriptError } from "../values/scriptError.ts";
import { firstUnknown, unknown, unknownCall } from "../values/unknown.ts";
import type { Builtin, Call, Evaluation, HandleValue, Value } from "../values/value.ts";
import type { Callable, UserClass } from "./code.ts";
import { located } from "./exceptions.ts";
import { callableIn } from "./lookup.ts";
import type { Frame } from "./machine.ts";
import { Scope } from "./scope.ts";
import { after, type Step, Waiting } from "./step.ts";
import { isPassedOver, standIn } from "./tolerance.ts";
import { unrecognized } from "./unrecognized.ts";

/** Calls a function by its name as seen from a frame: methods of the arguments first, then the script's own functions, then built-ins. */
export function callNamed(
  frame: Frame,
  name: string,
  args: readonly Value[],
  nargout: number,
  place: Place,
): Step<readonly Value[]> {
  const callable = callableIn(frame, name);
  const isLocal = callable?.kind === "function" && callable.file === frame.file && callable.owner === undefined;
  if (!isLocal) {
    const method = methodCall(frame, name, args, nargout, place);
    if (method !== undefined) return method;
  }
  if (callable === undefined) return unrecognized(frame, name, args, nargout, place);
  return call(frame, callable, name, args, nargout, place);
}

function call(
  frame: Frame,
  callable: Callable,
  name: string,
  args: readonly Value[],
  nargout: number,
  place: Place,
): Step<readonly Value[]> {
  const { machine } = frame;
  switch (callable.kind) {
    case "function":
      machine.written = undefined;
      return machine.callFunction(frame, callable, args, nargout, place);
    case "class":
      return after(machine.construct(frame, callable, args, place), (object) => [object]);
    case "script":
      return new Waiting(runInside(frame, callable));
    default:
      return callBuiltin(frame, callable.builtin, name, args, nargout, place);
  }
}

/** Runs another script's statements in the variables of this frame. */
function* runInside(frame: Frame, { file }: Extract<Callable, { kind: "script" }>): Evaluation<readonly Value[]> {
  frame.machine.meter.enter(frame.depth + 1);
  yield* frame.machine.run({ ...frame, file, depth: frame.depth + 1 }, file.program.statements);
  return [];
}

/** The method of that name which the first argument that has one brings along. */
function methodCall(
  frame: Frame,
  name: string,
  args: readonly Value[],
  nargout: number,
  place: Place,
): Step<readonly Value[]> | undefined {
  for (const arg of args) {
    if (arg.kind === "object") {
      const method = (arg.definition as UserClass).methodTable.get(name);
      if (method !== undefined) return frame.machine.callFunction(frame, method, args, nargout, place);
    }
    const operations = arg.kind === "host" ? arg.operations : arg.kind === "object" ? arg.definition.operations : undefined;
    const builtin = operations?.method?.(name);
    if (builtin !== undefined) return callBuiltin(frame, builtin, name, args, nargout, place);
  }
  return undefined;
}

/** Calls a built-in function; unknown arguments make unknown results where it does not take them itself. */
export function callBuiltin(
  frame: Frame,
  builtin: Builtin,
  name: string,
  given: readonly Value[],
  nargout: number,
  place: Place,
): Step<readonly Value[]> {
  const { machine } = frame;
  const names = machine.written && namesIn(machine.written, given.length);
  machine.written = undefined;
  machine.journal.did(builtin.role);
  if (builtin.unknowns !== "accept" && firstUnknown(given) !== undefined) {
    if (nargout === 0 && builtin.role !== "computes") return [];
    const answer = answered(name, { args: given, nargout });
    if (answer !== undefined) return answer;
    const result = unknownCall(name, given, place);
    const first = withSizeOfCall(result, name, given);
    return Array.from({ length: Math.max(1, nargout) }, (_, i) => (i === 0 ? first : result));
  }
  machine.meter.step(1);
  machine.frame = frame;
  const args = given.some(({ kind }) => kind === "host") ? given.map((value) => plainly(value, builtin, name)) : given;
  try {
    const results = builtin.call({ name, args, nargout, place, session: machine.session, ...(names && { names }) });
    return isResults(results) ? wanted(results, nargout) : new Waiting(guarded(frame, builtin, results, given, nargout, place));
  } catch (error) {
    return instead(frame, builtin, given, nargout, place, error);
  }
}

/** What stands for the results of a call that failed, where it may be passed over; else the error goes up with its place. */
function instead(
  frame: Frame,
  builtin: Builtin,
  args: readonly Value[],
  nargout: number,
  place: Place,
  thrown: unknown,
): readonly Value[] {
  const error = located(faultOf(frame.machine.meter.translated(thrown), builtin, args), place);
  const result = standIn(frame, error, builtin.name, place, isPassedOver(frame, builtin, args, place));
  if (result === undefined) throw error;
  if (nargout === 0 && builtin.role !== "computes") return [];
  const named = unknownCall(builtin.name, args, place);
  return Array.from({ length: Math.max(1, nargout) }, () => ({ ...result, name: named.name }));
}

/** A fault of this library in a built-in function, as an error that says which call shows it; other errors as they are. */
function faultOf(thrown: unknown, { name }: Builtin, args: readonly Value[]): unknown {
  if (!(thrown instanceof TypeError || thrown instanceof RangeError || thrown instanceof SyntaxError)) return thrown;
  const given = args.map(describeValue).join(", ");
  const message = `'${name}' given (${given}) fails by a fault of layergraph: ${thrown.message}. Please report it; other arguments may work.`;
  return new ScriptError("layergraph:fault", message);
}

/** The variables that the arguments of a written call are; none where a comma list or `Name=value` stands among them. */
function namesIn(written: readonly Argument[], count: number): readonly (string | undefined)[] | undefined {
  if (written.length !== count) return undefined;
  return written.map(({ name, value }) => (name === undefined && value.kind === "name" ? value.name : undefined));
}

function isResults(results: ReturnType<Builtin["call"]>): results is readonly Value[] {
  return Array.isArray(results);
}

/** As many results as the caller takes: a built-in function may give more. */
function wanted(results: readonly Value[], nargout: number): readonly Value[] {
  const most = Math.max(1, nargout);
  return results.length > most ? results.slice(0, most) : results;
}

function* guarded(
  frame: Frame,
  builtin: Builtin,
  evaluation: Evaluation<readonly Value[]>,
  args: readonly Value[],
  nargout: number,
  place: Place,
): Evaluation<readonly Value[]> {
  try {
    return wanted(yield* evaluation, nargout);
  } catch (error) {
    return instead(frame, builtin, args, nargout, place, error);
  }
}

/** What a host value without a method of this name gives to a built-in function in its place. */
function plainly(value: Value, builtin: Builtin, name: Call["name"]): Value {
  if (value.kind !== "host" || value.operations.plain === undefined || value.operations.method?.(name) === builtin) return value;
  return value.operations.plain(value) ?? value;
}

/** Calls a function handle, or a function by its name as text. */
export function callHandle(
  frame: Frame,
  handle: Value,
  args: readonly Value[],
  nargout: number,
  place: Place,
): Step<readonly Value[]> {
  if (handle.kind === "unknown")
    return Array.from({ length: Math.max(1, nargout) }, () => unknown(`${handle.name}(…)`, handle.reason, handle.place));
  if (handle.kind !== "handle")
    throw new ScriptError(
      "MATLAB:UndefinedFunction",
      `A function handle was expected; received ${describeValue(handle)}.`,
      place,
    );
  const home = handle.home as Frame | undefined;
  if (handle.anonymous !== undefined) return callAnonymous(frame, home ?? frame, handle, args, nargout);
  const from = home === undefined ? frame : { ...home, depth: frame.depth, ends: [] };
  return callNamed(from, handle.name!, args, nargout, place);
}

function callAnonymous(
  frame: Frame,
  home: Frame,
  { anonymous, captured }: HandleValue,
  args: readonly Value[],
  nargout: number,
): Step<readonly Value[]> {
  const { parameters, body, place } = anonymous!;
  const { machine } = frame;
  const variadic = parameters.at(-1) === "varargin";
  if (args.length > parameters.length && !variadic)
    throw new ScriptError("MATLAB:TooManyInputs", "Error using anonymous function\nToo many input arguments.", place);
  const variables = new Map(captured);
  const named = variadic ? parameters.slice(0, -1) : parameters;
  for (const [i, name] of named.entries()) if (name !== undefined && i < args.length) variables.set(name, args[i]);
  if (variadic) variables.set("varargin", cellRow(args.slice(named.length)));
  const depth = frame.depth + 1;
  machine.meter.enter(depth);
  const missing = named.slice(args.length).filter((name) => name !== undefined);
  const inner: Frame = {
    ...home,
    scope: new Scope(variables),
    depth,
    nargin: args.length,
    nargout,
    caller: frame,
    ends: [],
    missing: new Set(missing),
  };
  return machine.evaluateAll(inner, body, nargout);
}

function cellRow(elements: readonly Value[]): Value {
  return { kind: "cell", size: elements.length === 0 ? [0, 0] : [1, elements.length], elements };
}
