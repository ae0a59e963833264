import { broadcastDims, mapBroadcast } from "./broadcast.ts";
import { defineOp, type GradientThunk, type NodeSpec, nothingComputed, type Value, type ValueType } from "./op.ts";
import { asValue, type Operand } from "./source.ts";

type Pair = readonly [a: Value, b: Value];
type GradientArguments<Inputs> = { readonly inputs: Inputs; readonly y: Value; readonly dy: Value };
type Gradient<Inputs> = "none" | ((args: GradientArguments<Inputs>) => readonly (GradientThunk | undefined)[]);

/** `a + b`, broadcast. */
export function add(a: Operand, b: Operand): Value {
  return addOp(pair(a, b), undefined);
}
const addOp = binary(
  "add",
  "Add",
  (a, b) => a + b,
  ({ dy }) => [() => dy, () => dy],
);

/** `a − b`, broadcast. */
export function subtract(a: Operand, b: Operand): Value {
  return subtractOp(pair(a, b), undefined);
}
const subtractOp = binary(
  "subtract",
  "Sub",
  (a, b) => a - b,
  ({ dy }) => [() => dy, () => negate(dy)],
);

/** `a · b`, broadcast. */
export function multiply(a: Operand, b: Operand): Value {
  return multiplyOp(pair(a, b), undefined);
}
const multiplyOp = binary(
  "multiply",
  "Mul",
  (a, b) => a * b,
  ({ inputs: [a, b], dy }) => [() => multiply(dy, b), () => multiply(dy, a)],
);

/** `a / b`, broadcast. */
export function divide(a: Operand, b: Operand): Value {
  return divideOp(pair(a, b), undefined);
}
const divideOp = binary(
  "divide",
  "Div",
  (a, b) => a / b,
  ({ inputs: [, b], y, dy }) => [
    () => divide(dy, b),
    () => negate(divide(multiply(dy, y), b)), // d(a/b)/db = −(a/b)/b
  ],
);

/** The whole part of `a / b`, rounded towards zero, of integers; broadcast. */
export function quotient(a: Operand, b: Operand): Value {
  return quotientOp(pair(a, b), undefined);
}
const quotientOp = binary("quotient", "Div", (a, b) => Math.trunc(a / b), "none");

/** What `a` is above a multiple of `b`: from 0 up to `b` for positive integers `b`, also where `a` is negative; broadcast. */
export function remainder(a: Operand, b: Operand): Value {
  return remainderOp(pair(a, b), undefined);
}
const remainderOp = binary("remainder", "Mod", (a, b) => ((a % b) + b) % b, "none");

/** The larger of `a` and `b`, broadcast; where they are equal the gradient goes to `a`. */
export function maximum(a: Operand, b: Operand): Value {
  return maximumOp(pair(a, b), undefined);
}
const maximumOp = binary("maximum", "Max", Math.max, ({ inputs: [a, b], dy }) => chosen(not(less(a, b)), dy));

/** The smaller of `a` and `b`, broadcast; where they are equal the gradient goes to `a`. */
export function minimum(a: Operand, b: Operand): Value {
  return minimumOp(pair(a, b), undefined);
}
const minimumOp = binary("minimum", "Min", Math.min, ({ inputs: [a, b], dy }) => chosen(not(less(b, a)), dy));

/** `a < b`, broadcast. */
export function less(a: Operand, b: Operand): Value {
  return lessOp(pair(a, b), undefined);
}
const lessOp = binary("less", "Less", (a, b) => Number(a < b), "none", "bool");

/** `a > b`, broadcast. */
export function greater(a: Operand, b: Operand): Value {
  return less(b, a);
}

/** `a = b`, broadcast. */
export function equal(a: Operand, b: Operand): Value {
  return equalOp(pair(a, b), undefined);
}
const equalOp = binary("equal", "Equal", (a, b) => Number(a === b), "none", "bool");

/** Both `a` and `b`, truth values. */
export function and(a: Value, b: Value): Value {
  return andOp([a, b], undefined);
}
const andOp = binary("and", "And", (a, b) => Number(a !== 0 && b !== 0), "none", "bool");

/** The contrary of a truth value. */
export function not(x: Value): Value {
  return notOp([x], undefined);
}
const notOp = unary("not", "Not", (x) => Number(x === 0), "none");

/** `−x`. */
export function negate(x: Value): Value {
  return negateOp([x], undefined);
}
const negateOp = unary(
  "negate",
  "Neg",
  (x) => -x,
  ({ dy }) => [() => negate(dy)],
);

/** `eˣ`. */
export function exp(x: Value): Value {
  return expOp([x], undefined);
}
const expOp = unary("exp", "Exp", Math.exp, ({ y, dy }) => [() => multiply(dy, y)]);

/** The natural logarithm. */
export function log(x: Value): Value {
  return logOp([x], undefined);
}
const logOp = unary("log", "Log", Math.log, ({ inputs: [x], dy }) => [() => divide(dy, x)]);

/** The square root. */
export function sqrt(x: Value): Value {
  return sqrtOp([x], undefined);
}
const sqrtOp = unary("sqrt", "Sqrt", Math.sqrt, ({ y, dy }) => [() => divide(multiply(dy, 0.5), y)]);

/** `1 / x`. */
export function reciprocal(x: Value): Value {
  return reciprocalOp([x], undefined);
}
const reciprocalOp = unary(
  "reciprocal",
  "Reciprocal",
  (x) => 1 / x,
  ({ y, dy }) => [() => negate(multiply(dy, multiply(y, y)))],
);

/** `|x|`; the gradient at 0 is 0. */
export function abs(x: Value): Value {
  return absOp([x], undefined);
}
const absOp = unary("abs", "Abs", Math.abs, ({ inputs: [x], dy }) => [() => multiply(dy, sign(x))]);

/** −1, 0 or 1. */
export function sign(x: Value): Value {
  return signOp([x], undefined);
}
const signOp = unary("sign", "Sign", Math.sign, "none");

/** The sine of an angle in radians. */
export function sin(x: Value): Value {
  return sinOp([x], undefined);
}
const sinOp = unary("sin", "Sin", Math.sin, ({ inputs: [x], dy }) => [() => multiply(dy, cos(x))]);

/** The cosine of an angle in radians. */
export function cos(x: Value): Value {
  return cosOp([x], undefined);
}
const cosOp = unary("cos", "Cos", Math.cos, ({ inputs: [x], dy }) => [() => negate(multiply(dy, sin(x)))]);

/** The hyperbolic tangent. */
export function tanh(x: Value): Value {
  return tanhOp([x], undefined);
}
const tanhOp = unary("tanh", "Tanh", Math.tanh, ({ y, dy }) => [() => multiply(dy, subtract(1, multiply(y, y)))]);

/** The logistic function `1 / (1 + e⁻ˣ)`. */
export function sigmoid(x: Value): Value {
  return sigmoidOp([x], undefined);
}
const sigmoidOp = unary(
  "sigmoid",
  "Sigmoid",
  (x) => 1 / (1 + Math.exp(-x)),
  ({ y, dy }) => [() => multiply(dy, multiply(y, subtract(1, y)))],
);

/** `max(0, x)`; the gradient at 0 is 0. */
export function relu(x: Value): Value {
  return reluOp([x], undefined);
}
const reluOp = unary(
  "relu",
  "Relu",
  (x) => Math.max(0, x),
  ({ y, dy }) => [() => multiply(dy, positive(y))],
);

/** 1 where `x > 0`, 0 where not, for x that are not negative. */
export function positive(x: Value): Value {
  return positiveOp([x], undefined);
}
const positiveOp = defineOp<readonly [x: Value], undefined>({
  name: "positive",
  broadcasts: true,
  shape: ({ inputs: [x] }) => x.shape,
  // min(1, 10³⁸·x) is one pass over memory; a comparison and a choice are two slow ones.
  lower: () => ({ type: "HardSigmoid", attributes: { alpha: { float: 1e38 }, beta: { float: 0 } } }),
  evaluate: ({ inputs: [x] }) => x.data.map((v) => Number(v > 0)),
  gradient: "none",
});

/** `x²`. */
export function square(x: Value): Value {
  return squareOp([x], undefined);
}
const squareOp = defineOp<readonly [x: Value], undefined>({
  name: "square",
  shape: ({ inputs: [x] }) => x.shape,
  lower: ({ names: [x] }) => ({ type: "Mul", inputs: [x, x] }),
  evaluate: ({ inputs: [x] }) => x.data.map((v) => v * v),
  gradient: ({ inputs: [x], dy }) => [() => multiply(multiply(dy, 2), x)],
});

/** `a` where `condition` is true, `b` elsewhere, broadcast. */
export function select(condition: Value, a: Operand, b: Operand): Value {
  return selectOp([condition, asValue(a), asValue(b)], undefined);
}
const selectOp = defineOp<readonly [condition: Value, a: Value, b: Value], undefined>({
  name: "select",
  broadcasts: true,
  shape: ({ inputs }) => broadcastDims(inputs.map((x) => x.shape)),
  type: ({ inputs }) => inputs[1].type,
  lower: () => ({ type: "Where" }),
  evaluate: ({ inputs, shape }) => mapBroadcast(inputs, shape, (c, a, b) => (c !== 0 ? a : b)),
  gradient: ({ inputs: [condition], dy }) => [undefined, ...chosen(condition, dy)],
});

/** The value as another type: truth values become 0 and 1, fractions are cut towards zero. */
export function cast(x: Value, type: ValueType): Value {
  return x.type === type ? x : castOp([x], { type });
}
const onnxType: Record<ValueType, number> = { float: 1, int64: 7, bool: 9 };
const castOp = defineOp<readonly [x: Value], { type: ValueType }>({
  name: "cast",
  shape: ({ inputs: [x] }) => x.shape,
  type: ({ attrs }) => attrs.type,
  lower: ({ attrs }) => ({ type: "Cast", attributes: { to: onnxType[attrs.type] } }),
  operations: nothingComputed,
  evaluate: ({ inputs: [x], attrs }) =>
    x.data.map((v) => (attrs.type === "bool" ? Number(v !== 0) : attrs.type === "int64" ? Math.trunc(v) : v)),
  gradient: "none",
});

/** `dy` where the condition holds, to the first; to the second elsewhere. */
function chosen(condition: Value, dy: Value): readonly GradientThunk[] {
  return [() => select(condition, dy, 0), () => select(condition, 0, dy)];
}

function pair(a: Operand, b: Operand): Pair {
  const type = typeof a === "number" ? (typeof b === "number" ? "float" : b.type) : a.type;
  return [asValue(a, type), asValue(b, type)];
}

function unary(name: string, node: string, f: (x: number) => number, gradient: Gradient<readonly [x: Value]>) {
  return defineOp<readonly [x: Value], undefined>({
    name,
    broadcasts: true,
    shape: ({ inputs: [x] }) => x.shape,
    lower: (): NodeSpec => ({ type: node }),
    evaluate: ({ inputs: [x] }) => x.data.map(f),
    gradient,
  });
}

function binary(name: string, node: string, f: (a: number, b: number) => number, gradient: Gradient<Pair>, type?: ValueType) {
  return defineOp<Pair, undefined>({
    name,
    broadcasts: true,
    ...(type && { type }),
    shape: ({ inputs }) => broadcastDims(inputs.map((x) => x.shape)),
    lower: (): NodeSpec => ({ type: node }),
    evaluate: ({ inputs, shape }) => mapBroadcast(inputs, shape, f),
    gradient,
  });
}
