import * as ops from "../../src/ops/index.ts";
import type { OpCases } from "./sample.ts";

/** Cases of the ops that put elements elsewhere. */
export const movementCases: OpCases = {
  reshape: {
    "numbers split and merged": (s) => ops.reshape(s.numbers([2, 6]), [3, 4]),
    "symbolic dimensions merged": (s) => {
      const [batch, time] = [s.symbol("batch", 1, 3), s.symbol("time", 1, 4)];
      return ops.reshape(s.numbers([batch, 2, time]), [ops.multiplyDims(time, batch), 2]);
    },
    "a dimension of 1 put in and left out": (s) => ops.squeeze(ops.unsqueeze(s.numbers([s.symbol("batch", 1, 3), 1, 2]), 3), 1),
    "to a scalar": (s) => ops.reshape(s.numbers([1, 1]), []),
  },
  transpose: {
    "two dimensions": (s) => ops.transpose(s.numbers([s.symbol("batch", 1, 3), 4]), [1, 0]),
    "four dimensions": (s) =>
      ops.transpose(
        s.numbers([2, 3, s.symbol("time", 1, 3), 2]),
        s.one([
          [2, 0, 3, 1],
          [3, 2, 1, 0],
          [1, 2, 3, 0],
        ]),
      ),
  },
  pad: {
    "zeros before and after": (s) => ops.pad(s.numbers([2, s.symbol("time", 1, 4)]), 1, s.whole(0, 3), s.whole(1, 3)),
    "another number": (s) => ops.pad(s.numbers([2, 3, 2]), s.whole(0, 2), 2, 1, -7.25),
    "cut at both ends": (s) => ops.pad(s.numbers([2, s.symbol("time", 5, 8), 2]), 1, -s.whole(1, 2), -s.whole(1, 2)),
    "cut at one end, lengthened at the other": (s) => {
      const amount = s.whole(1, 3);
      return ops.pad(
        s.numbers([2, s.symbol("time", 4, 6)]),
        1,
        ...s.one<[number, number]>([
          [amount, -2],
          [-2, amount],
        ]),
      );
    },
    "amounts known when data arrives": (s) => {
      const [batch, time] = [s.symbol("batch", 1, 4), s.symbol("time", 4, 6)];
      return ops.pad(s.numbers([batch, time]), 1, ops.subtractDims(batch, 2), ops.subtractDims(2, batch), 3);
    },
    "a part": (s) => {
      const time = s.symbol("time", 3, 6);
      return ops.slice(s.numbers([2, time]), 1, s.whole(0, 1), s.one([time, ops.subtractDims(time, 1), 3]));
    },
    "the last ones": (s) => {
      const time = s.symbol("time", 3, 6);
      return ops.slice(s.numbers([time, 2]), 0, ops.subtractDims(time, 2), time);
    },
    "zeros between neighbours": (s) => ops.spread(s.numbers([2, s.symbol("time", 1, 4)]), s.whole(2, 4)),
    integers: (s) => ops.pad(s.integers([4], 0, 9), 0, 1, 2, -1),
  },
  flip: {
    "one axis": (s) => ops.flip(s.numbers([s.symbol("batch", 1, 3), 3]), [s.whole(0, 1)]),
    "two of three axes": (s) => ops.flip(s.numbers([2, 3, s.symbol("time", 1, 4)]), [0, 2]),
  },
  concatenate: {
    "along a symbolic axis": (s) => {
      const time = s.symbol("time", 1, 3);
      return ops.concatenate([s.numbers([2, time]), s.numbers([2, 2]), s.numbers([2, ops.addDims(time, 1)])], 1);
    },
    "the same array twice": (s) => {
      const x = s.numbers([s.symbol("batch", 1, 3), 2]);
      return ops.concatenate([x, x], 0);
    },
    integers: (s) => ops.concatenate([s.integers([2], 0, 9), s.integers([3], 0, 9)], 0),
  },
  split: {
    "in three, all used": (s) => {
      const pieces = ops.split(s.numbers([s.symbol("batch", 1, 3), 6, 2]), 1, [1, 3, 2]);
      return ops.concatenate([ops.exp(pieces[2]), pieces[0], ops.square(pieces[1])], 1);
    },
    "in two of sizes known later, one used": (s) => {
      const [a, b] = [s.symbol("a", 1, 3), s.symbol("b", 1, 3)];
      const both = ops.concatenate([s.numbers([a, 2]), s.numbers([b, 2])], 0); // the sizes are read off the inputs
      return ops.exp(ops.split(both, 0, [a, b])[1]);
    },
  },
};
