import { type MatSize, type NumericClass, numberOfElements } from "../../data/matValues.ts";
import { isIntegerClass, isNumericClass } from "../values/classes.ts";
import { logicals, numbers } from "../values/construct.ts";
import { numbersOf } from "../values/convert.ts";
import { isArrayValue, picked, textOfUnits, withSize } from "../values/elements.ts";
import { ScriptError } from "../values/scriptError.ts";
import { canonicalSize } from "../values/shape.ts";
import type { Value } from "../values/value.ts";

/** The class of an array that numbers can be taken from. */
export type ElementClass = NumericClass | "logical" | "char";

/** Real numbers in column-major order, whatever class they were stored in. */
export interface Numbers {
  readonly size: MatSize;
  /** May be the value's own: never written to. */
  readonly data: ArrayLike<number>;
  readonly class: ElementClass;
}

/** The real numbers of a numeric, logical or char array; undefined for everything else, complex numbers included. */
export function numbersIn(value: Value): Numbers | undefined {
  const data = numbersOf(value);
  if (data === undefined || (value.kind !== "numeric" && value.kind !== "logical" && value.kind !== "char")) return undefined;
  return { size: value.size, data, class: value.kind === "numeric" ? value.class : value.kind };
}

/** An array of this class; integers are rounded and saturated, as MATLAB does. */
export function arrayOf(size: MatSize, data: ArrayLike<number>, name: ElementClass = "double"): Value {
  if (name === "logical") return logicals(size, data);
  if (name === "char") return { kind: "char", size: canonicalSize(size), text: textOfUnits(Uint16Array.from(data)) };
  return numbers(size, data, name);
}

/** Whether a class name is one of the integers. */
export function isInteger(name: string): boolean {
  return isNumericClass(name) && isIntegerClass(name);
}

/** The class that arithmetic on a class gives: logical and char become double. */
export function arithmeticClass(name: ElementClass): NumericClass {
  return name === "logical" || name === "char" ? "double" : name;
}

/** The first dimension (from 0) that is not 1; 0 where all are. */
export function firstDimension(size: MatSize): number {
  return Math.max(
    0,
    size.findIndex((length) => length !== 1),
  );
}

/** How an array falls apart along a dimension (from 0). */
export interface Lines {
  /** The distance between neighbours in a line. */
  readonly stride: number;
  readonly length: number;
  /** Where each line begins, in order. */
  readonly starts: Int32Array;
}

/** The lines of an array along a dimension: element k of a line is at `start + stride * k`. */
export function linesAlong(size: MatSize, dimension: number): Lines {
  const stride = numberOfElements(size.slice(0, dimension));
  const length = size[dimension] ?? 1;
  const starts = new Int32Array(stride * numberOfElements(size.slice(dimension + 1)));
  for (let i = 0; i < starts.length; i++) starts[i] = (i % stride) + Math.floor(i / stride) * stride * length;
  return { stride, length, starts };
}

/** A size with one of its lengths (dimension from 0) replaced. */
export function withLength(size: MatSize, dimension: number, length: number): MatSize {
  const changed = [...size];
  while (changed.length <= dimension) changed.push(1);
  changed[dimension] = length;
  return canonicalSize(changed);
}

/** The subscripts (from 0) of each element of an array of this size go through `where`, which tells the linear index to take. */
export function mappedIndices(size: MatSize, where: (subscripts: readonly number[]) => number): Int32Array {
  const at = new Int32Array(numberOfElements(size));
  const subscripts = size.map(() => 0);
  for (let i = 0; i < at.length; i++) {
    at[i] = where(subscripts);
    for (let d = 0; d < size.length && ++subscripts[d] === size[d]; d++) subscripts[d] = 0;
  }
  return at;
}

/** The distance between neighbours along each dimension. */
export function stridesOf(size: MatSize): number[] {
  return size.map((_, d) => numberOfElements(size.slice(0, d)));
}

/**
 * An array of this size whose element i is element `at[i]` (from 0) of `value`; all in order without `at`.
 * Every kind of array is rearranged so, host values through their own indexing.
 */
export function gathered(value: Value, size: MatSize, at?: ArrayLike<number>): Value {
  if (isArrayValue(value)) return at === undefined ? withSize(value, size) : picked(value, at, size);
  if (value.kind === "host" && value.operations.index) {
    const order = at ?? Array.from({ length: numberOfElements(size) }, (_, i) => i);
    return value.operations.index(value, [
      numbers(
        size,
        Array.from(order, (i) => i + 1),
      ),
    ]);
  }
  if (numberOfElements(size) === 1) return value;
  throw new ScriptError("MATLAB:UndefinedFunction", `An array of this kind (${value.kind}) cannot be rearranged.`);
}
