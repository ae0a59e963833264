import { type MatSize, numberOfElements } from "../../data/matValues.ts";
import { classOf } from "../values/classes.ts";
import { integerOf, scalarOf, textOf, textsOf } from "../values/convert.ts";
import { describeValue } from "../values/describe.ts";
import { ScriptError } from "../values/scriptError.ts";
import { chargeArray } from "../values/shape.ts";
import type { Call, CellValue, HandleValue, StructValue, Value } from "../values/value.ts";
import { type Numbers, numbersIn } from "./arrays.ts";
import { UnknownInside } from "./define.ts";

/** Throws one of the errors that a script can catch. */
export function fail(call: Call, identifier: string, message: string): never {
  throw new ScriptError(identifier, message, call.place);
}

/** MATLAB's refusal of a class of arguments. */
export function refuseType(call: Call, value: Value): never {
  if (value.kind === "unknown") throw new UnknownInside(value);
  return fail(
    call,
    "MATLAB:UndefinedFunction",
    `Undefined function '${call.name}' for input arguments of type '${classOf(value)}'.`,
  );
}

/** An argument (from 0), which must be there. */
export function argument(call: Call, i: number): Value {
  return call.args[i] ?? fail(call, "MATLAB:minrhs", "Not enough input arguments.");
}

/** An argument that is a real numeric, logical or char array. */
export function numbersAt(call: Call, i: number): Numbers {
  return numbersFrom(call, argument(call, i));
}

/** The numbers of a value that must be a real numeric, logical or char array. */
export function numbersFrom(call: Call, value: Value): Numbers {
  const found = numbersIn(value);
  if (found !== undefined) return found;
  if (value.kind === "numeric")
    return fail(call, "layergraph:complex", `${call.name} of complex numbers is not supported; it is for real ones.`);
  return refuseType(call, value);
}

/** An argument that is one number, or `fallback` where it is left out or `[]`. */
export function scalarAt(call: Call, i: number, fallback?: number): number {
  const value = call.args[i];
  if (fallback !== undefined && (value === undefined || isEmptyMatrix(value))) return fallback;
  const found = scalarOf(argument(call, i));
  if (found !== undefined) return found;
  return refuse(call, i, "a scalar number");
}

/** An argument that is one whole number, or `fallback` where it is left out or `[]`. */
export function wholeAt(call: Call, i: number, fallback?: number): number {
  const value = call.args[i];
  if (fallback !== undefined && (value === undefined || isEmptyMatrix(value))) return fallback;
  return integerOf(argument(call, i)) ?? refuse(call, i, "a scalar integer");
}

/** Arrays have no more dimensions than this: the length along a later one is 1, as along this one. */
const mostDimensions = 64;

/** A dimension given as an argument, counted from 0 here. */
export function dimensionAt(call: Call, i: number): number {
  const dimension = scalarOf(argument(call, i));
  if (dimension === undefined) return refuseDimension(call);
  return dimensionFrom(call, dimension);
}

/** Dimensions given as an argument, at least one, counted from 0 here, each once. */
export function dimensionsAt(call: Call, i: number): readonly number[] {
  const dimensions = new Set(Array.from(numbersAt(call, i).data, (dimension) => dimensionFrom(call, dimension)));
  return dimensions.size === 0 ? refuseDimension(call) : [...dimensions];
}

function dimensionFrom(call: Call, dimension: number): number {
  return Number.isInteger(dimension) && dimension >= 1 ? Math.min(dimension, mostDimensions) - 1 : refuseDimension(call);
}

function refuseDimension(call: Call): never {
  return fail(
    call,
    "MATLAB:getdimarg:dimensionMustBePositiveInteger",
    "Dimension argument must be a positive integer scalar within indexing range.",
  );
}

/** An argument that is a char row or a string scalar. */
export function textAt(call: Call, i: number): string {
  return textOf(argument(call, i)) ?? refuse(call, i, "a character vector or string scalar");
}

/** An argument that is a char array, a string array or a cell array of texts. */
export function textsAt(call: Call, i: number): readonly string[] {
  const value = argument(call, i);
  if (value.kind !== "categorical") {
    const found = textsOf(value);
    if (found !== undefined) return found;
  }
  return refuse(call, i, "a string array, character vector, or cell array of character vectors");
}

/** An argument that is a cell array. */
export function cellAt(call: Call, i: number): CellValue {
  const value = argument(call, i);
  return value.kind === "cell" ? value : refuse(call, i, "a cell array");
}

/** An argument that is a struct. */
export function structAt(call: Call, i: number): StructValue {
  const value = argument(call, i);
  return value.kind === "struct" ? value : refuse(call, i, "a structure");
}

/** An argument that is a function: a handle, or a name. */
export function functionAt(call: Call, i: number): HandleValue | string {
  const value = argument(call, i);
  if (value.kind === "handle") return value;
  return textOf(value) ?? refuse(call, i, "a function handle");
}

/** Refuses an argument: what was expected, what came. */
export function refuse(call: Call, i: number, expected: string): never {
  const value = argument(call, i);
  if (value.kind === "unknown") throw new UnknownInside(value);
  if (value.kind === "cell") for (const each of value.elements) if (each.kind === "unknown") throw new UnknownInside(each);
  return fail(
    call,
    `MATLAB:${call.name}:InvalidInput`,
    `Error using ${call.name}\nArgument ${i + 1} must be ${expected}, but it is ${describeValue(value)}.`,
  );
}

/** A text argument with this content, whatever its case. */
export function isOption(value: Value | undefined, name: string): boolean {
  return value !== undefined && textOf(value)?.toLowerCase() === name.toLowerCase();
}

/** Whether a value is a numeric array without elements. */
export function isEmptyMatrix(value: Value): boolean {
  return value.kind === "numeric" && value.data.length === 0;
}

/** The arguments without the options at their end that are named here, and which of them were there. */
export function withoutFlags(call: Call, names: readonly string[]): { call: Call; flags: ReadonlySet<string> } {
  const flags = new Set<string>();
  const args = call.args.filter((value, i) => {
    const name = i > 0 && (value.kind === "char" || value.kind === "string") ? textOf(value)?.toLowerCase() : undefined;
    const known = names.find((each) => each.toLowerCase() === name);
    if (known !== undefined) flags.add(known);
    return known === undefined;
  });
  return { call: { ...call, args }, flags };
}

/** Name-value arguments from position `from` on: names in any case, as they are listed here. */
export function namedOptions(call: Call, from: number, names: readonly string[]): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>();
  for (let i = from; i < call.args.length; i += 2) {
    const given = textAt(call, i);
    const name = names.find((each) => each.toLowerCase() === given.toLowerCase());
    if (name === undefined)
      fail(
        call,
        `MATLAB:${call.name}:UnknownOption`,
        `${call.name} does not know the option '${given}'; it has ${names.join(", ")}.`,
      );
    if (i + 1 >= call.args.length)
      fail(call, `MATLAB:${call.name}:MissingValue`, `${call.name}: no value follows the option '${given}'.`);
    found.set(name, call.args[i + 1]);
  }
  return found;
}

/** Counts an array of this size against the budgets before it is made. */
export function reserve(call: Call, size: MatSize, bytesPerElement = 8): number {
  return chargeArray(size, bytesPerElement, call.session.charge);
}

/** Counts work on so many elements. */
export function chargeWork(call: Call, size: MatSize): void {
  call.session.charge({ steps: Math.ceil(numberOfElements(size) / 16) });
}
