import { elementCount, stridesOf } from "../tensor.ts";
import { forEachIndex, mapBroadcast, offset } from "./broadcast.ts";
import { type Dim, multiplyDims, sameDims } from "./dimension.ts";
import { divide, multiply, square, subtract } from "./elementwise.ts";
import { scatterAlong } from "./indexing.ts";
import { reshape } from "./movement.ts";
import { defineOp, dim, type Numeric, nothingComputed, type Value } from "./op.ts";
import { constant, sizeValue } from "./source.ts";

interface Axes {
  readonly axes: readonly number[];
}

/** The sum over the given axes, which stay as dimensions of 1. */
export function sum(x: Value, axes: readonly number[]): Value {
  return axes.length === 0 ? x : sumOp([x], { axes });
}
const sumOp = defineOp<readonly [x: Value], Axes>({
  name: "sum",
  shape: ({ inputs: [x], attrs }) => kept(x.shape, attrs.axes),
  lower: ({ names: [x], attrs, emit }) => ({
    type: "ReduceSum",
    inputs: [x, emit.int64s(attrs.axes)],
    attributes: { keepdims: 1 },
  }),
  operations: ({ inputs: [x] }) => elementCount(x),
  evaluate: ({ inputs: [x], shape }) => reduced(x, shape, 0, (a, b) => a + b),
  gradient: ({ inputs: [x], dy }) => [() => expand(dy, x.shape)],
});

/** `x` repeated along its dimensions of 1 (and new leading ones) until it has the given shape. */
export function expand(x: Value, shape: readonly Dim[]): Value {
  return sameDims(x.shape, shape) ? x : expandOp([x], { shape });
}
const expandOp = defineOp<readonly [x: Value], { shape: readonly Dim[] }>({
  name: "expand",
  shape: ({ attrs }) => attrs.shape,
  lower: ({ names: [x], attrs, emit }) => ({ type: "Expand", inputs: [x, emit.shape(attrs.shape)] }),
  operations: nothingComputed,
  evaluate: ({ inputs: [x], shape }) => mapBroadcast([x], shape, (v) => v),
  gradient: ({ dy }) => [() => dy], // the walk sums it back to the shape of x
});

/** An array of zeros. */
export function zeros(shape: readonly Dim[]): Value {
  return expand(
    constant(
      [0],
      shape.map(() => 1),
    ),
    shape,
  );
}

/** Sums a broadcast gradient back to the shape it was broadcast from. */
export function reduceTo(x: Value, shape: readonly Dim[]): Value {
  const extra = x.shape.length - shape.length;
  const stretched = shape.flatMap((d, i) => (d === 1 && dim(x, i + extra) !== 1 ? [i + extra] : []));
  const axes = [...Array.from({ length: extra }, (_, i) => i), ...stretched];
  return axes.length === 0 ? x : reshape(sum(x, axes), shape);
}

/** The mean over the given axes, which stay as dimensions of 1. */
export function mean(x: Value, axes: readonly number[]): Value {
  return axes.length === 0 ? x : meanOp([x], { axes });
}
const meanOp = defineOp<readonly [x: Value], Axes>({
  name: "mean",
  shape: ({ inputs: [x], attrs }) => kept(x.shape, attrs.axes),
  lower: ({ names: [x], attrs, emit }) => ({
    type: "ReduceMean",
    inputs: [x, emit.int64s(attrs.axes)],
    attributes: { keepdims: 1 },
  }),
  operations: ({ inputs: [x] }) => elementCount(x),
  evaluate: ({ inputs: [x], shape }) => {
    const count = x.data.length / elementCount(shape);
    return reduced(x, shape, 0, (a, b) => a + b).map((total) => total / count);
  },
  gradient: ({ inputs: [x], attrs: { axes }, dy }) => [() => expand(divide(dy, countOf(x, axes)), x.shape)],
});

/** The number of elements that are reduced over the given axes, as a value. */
export function countOf(x: Value, axes: readonly number[]): Value {
  return sizeValue(multiplyDims(...axes.map((axis) => dim(x, axis))));
}

/** The mean squared distance from the mean over the given axes, divided by the count (not the count less one). */
export function variance(x: Value, axes: readonly number[]): Value {
  return mean(square(subtract(x, mean(x, axes))), axes);
}

/** The largest element along one axis, which stays as a dimension of 1; the gradient goes to the first of equals. */
export function max(x: Value, axis: number): Value {
  return maxOp([x], { axes: [axis] });
}
const maxOp = defineOp<readonly [x: Value], Axes>({
  name: "max",
  shape: ({ inputs: [x], attrs }) => kept(x.shape, attrs.axes),
  lower: ({ names: [x], attrs, emit }) => ({
    type: "ReduceMax",
    inputs: [x, emit.int64s(attrs.axes)],
    attributes: { keepdims: 1 },
  }),
  operations: ({ inputs: [x] }) => elementCount(x),
  evaluate: ({ inputs: [x], shape }) => reduced(x, shape, Number.NEGATIVE_INFINITY, Math.max),
  gradient: ({ inputs: [x], attrs: { axes }, dy }) => [() => scatterAlong(dy, argMax(x, axes[0]), axes[0], dim(x, axes[0]))],
});

/** Where the largest element along one axis is (the first of equals); the axis stays as a dimension of 1. */
export function argMax(x: Value, axis: number): Value {
  return argMaxOp([x], { axis });
}
const argMaxOp = defineOp<readonly [x: Value], { axis: number }>({
  name: "argMax",
  shape: ({ inputs: [x], attrs }) => kept(x.shape, [attrs.axis]),
  type: "int64",
  lower: ({ attrs: { axis } }) => ({ type: "ArgMax", attributes: { axis, keepdims: 1 } }),
  operations: ({ inputs: [x] }) => elementCount(x),
  evaluate: ({ inputs: [x], attrs: { axis }, shape }) => {
    const best = new Float64Array(elementCount(shape)).fill(Number.NEGATIVE_INFINITY);
    const at = new Float64Array(best.length);
    const strides = keptStrides(x.shape, shape);
    forEachIndex(x.shape, (index, flat) => {
      const to = offset(index, strides);
      if (x.data[flat] > best[to]) [best[to], at[to]] = [x.data[flat], index[axis]];
    });
    return at;
  },
  gradient: "none",
});

/** The square root of the sum of squares of all elements, a scalar. */
export function sumOfSquares(x: Value): Value {
  return reshape(
    sum(
      multiply(x, x),
      x.shape.map((_, axis) => axis),
    ),
    [],
  );
}

function kept(shape: readonly Dim[], axes: readonly number[]): readonly Dim[] {
  return shape.map((d, axis) => (axes.includes(axis) ? 1 : d));
}

function keptStrides(from: readonly number[], to: readonly number[]): number[] {
  return stridesOf(to).map((stride, axis) => (to[axis] === 1 && from[axis] !== 1 ? 0 : stride));
}

function reduced(x: Numeric, shape: readonly number[], start: number, f: (a: number, b: number) => number): Float64Array {
  const result = new Float64Array(elementCount(shape)).fill(start);
  const strides = keptStrides(x.shape, shape);
  forEachIndex(x.shape, (index, flat) => {
    const to = offset(index, strides);
    result[to] = f(result[to], x.data[flat]);
  });
  return result;
}
