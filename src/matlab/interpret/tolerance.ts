import type { Place } from "../syntax/ast.ts";
import type { ScriptError } from "../values/scriptError.ts";
import { unknown } from "../values/unknown.ts";
import type { Builtin, UnknownValue, Value } from "../values/value.ts";
import { scriptErrorOf } from "./exceptions.ts";
import type { Frame } from "./machine.ts";
import { isSpent } from "./meter.ts";

/** Errors that say what this library lacks, not what is wrong with the script. */
const lacks: ReadonlySet<string> = new Set(
  [
    "unsupported",
    "unsupportedTarget",
    "complex",
    "hostOperation",
    "objectArray",
    "waits",
    "matrixPower",
    "concatenation",
    "fault",
  ].map((name) => `layergraph:${name}`),
);

/** Errors of a script's own checks of its arguments, which it may count on. */
const checks = /^MATLAB:(InputParser|validators|functionValidation|assertion|Containers|nonExistentField)/;

/** Whether an error says what this library lacks. */
export function isNotHere(error: ScriptError): boolean {
  return lacks.has(error.identifier);
}

/**
 * What stands for a result that could not be computed while a script is ported, where only the graph is wanted: an unknown value, and a
 * warning that tells the error. Undefined where the error must go up: when the script is run, and when the error is not about what is lacking here.
 *
 * @param name what the result is called in the report
 */
export function standIn(
  frame: Frame,
  thrown: unknown,
  name: string,
  place: Place,
  accepts: (error: ScriptError) => boolean = isNotHere,
): UnknownValue | undefined {
  const { journal, meter, options } = frame.machine;
  if (options.mode === "run") return undefined;
  const error = scriptErrorOf(meter.translated(thrown));
  if (error === undefined || isSpent(error) || !accepts(error)) return undefined;
  journal.unsupported(error.message);
  journal.warn("unsupported", error.message, error.place ?? place);
  return unknown(name, error.message, place);
}

/**
 * Whether a call of a built-in function that failed is passed over while a script is ported: it builds nothing, takes no
 * layers, graphs or traced arrays, the error is its own, no `try` of the script waits for it, and it is no check that the script makes on purpose.
 */
export function isPassedOver(
  frame: Frame,
  builtin: Builtin,
  args: readonly Value[],
  place: Place,
): (error: ScriptError) => boolean {
  const ofKnown = args.some((value) => value.kind === "host" && !isOpen(value));
  return (error) => {
    if (ofKnown) return false;
    if (isNotHere(error)) return builtin.role !== "network";
    if (builtin.role === "network" || builtin.trains !== undefined || builtin.raises || frame.machine.tries > 0) return false;
    const own = error.place === undefined || error.place === place;
    return own && !checks.test(error.identifier) && !error.identifier.startsWith("layergraph:quit");
  };
}

/** Whether what a value lacks may be lacking only here: data, times, tables and the like, of which not all is known. */
export function isOpen(value: Value | undefined): boolean {
  return value?.kind === "host" && value.operations.complete !== true;
}

/** What `compute` gives, or an unknown where it fails and one of the values is not wholly known here. */
export function onOpen<T>(
  frame: Frame,
  values: readonly (Value | undefined)[],
  place: Place,
  name: () => string,
  compute: () => T,
): T | UnknownValue {
  if (frame.machine.options.mode === "run" || !values.some(isOpen)) return compute();
  try {
    return compute();
  } catch (error) {
    const unknownHere = standIn(frame, error, name(), place, () => frame.machine.tries === 0);
    if (unknownHere === undefined) throw error;
    return unknownHere;
  }
}
