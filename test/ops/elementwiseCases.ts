import type { Value } from "../../src/ops/index.ts";
import * as ops from "../../src/ops/index.ts";
import type { Domain, OpCase, OpCases, Sample } from "./sample.ts";

/** Cases of the ops that work element by element. */
export const elementwiseCases: OpCases = {
  add: pairs(ops.add),
  subtract: pairs(ops.subtract),
  multiply: pairs(ops.multiply),
  divide: pairs(ops.divide, { from: 0.3, to: 3 }),
  maximum: apart(ops.maximum),
  minimum: apart(ops.minimum),
  quotient: {
    "rounded towards zero": (s) => ops.quotient(s.integers([5, 4], -20, 20), s.integers([4], 1, 6)),
    "by a number": (s) => ops.quotient(s.integers([9], -20, 20), s.whole(1, 7)),
  },
  remainder: {
    "never negative for a positive divisor": (s) => ops.remainder(s.integers([5, 4], -20, 20), s.integers([4], 1, 6)),
    "by a number": (s) => ops.remainder(s.integers([9], -20, 20), s.whole(1, 7)),
  },
  less: {
    numbers: (s) => ops.less(s.distinct([4, 3]), s.distinct([3], 1)),
    "integers, equal ones too": (s) => ops.less(s.integers([20], 0, 3), s.integers([20], 0, 3)),
    "the other way round": (s) => ops.greater(s.distinct([4, 3]), s.distinct([3], 1)),
  },
  equal: {
    integers: (s) => ops.equal(s.integers([4, 5], 0, 3), s.integers([5], 0, 3)),
    "an integer and a number": (s) => ops.equal(s.integers([12], 0, 3), 1),
  },
  and: { "truth values": (s) => ops.and(s.truths([4, 5]), s.truths([5])) },
  not: { "truth values": (s) => ops.not(s.truths([9])) },
  negate: single(ops.negate),
  exp: single(ops.exp),
  log: single(ops.log, { from: 0.2, to: 3 }),
  sqrt: single(ops.sqrt, { from: 0.2, to: 3 }),
  reciprocal: {
    ...single(ops.reciprocal, { from: 0.3, to: 3 }),
    negative: (s) => ops.reciprocal(s.numbers([4], { from: -3, to: -0.3 })),
  },
  abs: single(ops.abs, { kinks: [0] }),
  sign: { ...single(ops.sign, { kinks: [0] }), zero: () => ops.sign(ops.constant([-3, 0, 2], [3])) },
  sin: { ...single(ops.sin), "of large angles": (s) => ops.sin(s.numbers([6], { from: -40, to: 40 })) },
  cos: { ...single(ops.cos), "of large angles": (s) => ops.cos(s.numbers([6], { from: -40, to: 40 })) },
  tanh: single(ops.tanh),
  sigmoid: single(ops.sigmoid, { from: -4, to: 4 }),
  relu: single(ops.relu, { kinks: [0] }),
  positive: {
    "and zero": (s) => ops.positive(ops.concatenate([s.numbers([7], { from: 0.001, to: 3 }), ops.constant([0, 0], [2])], 0)),
  },
  square: single(ops.square),
  erf: {
    ...single(ops.erf),
    "nearly 1": (s) => ops.erf(s.numbers([9], { from: 2, to: 7 })),
    "a few known values": () => ops.erf(ops.constant([-8, -1, 0, 0.5, 3], [5])),
  },
  softplus: {
    ...single(ops.softplus),
    "of large numbers": (s) => ops.softplus(s.numbers([6], { from: -200, to: 200 })),
  },
  select: {
    "between arrays": (s) => ops.select(s.truths([3, 4]), s.numbers([3, 4]), s.numbers([3, 4])),
    "between an array and a number": (s) => ops.select(s.truths([3, 4]), s.numbers([3, 4]), -1.5),
    "everything stretched": (s) => {
      const batch = s.symbol("batch", 1, 3);
      return ops.select(s.truths([batch, 1, 2]), s.numbers([3, 1]), s.numbers([batch, 3, 2]));
    },
    integers: (s) => ops.select(s.truths([6]), s.integers([6], 0, 9), ops.scalar(-1, "int64")),
  },
  cast: {
    "truth values to numbers": (s) => ops.cast(s.truths([3, 4]), "float"),
    "numbers to integers, cut towards zero": (s) =>
      ops.cast(s.numbers([9], { from: -3, to: 3, kinks: [-2, -1, 0, 1, 2] }), "int64"),
    "integers to numbers": (s) => ops.cast(s.integers([9], -9, 9), "float"),
    "integers to truth values": (s) => ops.cast(s.integers([9], -1, 2), "bool"),
    "truth values to integers": (s) => ops.cast(s.truths([9]), "int64"),
  },
};

function pairs(op: (a: Value | number, b: Value | number) => Value, domain: Domain = {}): Record<string, OpCase> {
  const symbolic = (s: Sample) => [s.symbol("batch", 1, 3), s.symbol("time", 1, 3)];
  return {
    "equal shapes": (s) => op(s.numbers([2, 3], domain), s.numbers([2, 3], domain)),
    "the second stretched along two of three dimensions": (s) => {
      const [batch, time] = symbolic(s);
      return op(s.numbers([batch, 2, time], domain), s.numbers([2, 1], domain));
    },
    "each stretched by the other": (s) => {
      const [batch, time] = symbolic(s);
      return op(s.numbers([batch, 1, time], domain), s.numbers([1, 2, 1], domain));
    },
    "an array and a scalar": (s) => op(s.numbers([], domain), s.numbers([4], domain)),
    "an array and a number": (s) => op(s.numbers([4], domain), 1.5),
    "a number and an array": (s) => op(1.5, s.numbers([s.symbol("batch", 1, 5)], domain)),
    "the same array twice": (s) => {
      const x = s.numbers([5], domain);
      return op(x, x);
    },
  };
}

/** Cases of an op that bends where its inputs are equal: they are drawn so that they never are. */
function apart(op: (a: Value | number, b: Value | number) => Value): Record<string, OpCase> {
  return {
    "equal shapes": (s) => op(s.distinct([3, 4]), s.distinct([3, 4], 1)),
    "one stretched": (s) => op(s.distinct([s.symbol("batch", 1, 3), 4]), s.distinct([4], 1)),
    "both stretched": (s) => op(s.distinct([3, 1]), s.distinct([1, 4], 1)),
    "a number": (s) => op(s.distinct([9]), 1 / 128),
  };
}

function single(op: (x: Value) => Value, domain: Domain = {}): Record<string, OpCase> {
  return {
    "a vector": (s) => op(s.numbers([6], domain)),
    "a scalar": (s) => op(s.numbers([], domain)),
    "symbolic sizes": (s) => op(s.numbers([s.symbol("batch", 1, 3), 2, s.symbol("time", 1, 4)], domain)),
  };
}
