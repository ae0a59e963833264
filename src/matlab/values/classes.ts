import { numericArrays as arrays } from "../../data/matNumbers.ts";
import type { MatNumeric, MatSize, NumericClass, NumericData } from "../../data/matValues.ts";
import { type Charge, chargeArray } from "./shape.ts";
import type { Value } from "./value.ts";

/** All numeric classes, floating point first. */
export const numericClasses = Object.keys(arrays) as readonly NumericClass[];

/** Whether a name is a numeric class. */
export function isNumericClass(name: string): name is NumericClass {
  return Object.hasOwn(arrays, name);
}

/** Whether a numeric class holds whole numbers only. */
export function isIntegerClass(name: NumericClass): boolean {
  return name !== "double" && name !== "single";
}

/** The bytes of one element. */
export function bytesOf(name: NumericClass): number {
  return arrays[name].BYTES_PER_ELEMENT;
}

/** Zeros for an array of this class and size, counted before they are made. */
export function storage(name: NumericClass, size: MatSize, charge?: Charge): NumericData {
  return new arrays[name](chargeArray(size, bytesOf(name), charge));
}

/** The least and greatest numbers of an integer class (`intmin`, `intmax`); for 64 bits as bigint. */
export function integerLimits(name: NumericClass): readonly [number, number] | readonly [bigint, bigint] {
  if (name === "int64") return [-(2n ** 63n), 2n ** 63n - 1n];
  if (name === "uint64") return [0n, 2n ** 64n - 1n];
  const bits = 8 * bytesOf(name);
  return name.startsWith("u") ? [0, 2 ** bits - 1] : [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
}

/** MATLAB's `round`: halves go away from zero. */
export function roundHalfAway(x: number): number {
  const whole = Math.trunc(x);
  return Math.abs(x - whole) >= 0.5 ? whole + Math.sign(x) : whole;
}

/** A number as an element of a 64-bit class: rounded and saturated; NaN is 0. */
export function bigElement(x: number | bigint, name: "int64" | "uint64"): bigint {
  const [least, greatest] = integerLimits(name) as readonly [bigint, bigint];
  if (typeof x === "number") {
    if (Number.isNaN(x)) return 0n;
    if (!Number.isFinite(x)) return x > 0 ? greatest : least;
    return bigElement(BigInt(roundHalfAway(x)), name);
  }
  return x < least ? least : x > greatest ? greatest : x;
}

/** Numbers as elements of a class: integers are rounded and saturated (NaN is 0), `single` is rounded to its precision. */
export function elementsOf(from: ArrayLike<number>, name: NumericClass, size: MatSize, charge?: Charge): NumericData {
  const data = storage(name, size, charge);
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    for (let i = 0; i < from.length; i++) data[i] = bigElement(from[i], name as "int64" | "uint64");
  } else if (isIntegerClass(name)) {
    const [least, greatest] = integerLimits(name) as readonly [number, number];
    for (let i = 0; i < from.length; i++) {
      const x = roundHalfAway(from[i]);
      data[i] = Math.min(Math.max(x, least), greatest);
    }
  } else {
    data.set(from);
  }
  return data;
}

/** The elements of a numeric array as numbers: the array itself, except for 64-bit integers, which are rounded to double precision. */
export function plainNumbers(data: NumericData): Exclude<NumericData, BigInt64Array | BigUint64Array> {
  return data instanceof BigInt64Array || data instanceof BigUint64Array ? Float64Array.from(data, Number) : data;
}

/** The numeric array in another class. */
export function castNumeric(value: MatNumeric, name: NumericClass, charge?: Charge): MatNumeric {
  if (value.class === name) return value;
  const cast = (data: NumericData): NumericData => castData(data, name, value.size, charge);
  const imaginary = value.imaginary === undefined ? {} : { imaginary: cast(value.imaginary) };
  return { kind: "numeric", class: name, size: value.size, data: cast(value.data), ...imaginary };
}

function castData(data: NumericData, name: NumericClass, size: MatSize, charge?: Charge): NumericData {
  const big = data instanceof BigInt64Array || data instanceof BigUint64Array;
  if (!big || (name !== "int64" && name !== "uint64")) return elementsOf(plainNumbers(data), name, size, charge);
  const result = storage(name, size, charge);
  for (let i = 0; i < data.length; i++) result[i] = bigElement(data[i], name);
  return result;
}

/**
 * MATLAB's `class` of a value.
 * @example classOf(number(3)) // "double"
 */
export function classOf(value: Value): string {
  switch (value.kind) {
    case "numeric":
      return value.class;
    case "handle":
      return "function_handle";
    case "object":
      return value.className;
    case "host":
      return value.operations.className;
    default:
      return value.kind;
  }
}
