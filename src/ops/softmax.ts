import { elementCount, stridesOf } from "../tensor.ts";
import { exp, log, maximum, multiply, subtract } from "./elementwise.ts";
import { reshape } from "./movement.ts";
import { defineOp, type Numeric, type Value } from "./op.ts";
import { sum } from "./reduction.ts";

interface Axis {
  readonly axis: number;
}

/** The smallest normal number in single precision: below it a probability counts as this much, so that its logarithm is finite. */
const smallestNormal = 1.17549435e-38;

/** `eˣ / Σ eˣ` along one axis: positive numbers that add up to 1. */
export function softmax(x: Value, axis: number): Value {
  return softmaxOp([x], { axis });
}
const softmaxOp = defineOp<readonly [x: Value], Axis>({
  name: "softmax",
  shape: ({ inputs: [x] }) => x.shape,
  lower: ({ attrs: { axis } }) => ({ type: "Softmax", attributes: { axis } }),
  operations: threePasses,
  evaluate: ({ inputs: [x], attrs: { axis } }) => naiveLogSoftmax(x, axis).map(Math.exp),
  // dx = y ⊙ (dy − Σ dy ⊙ y)
  gradient: ({ attrs: { axis }, y, dy }) => [() => multiply(y, subtract(dy, sum(multiply(dy, y), [axis])))],
});

/** The logarithm of `softmax`, without the loss of digits that taking it afterwards would cost. */
export function logSoftmax(x: Value, axis: number): Value {
  return logSoftmaxOp([x], { axis });
}
const logSoftmaxOp = defineOp<readonly [x: Value], Axis>({
  name: "logSoftmax",
  shape: ({ inputs: [x] }) => x.shape,
  lower: ({ attrs: { axis } }) => ({ type: "LogSoftmax", attributes: { axis } }),
  operations: threePasses,
  evaluate: ({ inputs: [x], attrs: { axis } }) => naiveLogSoftmax(x, axis),
  // dx = dy − softmax(x) · Σ dy
  gradient: ({ attrs: { axis }, y, dy }) => [() => subtract(dy, multiply(exp(y), sum(dy, [axis])))],
});

/** The logarithms of probabilities, finite also for a probability of 0. What softmax made is computed from the input of softmax. */
export function logProbabilities(p: Value): Value {
  const made = beforeReshape(p);
  if (made.op.name === "softmax") return reshape(logSoftmax(made.inputs[0], (made.attrs as Axis).axis), p.shape);
  return log(maximum(p, smallestNormal));
}

/** What sigmoid made the probabilities of, in their shape; undefined for others. */
export function beforeSigmoid(p: Value): Value | undefined {
  const made = beforeReshape(p);
  return made.op.name === "sigmoid" ? reshape(made.inputs[0], p.shape) : undefined;
}

/** The value before its sizes were rewritten. */
function beforeReshape(x: Value): Value {
  return x.op.name === "reshape" ? x.inputs[0] : x;
}

/** Exponentials, their sum, and its share in each. */
function threePasses({ shape }: { readonly shape: readonly number[] }): number {
  return 3 * elementCount(shape);
}

function naiveLogSoftmax(x: Numeric, axis: number): Float64Array {
  const result = new Float64Array(x.data.length);
  const step = stridesOf(x.shape)[axis];
  const count = x.shape[axis];
  for (let outer = 0; outer < x.data.length; outer += step * count) {
    for (let start = outer; start < outer + step; start++) {
      const at = Array.from({ length: count }, (_, i) => start + i * step);
      const top = at.reduce((most, i) => Math.max(most, x.data[i]), Number.NEGATIVE_INFINITY);
      const total = Math.log(at.reduce((sum, i) => sum + Math.exp(x.data[i] - top), 0));
      for (const i of at) result[i] = x.data[i] - top - total;
    }
  }
  return result;
}
