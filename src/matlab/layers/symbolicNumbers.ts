import {
  addDims,
  ceilDivide,
  type Dim,
  floorDivide,
  concatenate as joined,
  maxDims,
  multiply,
  multiplyDims,
  reshape,
  scalar,
  sizeValue,
  subtractDims,
} from "../../ops/index.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Value } from "../values/value.ts";
import { exactQuotient } from "./dimQuotient.ts";
import { doubleArray, notTraced, plainNumbers } from "./plainValues.ts";
import { fromStored, type TracedArray } from "./tracedArray.ts";

/** A size, or a number computed from sizes: `numerator / divisor`. Where the numerator is a number, the divisor is 1. */
export interface SizeNumber {
  readonly numerator: Dim;
  readonly divisor: number;
}

/** A matrix of numbers some of which are known only when data arrives, such as what `size(X)` gives; column-major. */
export class SymbolicNumbers {
  readonly size: readonly [rows: number, columns: number];
  readonly elements: readonly SizeNumber[];

  constructor(size: readonly [number, number], elements: readonly SizeNumber[]) {
    this.size = size;
    this.elements = elements;
  }
}

/** Whether a value holds sizes that are known only when data arrives. */
export function symbolicOf(value: Value | ":"): SymbolicNumbers | undefined {
  return typeof value === "object" && value.kind === "host" && value.content instanceof SymbolicNumbers
    ? value.content
    : undefined;
}

/** One number as an element. */
export function sizeNumber(numerator: Dim, divisor = 1): SizeNumber {
  if (typeof numerator === "number") return { numerator: numerator / divisor, divisor: 1 };
  const exact = exactQuotient(numerator, divisor);
  return exact === undefined ? { numerator, divisor } : { numerator: exact, divisor: 1 };
}

/** Symbolic numbers of one row; ordinary ones where all are known. */
export function numbersRow(elements: readonly (Dim | SizeNumber)[]): SymbolicNumbers | Value {
  return simplest(
    [1, elements.length],
    elements.map((e) => (typeof e === "object" && "numerator" in e ? e : sizeNumber(e))),
  );
}

/** Symbolic numbers, or an ordinary array where all are known. */
export function simplest(size: readonly [number, number], elements: readonly SizeNumber[]): SymbolicNumbers | Value {
  const known = elements.map(({ numerator }) => numerator);
  return known.every((n) => typeof n === "number") ? doubleArray(size, known) : new SymbolicNumbers(size, elements);
}

/** A matrix of numbers, known or not; undefined for anything else. */
export function matrixOf(value: Value): SymbolicNumbers | undefined {
  const symbolic = symbolicOf(value);
  if (symbolic) return symbolic;
  const plain = plainNumbers(value);
  if (!plain || plain.size.length > 2) return undefined;
  return new SymbolicNumbers(
    [plain.size[0], plain.size[1]],
    Array.from(plain.data, (n) => sizeNumber(n)),
  );
}

/** The whole numbers that a value holds, as sizes; `what` says in errors what they were wanted for. */
export function dimsOf(value: Value, what: string): Dim[] {
  const found = matrixOf(value);
  if (!found) throw new ScriptError("layergraph:size", `${what} must be whole numbers.`);
  return found.elements.map(({ numerator, divisor }) => {
    if (divisor === 1 && !(typeof numerator === "number" && !Number.isInteger(numerator))) return numerator;
    const text = divisor === 1 ? String(numerator) : `(${numerator})/${divisor}`;
    throw new ScriptError("MATLAB:NonIntegerInput", `${what} must be whole numbers, but one is ${text}.`);
  });
}

/** The whole number that a value is, as a size. */
export function dimFrom(value: Value, what: string): Dim {
  const all = dimsOf(value, what);
  if (all.length === 1) return all[0];
  throw new ScriptError("layergraph:size", `${what} must be a single number, received ${all.length}.`);
}

/** The numbers as an array that can be computed with. */
export function tracedNumbers({ size, elements }: SymbolicNumbers): TracedArray {
  const parts = elements.map(({ numerator, divisor }) => {
    const value = typeof numerator === "number" ? scalar(numerator) : sizeValue(numerator);
    return reshape(divisor === 1 ? value : multiply(value, 1 / divisor), [1]);
  });
  return fromStored(reshape(joined(parts, 0), [size[1], size[0]]));
}

type Combine = (a: SizeNumber, b: SizeNumber) => SizeNumber | boolean | undefined;

const difference = (a: SizeNumber, b: SizeNumber): SizeNumber =>
  sizeNumber(subtractDims(scaled(a.numerator, b.divisor), scaled(b.numerator, a.divisor)), a.divisor * b.divisor);

const rules: Readonly<Record<string, Combine>> = {
  "+": (a, b) => sizeNumber(addDims(scaled(a.numerator, b.divisor), scaled(b.numerator, a.divisor)), a.divisor * b.divisor),
  "-": difference,
  "*": product,
  ".*": product,
  "/": ratio,
  "./": ratio,
  "^": power,
  ".^": power,
  "==": (a, b) => compared(a, b, (sign) => sign === 0),
  "~=": (a, b) => compared(a, b, (sign) => sign !== 0),
  "<": (a, b) => compared(a, b, (sign) => sign < 0),
  "<=": (a, b) => compared(a, b, (sign) => sign <= 0),
  ">": (a, b) => compared(a, b, (sign) => sign > 0),
  ">=": (a, b) => compared(a, b, (sign) => sign >= 0),
  max: (a, b) => larger(a, b),
  min: (a, b) => negated(larger(negated(a), negated(b))),
  floor: (a) => whole(a, floorDivide),
  fix: (a) => whole(a, floorDivide),
  ceil: (a) => whole(a, ceilDivide),
  round: (a) => whole(sizeNumber(addDims(scaled(a.numerator, 2), a.divisor), 2 * a.divisor), floorDivide),
  mod: remainder,
  rem: remainder,
};

/**
 * Arithmetic and comparisons on sizes: the numbers, truth values, or undefined where the result is no number that can be told from sizes alone, so that
 * it must be computed with the data.
 */
export function combined(rule: string, a: SymbolicNumbers, b: SymbolicNumbers = a): SymbolicNumbers | Value | undefined {
  const combine = rules[rule];
  const count = Math.max(a.elements.length, b.elements.length);
  const one = a.elements.length === 1 || b.elements.length === 1;
  if (!combine || (!one && a.size.join() !== b.size.join())) return undefined;
  if ((rule === "*" || rule === "/") && !one) return undefined;
  const size = a.elements.length >= b.elements.length ? a.size : b.size;
  const results = Array.from({ length: count }, (_, i) =>
    combine(a.elements[a.elements.length === 1 ? 0 : i], b.elements[b.elements.length === 1 ? 0 : i]),
  );
  if (results.some((result) => result === undefined)) return undefined;
  if (results.every((result) => typeof result === "boolean"))
    return { kind: "logical", size, data: Uint8Array.from(results, Number) };
  return simplest(size, results as SizeNumber[]);
}

function scaled(dim: Dim, factor: number): Dim {
  return factor === 1 ? dim : multiplyDims(dim, factor);
}

function product(a: SizeNumber, b: SizeNumber): SizeNumber | undefined {
  if (typeof a.numerator === "number" && typeof b.numerator === "number") return sizeNumber(a.numerator * b.numerator);
  for (const [x, y] of [
    [a, b],
    [b, a],
  ]) {
    if (typeof x.numerator !== "number" || Number.isInteger(x.numerator)) continue;
    const inverse = 1 / x.numerator;
    return Number.isInteger(inverse) ? sizeNumber(y.numerator, y.divisor * inverse) : undefined;
  }
  return sizeNumber(multiplyDims(a.numerator, b.numerator), a.divisor * b.divisor);
}

function ratio(a: SizeNumber, b: SizeNumber): SizeNumber | undefined {
  if (typeof a.numerator === "number" && typeof b.numerator === "number") return sizeNumber(a.numerator / b.numerator);
  if (typeof b.numerator === "number") {
    return Number.isInteger(b.numerator) && b.numerator > 0
      ? sizeNumber(a.numerator, a.divisor * b.numerator)
      : product(a, sizeNumber(1 / b.numerator));
  }
  if (typeof a.numerator === "number" && !Number.isInteger(a.numerator)) return undefined;
  const exact = exactQuotient(scaled(a.numerator, b.divisor), b.numerator);
  return exact === undefined ? undefined : sizeNumber(exact, a.divisor);
}

function power(a: SizeNumber, b: SizeNumber): SizeNumber | undefined {
  const { numerator: exponent } = b;
  if (typeof a.numerator === "number" && typeof exponent === "number") return sizeNumber(a.numerator ** exponent);
  if (exponent !== 2 && exponent !== 1) return undefined;
  return exponent === 1 ? a : product(a, a);
}

function negated({ numerator, divisor }: SizeNumber): SizeNumber {
  return sizeNumber(multiplyDims(numerator, -1), divisor);
}

function larger(a: SizeNumber, b: SizeNumber): SizeNumber {
  const [x, y] = [scaled(a.numerator, b.divisor), scaled(b.numerator, a.divisor)];
  return sizeNumber(maxDims(x, y), a.divisor * b.divisor);
}

function whole({ numerator, divisor }: SizeNumber, divide: (a: Dim, divisor: number) => Dim): SizeNumber {
  if (typeof numerator === "number") return sizeNumber(divide === ceilDivide ? Math.ceil(numerator) : Math.floor(numerator));
  return sizeNumber(divide(numerator, divisor));
}

function remainder(a: SizeNumber, b: SizeNumber): SizeNumber | undefined {
  const quotient = ratio(a, b);
  const times = quotient && product(whole(quotient, floorDivide), b);
  return times && difference(a, times);
}

/**
 * How two sizes compare for all data. A size is at least 1: what the layer does for one step or observation alone is never what it does for the others, so
 * a symbol counts as more than 1. Where that does not decide it, the layer would be another one for other data, and is refused.
 */
function compared(a: SizeNumber, b: SizeNumber, holds: (sign: number) => boolean): boolean {
  const { numerator } = difference(a, b);
  const sign = signOf(numerator);
  if (sign !== undefined) return holds(sign);
  const [left, right] = [a, b].map(({ numerator: n, divisor }) => (divisor === 1 ? `${n}` : `(${n})/${divisor}`));
  throw notTraced(
    `Whether ${left} is more or less than ${right} depends on the data; a layer is traced once for data of all sizes.`,
    "Write it without the condition.",
  );
}

/** The sign for all symbols of at least 2; undefined where it differs. */
function signOf(dim: Dim): number | undefined {
  if (typeof dim === "number") return Math.sign(dim);
  const positive = dim.terms.every(({ factor }) => factor > 0);
  const negative = dim.terms.every(({ factor }) => factor < 0);
  const least = dim.terms.reduce(
    (sum, { factor, atoms }) => sum + factor * (atoms.every((a) => a.kind === "symbol") ? 2 ** atoms.length : 0),
    dim.constant,
  );
  if (positive && least > 0) return 1;
  return negative && least < 0 ? -1 : undefined;
}
