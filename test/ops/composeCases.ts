import * as ops from "../../src/ops/index.ts";
import type { OpCase, OpCases, Sample } from "./sample.ts";

/** Cases of softmax, of gradients given by hand, and of what is composed with them. */
export const composeCases: OpCases = {
  softmax: {
    "the channels": (s) => ops.softmax(s.numbers([s.symbol("batch", 1, 2), 3, s.symbol("time", 1, 3)]), 1),
    "the last axis": (s) => ops.softmax(s.numbers([2, s.symbol("time", 1, 5)], { from: -5, to: 5 }), 1),
    "the first axis": (s) => ops.softmax(s.numbers([4, 2]), 0),
  },
  logSoftmax: {
    "the channels": (s) => ops.logSoftmax(s.numbers([s.symbol("batch", 1, 2), 3, s.symbol("time", 1, 3)]), 1),
    "the last axis": (s) => ops.logSoftmax(s.numbers([2, s.symbol("time", 2, 5)], { from: -5, to: 5 }), 1),
    "instead of the logarithm of a softmax": (s) => ops.logProbabilities(ops.softmax(s.numbers([2, 4]), 1)),
  },
  customGradient: {
    "written in ops": (s) => {
      const x = s.numbers([2, 3]);
      return ops.customGradient(ops.multiply(ops.square(x), x), [x], (dy) => [ops.multiply(dy, ops.multiply(3, ops.square(x)))]);
    },
    "of two arrays": (s) => {
      const [a, b] = [s.numbers([2, 3]), s.numbers([3])];
      return ops.customGradient(ops.multiply(a, b), [a, b], (dy) => [ops.multiply(dy, b), ops.multiply(dy, a)]);
    },
  },
  customBackward: {
    "of two results, both used": (s) => productAndSum(s, (product, sum) => ops.multiply(product, ops.exp(sum))),
    "of two results, one used": (s) => productAndSum(s, (_, sum) => ops.exp(sum)),
    "of a result that is used twice": (s) => productAndSum(s, (product) => ops.multiply(product, ops.exp(product))),
  },
  arrivedGradient: {
    "which counts as nothing by itself": (s) => {
      const x = s.numbers([2, 3]);
      const [y] = ops.customGradients([ops.multiply(x, 2)], [x], ({ gradients: [dy] }) => [ops.multiply(dy, 2)]);
      const gradient = y.op.gradient;
      if (gradient === "none") throw new Error("a custom gradient has a rule");
      return gradient({ inputs: y.inputs, attrs: y.attrs, y, dy: y, arrived: [{ y, dy: y }] })[1]!();
    },
  },
  scaleShift: {
    "one number for each step and each channel": (s) => {
      const [batch, time] = [s.symbol("batch", 1, 3), s.symbol("time", 1, 4)];
      return ops.scaleShift(s.numbers([batch, 3, time]), s.numbers([batch, 1, time]), s.numbers([1, 3, 1]), s.numbers([1, 3, 1]));
    },
    "parameters of other shapes": (s) => {
      const x = s.numbers([s.symbol("batch", 1, 3), 2, s.symbol("time", 2, 3)]);
      return ops.scaleShift(x, s.numbers([1, 2, 1]), s.numbers([2, 1]), s.numbers([1]));
    },
    "one step, one channel": (s) =>
      ops.scaleShift(s.numbers([2, 1, 1]), s.numbers([2, 1, 1]), s.numbers([1, 1, 1]), s.numbers([])),
    matrices: (s) => ops.scaleShift(s.numbers([3, 4]), s.numbers([3, 1]), s.numbers([4]), s.numbers([4])),
    "of layer normalization": (s) => {
      const x = s.numbers([s.symbol("batch", 1, 2), 3, s.symbol("time", 1, 3)]);
      return ops.layerNorm(x, [1], s.numbers([1, 3, 1]), s.numbers([1, 3, 1]), 0.1);
    },
  },
};

/** Cases of functions that are composed of ops, and have no rule of their own. */
export const compositions: Readonly<Record<string, OpCase>> = {
  "normalization over one axis": (s) => ops.normalize(s.numbers([s.symbol("batch", 1, 3), 4]), [1], 0.1).value,
  "normalization over batch and time": (s) =>
    ops.normalize(s.numbers([s.symbol("batch", 2, 3), 2, s.symbol("time", 2, 3)]), [0, 2], 0.1).value,
  "normalization that leaves padding out": (s) => {
    const [batch, time] = [s.symbol("batch", 1, 2), s.symbol("time", 3, 4)];
    const mask = s.one([
      [1, 1, 0],
      [1, 0, 0],
      [0, 1, 1],
    ]);
    const real = ops.pad(ops.constant(mask, [1, 1, 3]), 2, 0, ops.subtractDims(time, 3));
    return ops.normalize(s.numbers([batch, 2, time]), [1, 2], 0.1, real).value;
  },
  variance: (s) => ops.variance(s.numbers([s.symbol("batch", 1, 3), 4, 2]), [0, 2]),
  "the sum of squares": (s) => ops.sumOfSquares(s.numbers([s.symbol("batch", 1, 3), 4])),
};

/** The product and the sum of two arrays, whose gradients are written by hand. */
function productAndSum(s: Sample, use: (product: ops.Value, sum: ops.Value) => ops.Value): ops.Value {
  const [a, b] = [s.numbers([2, 3], { from: -1, to: 1 }), s.numbers([2, 3], { from: -1, to: 1 })];
  const [product, sum] = ops.customGradients(
    [ops.multiply(a, b), ops.add(a, b)],
    [a, b],
    ({ sources: [x, y], gradients: [dp, ds] }) => [ops.add(ops.multiply(dp, y), ds), ops.add(ops.multiply(dp, x), ds)],
  );
  return use(product, sum);
}
