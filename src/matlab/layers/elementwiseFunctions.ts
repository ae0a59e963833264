import {
  abs,
  add,
  cast,
  cos,
  divide,
  equal,
  erf,
  exp,
  less,
  log,
  maximum,
  minimum,
  multiply,
  negate,
  not,
  type Value as Op,
  reciprocal,
  relu,
  select,
  sigmoid,
  sign,
  sin,
  softplus,
  sqrt,
  square,
  subtract,
  tanh,
} from "../../ops/index.ts";
import type { BinaryOperator, UnaryOperator } from "../syntax/ast.ts";
import type { Call } from "../values/value.ts";
import { elementwise } from "./alignment.ts";
import type { Family, Result } from "./functionArguments.ts";
import { binary, tracedFrom, truths, unary } from "./operators.ts";
import { combined, matrixOf } from "./symbolicNumbers.ts";
import { asFloat, type TracedArray, tracedOf, withValue } from "./tracedArray.ts";

const rules: Readonly<Record<string, (x: Op) => Op>> = {
  abs,
  cos,
  erf,
  exp,
  log,
  sigmoid,
  logsig: sigmoid,
  sign,
  sin,
  softplus,
  sqrt,
  tanh,
  tansig: tanh,
  erfc: (x) => subtract(1, erf(x)),
  expm1: (x) => subtract(exp(x), 1),
  log1p: (x) => log(add(x, 1)),
  log2: (x) => multiply(log(x), 1 / Math.LN2),
  log10: (x) => multiply(log(x), 1 / Math.LN10),
  sinh: (x) => multiply(subtract(exp(x), exp(negate(x))), 0.5),
  cosh: (x) => multiply(add(exp(x), exp(negate(x))), 0.5),
  tan: (x) => divide(sin(x), cos(x)),
  sec: (x) => reciprocal(cos(x)),
  csc: (x) => reciprocal(sin(x)),
  floor,
  ceil: (x) => negate(floor(negate(x))),
  fix: (x) => asFloat(cast(x, "int64")),
  round: (x) => multiply(sign(x), floor(add(abs(x), 0.5))),
  real: (x) => x,
  conj: (x) => x,
  isnan: (x) => not(equal(x, x)),
  isfinite: (x) => equal(subtract(x, x), 0),
  isinf: (x) => not(less(abs(x), Number.MAX_VALUE)),
  not: (x) => not(truths(x)),
};

const operators: Readonly<Record<string, BinaryOperator>> = {
  plus: "+",
  minus: "-",
  times: ".*",
  rdivide: "./",
  ldivide: ".\\",
  mtimes: "*",
  mrdivide: "/",
  power: ".^",
  mpower: "^",
  lt: "<",
  le: "<=",
  gt: ">",
  ge: ">=",
  eq: "==",
  ne: "~=",
  and: "&",
  or: "|",
};

const unaryOperators: Readonly<Record<string, UnaryOperator>> = { uminus: "-", uplus: "+", transpose: ".'", ctranspose: "'" };

const pairs: Readonly<Record<string, (a: Op, b: Op) => Op>> = {
  hypot: (a, b) => sqrt(add(square(a), square(b))),
  mod: (a, b) => subtract(a, multiply(b, floor(divide(a, b)))),
  rem: (a, b) => subtract(a, multiply(b, asFloat(cast(divide(a, b), "int64")))),
  xor: (a, b) => not(equal(truths(a), truths(b))),
};

/** Functions of each element by itself, and the operators by their names. */
export const elementwiseFunctions: Family = {
  ...mapped(rules, (rule, name) => (call) => sizesFirst(name, call) ?? applied(rule, tracedFrom(call.args[0], name))),
  ...mapped(
    operators,
    (operator) =>
      ({ args }) =>
        binary(operator, args[0], args[1]),
  ),
  ...mapped(
    unaryOperators,
    (operator, name) =>
      ({ args }) =>
        unary(operator, tracedFrom(args[0], name)),
  ),
  ...mapped(pairs, (rule, name) => (call) => {
    const both = [0, 1].map((i) => tracedFrom(call.args[i], name));
    return sizesFirst(name, call) ?? elementwise(rule, both);
  }),
  relu: ({ args }) => applied(relu, tracedFrom(args[0], "relu")),
};

/** An element by element function of one array. */
export function applied(rule: (x: Op) => Op, x: TracedArray): TracedArray {
  return withValue(x, rule(asFloat(x.value)));
}

/** The larger or the smaller of two arrays, element by element. */
export function extreme(which: "max" | "min", call: Call): Result {
  return (
    sizesFirst(which, call) ??
    elementwise(
      which === "max" ? maximum : minimum,
      call.args.slice(0, 2).map((arg) => tracedFrom(arg, which)),
    )
  );
}

/** What arithmetic on sizes alone gives; undefined where data is in it. */
export function sizesFirst(rule: string, { args }: Call): Result | undefined {
  if (args.some((arg) => tracedOf(arg))) return undefined;
  const [a, b] = args.map(matrixOf);
  return a && (args.length === 1 || b) ? combined(rule, a, b) : undefined;
}

/** The largest whole number that is not larger; its gradient is 0. */
function floor(x: Op): Op {
  const cut = asFloat(cast(x, "int64"));
  return select(less(x, cut), subtract(cut, 1), cut);
}

function mapped<T, R>(record: Readonly<Record<string, T>>, make: (value: T, name: string) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, make(value, name)]));
}
