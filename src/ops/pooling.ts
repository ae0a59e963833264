import { elementCount, stridesOf } from "../tensor.ts";
import { forEachIndex } from "./broadcast.ts";
import { type Steps, slid } from "./convolution.ts";
import { addDims, type Dim, multiplyDims, subtractDims } from "./dimension.ts";
import { scatterAlong } from "./indexing.ts";
import { pad, reshape, spread } from "./movement.ts";
import { type Attributes, defineOp, dim, type Numeric, type Value, type ValueType } from "./op.ts";

/** How a window walks along one dimension: window t covers the elements `t·stride − before` and the `size − 1` after it. */
export interface PoolSteps {
  readonly size: number;
  readonly stride: number;
  /** Padding before the first and after the last element; not negative, and smaller than the window. */
  readonly before: number;
  readonly after: number;
}

interface PoolAttrs {
  /** One for each dimension after batch and channels. */
  readonly steps: readonly PoolSteps[];
}

/** The largest element of each window; padding is never the largest. The gradient goes to the first of equals. */
export function maxPool(x: Value, steps: readonly PoolSteps[]): Value {
  return maxPoolOp([x], { steps });
}
const maxPoolOp = defineOp<readonly [x: Value], PoolAttrs>({
  name: "maxPool",
  shape: pooledShape,
  lower: ({ attrs }) => ({ type: "MaxPool", attributes: poolAttributes(attrs) }),
  operations: windowElements,
  evaluate: ({ inputs: [x], attrs, shape }) => largest(x, attrs, shape).map((at) => x.data[at]),
  gradient: ({ inputs: [x], attrs, dy }) => [
    () => {
      const count = multiplyDims(...dy.shape);
      const at = reshape(maxPoolIndex(x, attrs.steps), [count]);
      return reshape(scatterAlong(reshape(dy, [count]), at, 0, multiplyDims(...x.shape)), x.shape);
    },
  ],
});

/** Where the largest element of each window is, counted through the whole array in row-major order. */
export function maxPoolIndex(x: Value, steps: readonly PoolSteps[]): Value {
  return maxPoolIndexOp([x], { steps });
}
const maxPoolIndexOp = defineOp<readonly [x: Value], PoolAttrs>({
  name: "maxPoolIndex",
  shape: pooledShape,
  type: "int64" satisfies ValueType,
  lower: ({ attrs }) => ({ type: "MaxPool", attributes: poolAttributes(attrs), output: 1 }),
  operations: windowElements,
  evaluate: ({ inputs: [x], attrs, shape }) => largest(x, attrs, shape),
  gradient: "none",
});

/** The mean of each window, padding counted as zeros: the sum is always divided by the size of the window. */
export function averagePool(x: Value, steps: readonly PoolSteps[]): Value {
  return averagePoolOp([x], { steps });
}
const averagePoolOp = defineOp<readonly [x: Value], PoolAttrs>({
  name: "averagePool",
  shape: pooledShape,
  lower: ({ attrs }) => ({ type: "AveragePool", attributes: { ...poolAttributes(attrs), count_include_pad: 1 } }),
  operations: windowElements,
  evaluate: ({ inputs: [x], attrs, shape }) => {
    const count = elementCount(attrs.steps.map((s) => s.size));
    const result = new Float64Array(elementCount(shape));
    forEachInWindow(x.shape, attrs, shape, (flat, from) => {
      result[flat] += x.data[from] / count;
    });
    return result;
  },
  // Every dx is the mean of the dy whose windows hold it: dY spread by the stride, pooled again with the pads of a full walk.
  gradient: ({ inputs: [x], attrs: { steps }, dy }) => [
    () => {
      let spaced = dy;
      const inner = steps.map((s, i): PoolSteps => {
        const axis = i + 2;
        spaced = spread(spaced, s.stride, axis);
        const before = s.size - 1 - s.before;
        const after = subtractDims(addDims(dim(x, axis), s.size - 1 - before), dim(spaced, axis));
        const native = typeof after === "number" && after >= 0 && after < s.size;
        if (!native) spaced = pad(spaced, axis, before, after);
        return { size: s.size, stride: 1, before: native ? before : 0, after: native ? after : 0 };
      });
      return averagePool(spaced, inner);
    },
  ],
});

function pooledShape({ inputs: [x], attrs: { steps } }: { inputs: readonly [x: Value]; attrs: PoolAttrs }): readonly Dim[] {
  return [dim(x, 0), dim(x, 1), ...steps.map((s, i) => slid(dim(x, i + 2), s.size, asSteps(s)))];
}

/** How many elements all windows hold. */
function windowElements({ shape, attrs: { steps } }: { shape: readonly number[]; attrs: PoolAttrs }): number {
  return elementCount(shape) * elementCount(steps.map((s) => s.size));
}

function asSteps({ stride, before, after }: PoolSteps): Steps {
  return { stride, dilation: 1, before, after };
}

function poolAttributes({ steps }: PoolAttrs): Attributes {
  return {
    kernel_shape: steps.map((s) => s.size),
    strides: steps.map((s) => s.stride),
    pads: [...steps.map((s) => s.before), ...steps.map((s) => s.after)],
  };
}

function largest(x: Numeric, attrs: PoolAttrs, shape: readonly number[]): Float64Array {
  const at = new Float64Array(elementCount(shape)).fill(-1);
  forEachInWindow(x.shape, attrs, shape, (flat, from) => {
    if (at[flat] < 0 || x.data[from] > x.data[at[flat]]) at[flat] = from;
  });
  return at;
}

/** Visits every element inside every window, padding left out, by their places in the pooled and in the given array. */
function forEachInWindow(
  from: readonly number[],
  { steps }: PoolAttrs,
  to: readonly number[],
  visit: (flat: number, from: number) => void,
): void {
  const strides = stridesOf(from);
  const sizes = steps.map((s) => s.size);
  forEachIndex(to, (index, flat) => {
    const start = index[0] * strides[0] + index[1] * strides[1];
    forEachIndex(sizes, (within) => {
      let at = start;
      for (let i = 0; i < steps.length; i++) {
        const place = index[i + 2] * steps[i].stride + within[i] - steps[i].before;
        if (place < 0 || place >= from[i + 2]) return;
        at += place * strides[i + 2];
      }
      visit(flat, at);
    });
  });
}
