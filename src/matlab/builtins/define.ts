import { ScriptError } from "../values/scriptError.ts";
import { unknown, unknownCall } from "../values/unknown.ts";
import type { Builtin, Call, Evaluation, Role, UnknownValue, Value } from "../values/value.ts";

/** What a built-in function is beside its name and what it computes. */
export interface Traits {
  /** How many arguments it takes; any number by default. */
  readonly least?: number;
  readonly most?: number;
  /** `computes` by default. */
  readonly role?: Role;
  readonly unknowns?: "accept";
  readonly raises?: true;
}

/** What a computation gives: one value, several, or none. */
export type Results = Value | readonly Value[];

/** Met inside an argument (an element of a cell, a field): what depends on it is unknown, too. */
export class UnknownInside extends Error {
  readonly value: UnknownValue;

  constructor(value: UnknownValue) {
    super(`internal: the unknown '${value.name}' left a built-in function`);
    this.value = value;
  }
}

/** A built-in function that computes at once. */
export function define(name: string, compute: (call: Call) => Results, traits: Traits = {}): Builtin {
  const { least = 0, most = Number.POSITIVE_INFINITY, role = "computes", unknowns, raises } = traits;
  return {
    name,
    role,
    ...(unknowns && { unknowns }),
    ...(raises && { raises }),
    call: (call) => {
      checkCount(call, least, most);
      try {
        return listed(compute(call), call.nargout);
      } catch (error) {
        return insteadOf(error, call);
      }
    },
  };
}

/** A built-in function that calls functions of the script, or waits. */
export function defineWaiting(name: string, compute: (call: Call) => Evaluation<Results>, traits: Traits = {}): Builtin {
  const { least = 0, most = Number.POSITIVE_INFINITY, role = "computes", unknowns, raises } = traits;
  return {
    name,
    role,
    ...(unknowns && { unknowns }),
    ...(raises && { raises }),
    *call(call): Evaluation<readonly Value[]> {
      checkCount(call, least, most);
      try {
        return listed(yield* compute(call), call.nargout);
      } catch (error) {
        return insteadOf(error, call);
      }
    },
  };
}

/** What a call gives that failed: unknown results where it met an unknown; and in `port`, which only needs the graph, where it is not supported. */
function insteadOf(error: unknown, call: Call): readonly Value[] {
  if (error instanceof UnknownInside) return unknownResults(call, error.value);
  if (!(error instanceof ScriptError) || call.session.mode === "run" || !notHere.has(error.identifier)) throw error;
  call.session.note({ kind: "warning", code: "unsupported-function", message: error.message, place: call.place });
  return unknownResults(call, unknown(call.name, error.message, call.place));
}

const notHere: ReadonlySet<string> = new Set(["layergraph:unsupported", "layergraph:complex"]);

/** The same computation under several names. */
export function defineAll(names: readonly string[], compute: (call: Call) => Results, traits: Traits = {}): Builtin[] {
  return names.map((name) => define(name, compute, traits));
}

/** Unknown results of a call, as many as are wanted. */
export function unknownResults(call: Call, origin?: UnknownValue): readonly Value[] {
  const result = unknownCall(call.name, call.args, call.place);
  const value = origin === undefined ? result : { ...result, reason: origin.reason, place: origin.place ?? result.place };
  return Array.from({ length: Math.max(1, call.nargout) }, () => value);
}

/** The results, no more than are wanted. */
function listed(results: Results, wanted: number): readonly Value[] {
  return Array.isArray(results) ? (results as readonly Value[]).slice(0, Math.max(1, wanted)) : [results as Value];
}

function checkCount({ args, place }: Call, least: number, most: number): void {
  if (args.length < least) throw new ScriptError("MATLAB:minrhs", "Not enough input arguments.", place);
  if (args.length > most) throw new ScriptError("MATLAB:maxrhs", "Too many input arguments.", place);
}
