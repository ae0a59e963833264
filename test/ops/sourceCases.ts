import { addDims, constant, multiply, multiplyDims, placesAlong, range, sizeValue } from "../../src/ops/index.ts";
import type { OpCases } from "./sample.ts";

/** Cases of the ops that values start from. */
export const sourceCases: OpCases = {
  input: {
    "of numbers, its gradient being what arrives": (s) => s.numbers([s.symbol("batch", 1, 3), 2]),
    "of integers": (s) => s.integers([s.symbol("batch", 1, 3)], -5, 5),
    "of truth values": (s) => s.truths([3]),
  },
  constant: {
    "of numbers": (s) => constant([s.random.normal(), 2.5, -1e-3, 7e5], [2, 2]),
    "of integers": () => constant([-1, 0, 2 ** 40], [3], "int64"),
    "of truth values": () => constant([0, 1], [2, 1], "bool"),
    "longer than what is shared": (s) => constant(Float64Array.from({ length: 100 }, s.random.normal), [4, 25]),
  },
  size: {
    "of a symbol": (s) => multiply(s.numbers([s.symbol("time", 1, 9)]), sizeValue(s.inputs[0].shape[0])),
    "of an expression, as an integer": (s) => {
      const [batch, time] = [s.symbol("batch", 1, 5), s.symbol("time", 1, 9)];
      s.numbers([batch, time]);
      return multiply(s.integers([batch, time], 1, 2), sizeValue(addDims(multiplyDims(batch, time, 3), 7), "int64"));
    },
  },
  placesAlong: {
    "a symbolic axis": (s) => placesAlong(s.numbers([2, s.symbol("time", 1, 9)]), 1),
    "an axis of known size": (s) => placesAlong(s.numbers([s.symbol("batch", 1, 3), s.whole(1, 6)]), 1),
  },
  range: {
    "up to a symbol": (s) => {
      const time = s.symbol("time", 1, 9);
      return multiply(range(time), s.integers([time], 1, 5));
    },
    "up to a number": (s) => range(s.whole(1, 6)),
  },
};
