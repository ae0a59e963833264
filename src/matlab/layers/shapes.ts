import {
  addDims,
  type Dim,
  expand,
  flip,
  concatenate as joined,
  maxDims,
  multiplyDims,
  type Value as Op,
  reshape,
  sameDim,
  slice,
} from "../../ops/index.ts";
import { ScriptError } from "../values/scriptError.ts";
import { aligned } from "./alignment.ts";
import { exactQuotient } from "./dimQuotient.ts";
import { realFlipped } from "./padding.ts";
import {
  asFloat,
  dimOf,
  keptOf,
  permuted,
  printSizesOf,
  resized,
  sizeError,
  sizesOf,
  TracedArray,
  withRank,
  withValue,
} from "./tracedArray.ts";

/** `reshape(x, size)`; one entry may be undefined, which stands for what is left. The result has no labels. */
export function reshaped(x: TracedArray, size: readonly (Dim | undefined)[]): TracedArray {
  const total = multiplyDims(...sizesOf(x));
  const known = multiplyDims(...size.filter((d) => d !== undefined));
  const open = size.filter((d) => d === undefined).length;
  const left = open === 1 ? exactQuotient(total, known) : undefined;
  if (open === 1 && left === undefined) {
    throw new ScriptError(
      "MATLAB:getReshapeDims:notDivisible",
      `Product of known dimensions, ${known}, not divisible into total number of elements, ${total}.`,
    );
  }
  const whole = size.map((d) => d ?? left!);
  if (!sameDim(multiplyDims(...whole), total)) {
    throw new ScriptError(
      "MATLAB:getReshapeDims:notSameNumel",
      `Number of elements must not change. Use [] as one of the size inputs to automatically calculate the appropriate size for that dimension. ${printSizesOf(x)} was to become ${whole.join("×")}.`,
    );
  }
  return resized(x, whole);
}

/** `squeeze(x)`: dimensions of 1 left out, except of matrices. */
export function squeezed(x: TracedArray): TracedArray {
  const sizes = sizesOf(x);
  if (sizes.length <= 2) return x;
  const kept = sizes.flatMap((d, i) => (d === 1 ? [] : [i]));
  const labels = x.labels && kept.map((i) => x.labels![i]).join("");
  const size = kept.map((i) => sizes[i]);
  while (size.length < 2) size.push(1);
  const result = resized(x, size);
  return labels === undefined || labels.length < 2
    ? result
    : new TracedArray(result.value, result.axes, { ...keptOf(x), labels });
}

/** `permute(x, order)`, dimensions counted from 1. */
export function permutedBy(x: TracedArray, order: readonly number[]): TracedArray {
  const rank = Math.max(sizesOf(x).length, order.length);
  const wanted = order.map((d) => d - 1);
  const complete = Array.from({ length: rank }, (_, d) => d).every((d) => wanted.includes(d)) && order.length === rank;
  if (!complete) {
    throw new ScriptError(
      "MATLAB:permute:invalidOrder",
      `ORDER must have all dimensions of the array, each once. The array is ${printSizesOf(x)}, the order is [${order.join(" ")}].`,
    );
  }
  return permuted(x.rank > rank ? resized(x, sizesOf(x)) : x, wanted);
}

/** Rows and columns of each page exchanged. */
export function pageTransposed(x: TracedArray): TracedArray {
  return permuted(x, [1, 0, ...Array.from({ length: Math.max(x.rank - 2, 0) }, (_, i) => i + 2)]);
}

/** `repmat(x, counts)`. */
export function repeated(x: TracedArray, counts: readonly Dim[]): TracedArray {
  let result = withRank(x, counts.length);
  for (const [d, count] of counts.entries()) result = repeatedAlong(result, d, count);
  return result;
}

function repeatedAlong(x: TracedArray, dimension: number, count: Dim): TracedArray {
  if (count === 1) return x;
  const axis = x.axes[dimension];
  const { shape } = x.value;
  const own = shape[axis];
  const target = [...shape.slice(0, axis), count, ...shape.slice(axis)];
  if (own === 1)
    return withValue(
      x,
      expand(
        x.value,
        shape.map((d, i) => (i === axis ? count : d)),
      ),
    );
  const spread = reshape(x.value, [...shape.slice(0, axis), 1, ...shape.slice(axis)]);
  return withValue(
    x,
    reshape(
      expand(spread, target),
      shape.map((d, i) => (i === axis ? multiplyDims(d, count) : d)),
    ),
  );
}

/** `cat(dimension, …)`, the dimension counted from 0. */
export function concatenated(arrays: readonly TracedArray[], dimension: number): TracedArray {
  if (arrays.length === 1) return arrays[0];
  const wide = arrays.map((x) => withRank(x, dimension + 1));
  const bool = wide.every((x) => x.value.type === "bool");
  const { values, axes, labels, steps } = aligned(wide);
  const axis = axes[dimension];
  const [first] = values;
  const misfit = values.find((value) => value.shape.some((d, i) => i !== axis && !sameDim(d, first.shape[i])));
  if (misfit) {
    const sizes = arrays.map(printSizesOf).join(", ");
    throw new ScriptError(
      "MATLAB:catenate:dimensionMismatch",
      `Dimensions of arrays being concatenated are not consistent: ${sizes} along dimension ${dimension + 1}.`,
    );
  }
  const value = joined(bool ? values : values.map(asFloat), axis);
  return new TracedArray(value, axes, { ...(labels !== undefined && { labels }), ...(steps && { steps }) });
}

/** `flip(x, dimension)`, counted from 0. */
export function flipped(x: TracedArray, dimension: number): TracedArray {
  const full = withRank(x, dimension + 1);
  if (dimOf(full, dimension) === 1) return full;
  return realFlipped(full, dimension) ?? withValue(full, flip(asFloat(full.value), [full.axes[dimension]]));
}

/** `circshift(x, amount, dimension)`, the dimension counted from 0. */
export function shifted(x: TracedArray, amount: number, dimension: number): TracedArray {
  const full = withRank(x, dimension + 1);
  const count = dimOf(full, dimension);
  if (amount === 0) return full;
  const cut = typeof count === "number" ? ((-amount % count) + count) % count : amount > 0 ? addDims(count, -amount) : -amount;
  const axis = full.axes[dimension];
  const parts: Op[] = [slice(full.value, axis, cut, count), slice(full.value, axis, 0, cut)];
  return withValue(full, joined(parts, axis));
}

/** The largest size along any dimension. */
export function longest(sizes: readonly Dim[]): Dim {
  const known = sizes.filter((d) => typeof d === "number");
  const open = sizes.filter((d) => typeof d !== "number");
  return [...open, ...(known.length > 0 ? [Math.max(...known)] : [])].reduce(maxDims);
}

/** The first dimension that is not 1, from 0. */
export function firstDimension(x: TracedArray): number {
  const at = sizesOf(x).findIndex((d) => d !== 1);
  return Math.max(at, 0);
}

/** A dimension, counted from 1 in the script, from 0. */
export function dimensionFrom(number: number): number {
  if (Number.isInteger(number) && number >= 1) return number - 1;
  throw sizeError("Dimension argument must be a positive integer scalar within indexing range.");
}

/** The array with the size given, ones stretched. */
export function stretched(x: TracedArray, size: readonly Dim[]): TracedArray {
  const full = withRank(x, size.length);
  const target = new Array<Dim>(full.rank).fill(1);
  for (const [d, axis] of full.axes.entries()) target[axis] = size[d] ?? 1;
  return withValue(full, expand(full.value, target));
}
