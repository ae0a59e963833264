import type { Value } from "../../src/ops/index.ts";
import * as ops from "../../src/ops/index.ts";
import type { OpCase, OpCases } from "./sample.ts";

/** Cases of the ops that make arrays smaller, and of expand, which is the gradient of one. */
export const reductionCases: OpCases = {
  sum: overAxes(ops.sum),
  mean: { ...overAxes(ops.mean), "inside a variance": (s) => ops.variance(s.numbers([s.symbol("batch", 1, 3), 4]), [0, 1]) },
  expand: {
    "along a dimension of 1": (s) => {
      const time = s.symbol("time", 1, 4);
      return ops.multiply(ops.expand(s.numbers([2, 1, 3]), [2, time, 3]), s.numbers([time, 1]));
    },
    "with new leading dimensions": (s) => ops.expand(s.numbers([3]), [2, 4, 3]),
    "of a scalar": (s) => ops.expand(s.numbers([]), [2, 3]),
  },
  max: overOneAxis(ops.max),
  argMax: {
    ...overOneAxis(ops.argMax),
    "the first of equals": () => ops.argMax(ops.constant([1, 3, 3, 2, 2, 2], [2, 3]), 1),
  },
};

function overAxes(op: (x: Value, axes: readonly number[]) => Value): Record<string, OpCase> {
  return {
    "one axis": (s) => op(s.numbers([2, 3, 2]), [s.whole(0, 2)]),
    "two axes, one of them symbolic": (s) => op(s.numbers([s.symbol("batch", 1, 3), 3, s.symbol("time", 1, 4)]), [0, 2]),
    "all axes": (s) => op(s.numbers([s.symbol("batch", 1, 3), 4]), [0, 1]),
    "an axis of 1": (s) => op(s.numbers([3, 1]), [1]),
  };
}

function overOneAxis(op: (x: Value, axis: number) => Value): Record<string, OpCase> {
  return {
    "the first axis": (s) => op(s.distinct([s.symbol("batch", 1, 4), 3]), 0),
    "the middle axis": (s) => op(s.distinct([2, s.whole(1, 4), 3]), 1),
    "the last axis": (s) => op(s.distinct([2, 2, s.symbol("time", 1, 5)]), 2),
  };
}
