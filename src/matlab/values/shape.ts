import { type MatSize, numberOfElements } from "../../data/matValues.ts";
import { ScriptError } from "./scriptError.ts";
import type { Value } from "./value.ts";

/** Counts work and memory before they are used; throws when a budget is spent. @see Session.charge */
export type Charge = (cost: { readonly steps?: number; readonly bytes?: number }) => void;

/** The most elements that any array may have, budgets or not. */
const mostElements = 2 ** 31 - 1;

/** The size as MATLAB keeps it: at least two numbers, no ones at the end beyond them. */
export function canonicalSize(size: MatSize): MatSize {
  let length = size.length;
  while (length > 2 && size[length - 1] === 1) length--;
  if (length === size.length && length >= 2) return size;
  return length < 2 ? [size[0] ?? 1, 1] : size.slice(0, length);
}

/**
 * MATLAB's `size` of a value. Function handles and objects without a size of their own are 1×1.
 * @throws ScriptError `layergraph:unknown` for an unknown value: ask {@link isUnknown} first.
 */
export function sizeOf(value: Value): MatSize {
  switch (value.kind) {
    case "handle":
      return [1, 1];
    case "object":
      return value.definition.operations?.size(value) ?? [1, 1];
    case "host":
      return value.operations.size(value);
    case "unknown":
      throw new ScriptError(
        "layergraph:unknown",
        `The size of '${value.name}' is not known: ${value.reason}. Give the value with --set, or the data with --data.`,
        value.place,
      );
    default:
      return value.size;
  }
}

/** MATLAB's `numel`. */
export function countOf(value: Value): number {
  return numberOfElements(sizeOf(value));
}

/** MATLAB's `isempty`. */
export function isEmpty(value: Value): boolean {
  return sizeOf(value).includes(0);
}

/** Whether two sizes are the same. */
export function sameSize(a: MatSize, b: MatSize): boolean {
  return a.length === b.length && a.every((length, i) => length === b[i]);
}

/** Whether a size is 1×n or n×1. */
export function isVectorSize(size: MatSize): boolean {
  return size.length === 2 && (size[0] === 1 || size[1] === 1);
}

/** The length along a dimension, which counts from 1; 1 beyond the last. */
export function lengthAlong(size: MatSize, dimension: number): number {
  return size[dimension - 1] ?? 1;
}

/**
 * Counts an array that is about to be made, and refuses one that no machine here could hold.
 * @throws ScriptError `MATLAB:array:SizeLimitExceeded`
 */
export function chargeArray(size: MatSize, bytesPerElement: number, charge?: Charge): number {
  const count = numberOfElements(size);
  if (!(count <= mostElements)) {
    throw new ScriptError(
      "MATLAB:array:SizeLimitExceeded",
      `Requested ${size.join("x")} (${((count * bytesPerElement) / 2 ** 30).toFixed(1)}GB) array exceeds maximum array size preference.`,
    );
  }
  charge?.({ steps: Math.ceil(count / 32), bytes: count * bytesPerElement });
  return count;
}
