import { broadcastSize, zipInto } from "../values/broadcast.ts";
import { roundHalfAway } from "../values/classes.ts";
import { numericOf } from "../values/construct.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import { argument, fail, numbersAt, refuseType, reserve, scalarAt } from "./arguments.ts";
import { arithmeticClass, arrayOf, type ElementClass, isInteger, type Numbers } from "./arrays.ts";
import { define } from "./define.ts";
import { erf, erfInverse, factorialOf, gammaOf, logGamma } from "./specialFunctions.ts";

type OfOne = (x: number) => number;

/** Whole numbers stay whole under these. */
const ofAnyClass: Readonly<Record<string, OfOne>> = {
  abs: Math.abs,
  sign: Math.sign,
  floor: Math.floor,
  ceil: Math.ceil,
  fix: Math.trunc,
  real: (x) => x,
  conj: (x) => x,
  imag: () => 0,
};

/** MATLAB refuses these for integer classes. */
const ofReals: Readonly<Record<string, OfOne>> = {
  exp: Math.exp,
  expm1: Math.expm1,
  log1p: Math.log1p,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  asinh: Math.asinh,
  sec: (x) => 1 / Math.cos(x),
  csc: (x) => 1 / Math.sin(x),
  cot: (x) => 1 / Math.tan(x),
  sind: (x) => (x % 180 === 0 ? 0 : Math.sin((x * Math.PI) / 180)),
  cosd: (x) => ((x - 90) % 180 === 0 ? 0 : Math.cos((x * Math.PI) / 180)),
  deg2rad: (x) => (x * Math.PI) / 180,
  rad2deg: (x) => (x * 180) / Math.PI,
  erf,
  erfc: (x) => 1 - erf(x),
  erfinv: erfInverse,
  gamma: gammaOf,
  gammaln: logGamma,
  factorial: factorialOf,
  nextpow2: (x) => (x === 0 ? 0 : Math.ceil(Math.log2(Math.abs(x)))),
  angle: (x) => (x < 0 ? Math.PI : 0),
};

/** Functions of real numbers in a domain; outside of it their results are complex. */
const inDomain: Readonly<Record<string, readonly [OfOne, (x: number) => boolean, (x: number) => readonly [number, number]]>> = {
  sqrt: [Math.sqrt, (x) => !(x < 0), (x) => [0, Math.sqrt(-x)]],
  log: [Math.log, (x) => !(x < 0), (x) => [Math.log(-x), Math.PI]],
  log2: [Math.log2, (x) => !(x < 0), (x) => [Math.log2(-x), Math.PI / Math.LN2]],
  log10: [Math.log10, (x) => !(x < 0), (x) => [Math.log10(-x), Math.PI / Math.LN10]],
  asin: [Math.asin, (x) => !(Math.abs(x) > 1), (x) => [(Math.sign(x) * Math.PI) / 2, Math.sign(x) * Math.acosh(Math.abs(x))]],
  acos: [Math.acos, (x) => !(Math.abs(x) > 1), (x) => [x > 0 ? 0 : Math.PI, -Math.sign(x) * Math.acosh(Math.abs(x))]],
  acosh: [
    Math.acosh,
    (x) => !(x < 1),
    (x) => [Math.log(Math.abs(x + Math.sqrt(Math.max(x * x - 1, 0)))), Math.acos(Math.max(x, -1))],
  ],
  atanh: [
    Math.atanh,
    (x) => !(Math.abs(x) > 1),
    (x) => [Math.log(Math.abs((1 + x) / (1 - x))) / 2, (Math.sign(x) * Math.PI) / 2],
  ],
};

function mapped(call: Call, compute: OfOne): Value {
  const { size, data, class: name } = numbersAt(call, 0);
  reserve(call, size);
  return arrayOf(size, Float64Array.from(data, compute), arithmeticClass(name));
}

function ofOne(name: string, compute: OfOne, integers: boolean): Builtin {
  return define(
    name,
    (call) => {
      const value = argument(call, 0);
      if (value.kind === "numeric" && value.imaginary !== undefined) return ofComplex(call, name);
      if (!integers && isInteger(numbersAt(call, 0).class)) return refuseType(call, value);
      return mapped(call, compute);
    },
    { least: 1, most: 1 },
  );
}

/** The magnitude, parts and angle of complex numbers; nothing else of them is supported. */
function ofComplex(call: Call, name: string): Value {
  const value = call.args[0];
  if (value.kind !== "numeric" || value.imaginary === undefined) return refuseType(call, value);
  const [re, im] = [value.data, value.imaginary].map((part) => Float64Array.from(part as ArrayLike<number>, Number));
  const parts: Record<string, (i: number) => number> = {
    abs: (i) => Math.hypot(re[i], im[i]),
    real: (i) => re[i],
    imag: (i) => im[i],
    angle: (i) => Math.atan2(im[i], re[i]),
  };
  if (name === "conj") return { ...value, imaginary: Float64Array.from(im, (x) => -x) };
  const part = parts[name];
  if (part === undefined) fail(call, "layergraph:complex", `${name} of complex numbers is not supported; it is for real ones.`);
  return arrayOf(
    value.size,
    Float64Array.from(re, (_, i) => part(i)),
    value.class,
  );
}

function ofDomain(name: string): Builtin {
  const [compute, holds, outside] = inDomain[name];
  return define(
    name,
    (call) => {
      const { size, data, class: kind } = numbersAt(call, 0);
      if (isInteger(kind)) return refuseType(call, call.args[0]);
      if (Array.prototype.every.call(data, holds)) return mapped(call, compute);
      const [re, im] = [new Float64Array(reserve(call, size)), new Float64Array(reserve(call, size))];
      for (let i = 0; i < data.length; i++) [re[i], im[i]] = holds(data[i]) ? [compute(data[i]), 0] : outside(data[i]);
      return { ...numericOf(size, re, "double"), imaginary: im };
    },
    { least: 1, most: 1 },
  );
}

function round(call: Call): Value {
  if (call.args.length === 1) return mapped(call, roundHalfAway);
  const digits = scalarAt(call, 1);
  const significant = call.args.length > 2;
  return mapped(call, (x) => {
    if (x === 0 || !Number.isFinite(x)) return x;
    const places = significant ? digits - 1 - Math.floor(Math.log10(Math.abs(x))) : digits;
    const scale = 10 ** Math.abs(places);
    const rounded = places >= 0 ? roundHalfAway(x * scale) / scale : roundHalfAway(x / scale) * scale;
    return Number.isFinite(rounded) ? rounded : x;
  });
}

function complex(call: Call): Value {
  const re = numbersAt(call, 0);
  const im = call.args[1] === undefined ? { ...re, data: new Float64Array(re.data.length) } : numbersAt(call, 1);
  const part = (of: OfTwo): Float64Array => {
    const made = combined(call, re, im, "double", of);
    return made.kind === "numeric" ? (made.data as Float64Array) : new Float64Array(0);
  };
  const size = broadcastSize(re.size, im.size);
  return {
    ...numericOf(
      size,
      part((x) => x),
      "double",
    ),
    imaginary: part((_, y) => y),
  };
}

type OfTwo = (a: number, b: number) => number;

/** Two arrays computed with element by element, broadcast. */
export function combined(call: Call, a: Numbers, b: Numbers, name: ElementClass, compute: OfTwo): Value {
  const size = broadcastSize(a.size, b.size);
  const data = new Float64Array(reserve(call, size));
  zipInto([a.size, a.data], [b.size, b.data], size, data, compute);
  return arrayOf(size, data, name);
}

/** The class that arithmetic on two arrays gives. */
export function commonClass(call: Call, a: Numbers, b: Numbers): ElementClass {
  for (const [one, other] of [
    [a, b],
    [b, a],
  ]) {
    if (!isInteger(one.class)) continue;
    if (isInteger(other.class) && one.class !== other.class)
      fail(call, "MATLAB:mixedClasses", "Integers can only be combined with integers of the same class, or scalar doubles.");
    return one.class;
  }
  return a.class === "single" || b.class === "single" ? "single" : "double";
}

function ofTwo(name: string, compute: OfTwo): Builtin {
  return define(
    name,
    (call) => {
      const [a, b] = [numbersAt(call, 0), numbersAt(call, 1)];
      return combined(call, a, b, commonClass(call, a, b), compute);
    },
    { least: 2, most: 2 },
  );
}

/** MATLAB's `mod`: the sign of the divisor; `mod(x, 0)` is x. */
export function modulo(x: number, divisor: number): number {
  if (divisor === 0) return x;
  const rest = x % divisor;
  const whole =
    Math.abs(x / divisor - Math.round(x / divisor)) < Number.EPSILON * Math.abs(x / divisor) && !Number.isInteger(divisor);
  if (rest === 0 || whole) return 0;
  return rest < 0 !== divisor < 0 ? rest + divisor : rest;
}

function remainder(x: number, divisor: number): number {
  return divisor === 0 ? Number.NaN : x % divisor || 0;
}

/** The greatest common divisor. */
export function gcd(a: number, b: number): number {
  let [x, y] = [Math.abs(a), Math.abs(b)];
  while (y > 0) [x, y] = [y, x % y];
  return x;
}

function bits(compute: (a: bigint, b: bigint) => bigint): OfTwo {
  return (a, b) => {
    if ([a, b].every((x) => Number.isInteger(x) && x >= 0)) return Number(compute(BigInt(a), BigInt(b)));
    throw new ScriptError("MATLAB:bitops:range", "Inputs must have whole values that are not negative.");
  };
}

/** Functions of each element by itself. */
export const elementwise: readonly Builtin[] = [
  ...Object.entries(ofAnyClass).map(([name, compute]) => ofOne(name, compute, true)),
  ...Object.entries(ofReals).map(([name, compute]) => ofOne(name, compute, false)),
  ...Object.keys(inDomain).map(ofDomain),
  define("complex", complex, { least: 1, most: 2 }),
  define("round", round, { least: 1, most: 3 }),
  ofTwo("mod", modulo),
  ofTwo("rem", remainder),
  ofTwo("idivide", (a, b) => Math.trunc(a / b)),
  ofTwo("atan2", Math.atan2),
  ofTwo("hypot", (a, b) => Math.hypot(a, b)),
  ofTwo("nthroot", (x, n) => (x < 0 && n % 2 !== 0 ? -((-x) ** (1 / n)) : x ** (1 / n))),
  ofTwo("gcd", gcd),
  ofTwo("lcm", (a, b) => (a === 0 || b === 0 ? 0 : Math.abs(a * b) / gcd(a, b))),
  ofTwo(
    "bitand",
    bits((a, b) => a & b),
  ),
  ofTwo(
    "bitor",
    bits((a, b) => a | b),
  ),
  ofTwo(
    "bitxor",
    bits((a, b) => a ^ b),
  ),
  ofTwo("bitshift", (a, b) => (b >= 0 ? a * 2 ** b : Math.floor(a / 2 ** -b))),
];
