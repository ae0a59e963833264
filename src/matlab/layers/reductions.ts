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
import { elementwise } from "./alignment.ts";
import { paddedWith, realAlong } from "./padding.ts";
import { notTraced } from "./plainValues.ts";
import { asFloat, dimOf, isSingle, numeric, type TracedArray, withRank, withValue } from "./tracedArray.ts";

type Reduce = (value: Op, axes: readonly number[]) => Op;

/** The array reduced along dimensions counted from 0, which stay as dimensions of 1; padded steps are `neutral`. */
function reduced(x: TracedArray, dimensions: readonly number[], reduce: Reduce, neutral = 0): TracedArray {
  const full = dimensions.reduce(
    (all, dimension) => paddedWith(all, dimension, neutral),
    withRank(numeric(x), Math.max(0, ...dimensions) + 1),
  );
  const axes = dimensions.filter((d) => !isSingle(full, d)).map((d) => full.axes[d]);
  return withValue(full, axes.length === 0 ? reduce(full.value, []) : reduce(full.value, axes));
}

/** More than any number of single precision that data has. */
const beyond = 3e38;

/** The mean, which padded steps do not count in. */
function average(x: TracedArray, dimensions: readonly number[]): TracedArray {
  const full = withRank(numeric(x), Math.max(0, ...dimensions) + 1);
  const padded = dimensions.find((dimension) => realAlong(full, dimension));
  if (padded === undefined) return reduced(full, dimensions, mean);
  const total = reduced(full, dimensions, sum);
  const real = asFloat(realAlong(full, padded)!);
  const others = dimensions.filter((dimension) => dimension !== padded && real.shape[full.axes[dimension]] === 1);
  const inMask = dimensions.filter((dimension) => !others.includes(dimension)).map((dimension) => full.axes[dimension]);
  const count = multiply(sum(real, inMask), sizeValue(multiplyDims(...others.map((dimension) => dimOf(full, dimension)))));
  return withValue(total, divide(total.value, count));
}

const largest: Reduce = (value, axes) => axes.reduce((all, axis) => max(all, axis), value);

/** Functions that take all elements along some dimensions together, by their names. */
export const reductions: Readonly<Record<string, (x: TracedArray, dimensions: readonly number[]) => TracedArray>> = {
  sum: (x, dimensions) => reduced(x, dimensions, sum),
  mean: average,
  max: (x, dimensions) => reduced(x, dimensions, largest, -beyond),
  min: (x, dimensions) => reduced(x, dimensions, (value, axes) => negate(largest(negate(value), axes)), beyond),
  prod: (x, dimensions) => reduced(x, dimensions, (value, axes) => axes.reduce(productAlong, value), 1),
  vecnorm: (x, dimensions) => reduced(x, dimensions, (value, axes) => sqrt(sum(square(value), axes))),
  sumsqr: (x, dimensions) => reduced(x, dimensions, (value, axes) => sum(square(value), axes)),
};

/** `var`, or with `root` `std`; divided by the count where `population` is set, else by the count less one. */
export function spread(x: TracedArray, dimensions: readonly number[], population: boolean, root: boolean): TracedArray {
  const padded = dimensions.some((dimension) => realAlong(x, dimension));
  if (padded) return paddedSpread(x, dimensions, population, root);
  return reduced(x, dimensions, (value, axes) => {
    const count = multiplyDims(...axes.map((axis) => value.shape[axis]));
    const biased = axes.length === 0 ? multiply(value, 0) : variance(value, axes);
    const result = population || axes.length === 0 ? biased : multiply(biased, unbiased(count));
    return root ? sqrt(result) : result;
  });
}

/** The same where some steps are padding. */
function paddedSpread(x: TracedArray, dimensions: readonly number[], population: boolean, root: boolean): TracedArray {
  if (!population) {
    throw notTraced("std and var over padded time steps by their number less one cannot be traced.", "Give the weight 1.");
  }
  const away = elementwise(subtract, [numeric(x), average(x, dimensions)]);
  const result = average(withValue(away, square(away.value)), dimensions);
  return root ? withValue(result, sqrt(result.value)) : result;
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
  const full = reverse ? paddedWith(withRank(numeric(x), dimension + 1), dimension, 0) : withRank(numeric(x), dimension + 1);
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
