import type { Dim } from "../../ops/index.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Call, Value } from "../values/value.ts";
import { isEmptyArray, plainNumbers, plainText } from "./plainValues.ts";
import { dimsOf, type SymbolicNumbers } from "./symbolicNumbers.ts";
import type { TracedArray } from "./tracedArray.ts";

/** What a function on arrays that are being traced gives: arrays, sizes, or ordinary values. */
export type Result = TracedArray | SymbolicNumbers | Value;

/** A function on arrays that are being traced; its results in order, or its only one. */
export type TracedFunction = (call: Call) => Result | readonly Result[];

/** Functions by their names. */
export type Family = Readonly<Record<string, TracedFunction>>;

/** Arguments by position, and options by name in lower case. */
export interface Parted {
  readonly positional: readonly Value[];
  readonly options: ReadonlyMap<string, Value>;
}

/**
 * The arguments before the first of the names, and the pairs from there on; with `positional` at most that many are taken by position. Names may be
 * shortened.
 */
export function parted({ name, args }: Call, names: readonly string[], most = Number.POSITIVE_INFINITY): Parted {
  const begins = args.findIndex((arg, i) => i >= most || matched(plainText(arg), names) !== undefined);
  const positional = begins < 0 ? args : args.slice(0, begins);
  const options = new Map<string, Value>();
  const rest = begins < 0 ? [] : args.slice(begins);
  for (let i = 0; i < rest.length; i += 2) {
    const text = plainText(rest[i]);
    const option = matched(text, names);
    if (option === undefined || i + 1 >= rest.length) {
      throw new ScriptError(
        "layergraph:option",
        `${name}: ${text === undefined ? "an option's name was expected" : `there is no option '${text}'`}; it has ${names.join(", ")}.`,
      );
    }
    options.set(option, rest[i + 1]);
  }
  return { positional, options };
}

function matched(text: string | undefined, names: readonly string[]): string | undefined {
  if (text === undefined || text === "") return undefined;
  const lower = text.toLowerCase();
  return names.find((name) => name.toLowerCase() === lower);
}

/** A number that must be known; `what` names it in errors. */
export function knownNumber(value: Value | undefined, what: string): number {
  const plain = value && plainNumbers(value);
  if (plain?.data.length === 1) return plain.data[0];
  throw new ScriptError("layergraph:argument", `${what} must be a number that is known before data arrives.`);
}

/** Numbers that must be known. */
export function knownNumbers(value: Value | undefined, what: string): number[] {
  const plain = value && plainNumbers(value);
  if (plain) return Array.from(plain.data);
  throw new ScriptError("layergraph:argument", `${what} must be numbers that are known before data arrives.`);
}

/** A text. */
export function knownText(value: Value | undefined, what: string): string {
  const text = value && plainText(value);
  if (text !== undefined) return text;
  throw new ScriptError("layergraph:argument", `${what} must be text.`);
}

/** Sizes as functions such as `zeros` and `reshape` take them: one vector, or a number each; `[]` among numbers is undefined. */
export function sizeArguments(args: readonly Value[], name: string): (Dim | undefined)[] {
  const what = `Size arguments of ${name}`;
  if (args.length === 1) {
    const all = dimsOf(args[0], what);
    return all.length === 1 ? [all[0], all[0]] : all;
  }
  return args.map((arg) => {
    if (isEmptyArray(arg)) return undefined;
    const [size, ...more] = dimsOf(arg, what);
    if (more.length === 0) return size;
    throw new ScriptError("MATLAB:invalidSize", `${what} must be scalar, received ${more.length + 1} numbers in one.`);
  });
}
