import {
  add,
  argMax,
  cast,
  divide,
  concatenate as joined,
  less,
  matmul,
  max,
  mean,
  multiply,
  multiplyDims,
  negate,
  type Value as Op,
  range,
  reshape,
  sizeValue,
  slice,
  sqrt,
  square,
  subtract,
  sum,
  transpose,
  variance,
} from "../../ops/index.ts";
import { notTraced } from "./plainValues.ts";
import { asFloat, dimOf, isSingle, numeric, type TracedArray, withRank, withValue } from "./tracedArray.ts";

type Reduce = (value: Op, axes: readonly number[]) => Op;

/** The array reduced along dimensions counted from 0, which stay as dimensions of 1. */
function reduced(x: TracedArray, dimensions: readonly number[], reduce: Reduce): TracedArray {
  const full = withRank(numeric(x), Math.max(0, ...dimensions) + 1);
  const axes = dimensions.filter((d) => !isSingle(full, d)).map((d) => full.axes[d]);
  return withValue(full, axes.length === 0 ? reduce(full.value, []) : reduce(full.value, axes));
}

const largest: Reduce = (value, axes) => axes.reduce((all, axis) => max(all, axis), value);

/** Functions that take all elements along some dimensions together, by their names. */
export const reductions: Readonly<Record<string, (x: TracedArray, dimensions: readonly number[]) => TracedArray>> = {
  sum: (x, dimensions) => reduced(x, dimensions, sum),
  mean: (x, dimensions) => reduced(x, dimensions, mean),
  max: (x, dimensions) => reduced(x, dimensions, largest),
  min: (x, dimensions) => reduced(x, dimensions, (value, axes) => negate(largest(negate(value), axes))),
  prod: (x, dimensions) => reduced(x, dimensions, (value, axes) => axes.reduce(productAlong, value)),
  vecnorm: (x, dimensions) => reduced(x, dimensions, (value, axes) => sqrt(sum(square(value), axes))),
  sumsqr: (x, dimensions) => reduced(x, dimensions, (value, axes) => sum(square(value), axes)),
};

/** `var`, or with `root` `std`; divided by the count where `population` is set, else by the count less one. */
export function spread(x: TracedArray, dimensions: readonly number[], population: boolean, root: boolean): TracedArray {
  return reduced(x, dimensions, (value, axes) => {
    const count = multiplyDims(...axes.map((axis) => value.shape[axis]));
    const biased = axes.length === 0 ? multiply(value, 0) : variance(value, axes);
    const result = population || axes.length === 0 ? biased : multiply(biased, unbiased(count));
    return root ? sqrt(result) : result;
  });
}

function unbiased(count: Op["shape"][number]): Op | number {
  if (typeof count === "number") return count / (count - 1);
  const size = sizeValue(count);
  return divide(size, subtract(size, 1));
}

/** Where the largest (or smallest) element along a dimension is, from 1. */
export function placeOfLargest(x: TracedArray, dimension: number, smallest: boolean): TracedArray {
  const full = withRank(numeric(x), dimension + 1);
  const value = smallest ? negate(full.value) : full.value;
  return withValue(full, add(cast(argMax(value, full.axes[dimension]), "float"), 1));
}

/** The sums up to each element along a dimension, or with `reverse` from it on. */
export function runningSum(x: TracedArray, dimension: number, reverse = false): TracedArray {
  const full = withRank(numeric(x), dimension + 1);
  const axis = full.axes[dimension];
  const last = full.rank - 1;
  const count = dimOf(full, dimension);
  const order = Array.from({ length: full.rank }, (_, i) => (i === axis ? last : i === last ? axis : i));
  const [rows, columns] = [reshape(range(count), [count, 1]), reshape(range(count), [1, count])];
  const counts = asFloat(reverse ? less(columns, add(rows, 1)) : less(rows, add(columns, 1)));
  return withValue(full, transpose(matmul(transpose(full.value, order), counts), order));
}

/** The product along one axis of known size. */
function productAlong(value: Op, axis: number): Op {
  const count = value.shape[axis];
  if (typeof count !== "number") {
    throw notTraced(
      `prod along a dimension of size ${count}, which is known only when data arrives, cannot be traced.`,
      "Use exp(sum(log(X))) where X is positive.",
    );
  }
  let all = value;
  for (let n = count; n > 1; ) {
    const half = Math.floor(n / 2);
    const pairs = multiply(slice(all, axis, 0, half), slice(all, axis, half, 2 * half));
    all = n % 2 === 0 ? pairs : joined([pairs, slice(all, axis, 2 * half, n)], axis);
    n = n % 2 === 0 ? half : half + 1;
  }
  return all;
}
