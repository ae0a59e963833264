import { logical, numbers } from "../values/construct.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import { argument, chargeWork, fail, isEmptyMatrix, numbersAt, refuse, scalarAt } from "./arguments.ts";
import { arithmeticClass, arrayOf, linesAlong, withLength } from "./arrays.ts";
import { define, type Results } from "./define.ts";
import { combined, commonClass, modulo } from "./elementwise.ts";
import { alongWhat, meanOf, medianOf, reduced, sumOf, varianceOf } from "./reductions.ts";
import { keysOf } from "./sets.ts";
import { erf, erfInverse, logGamma } from "./specialFunctions.ts";

/** Functions of each element by itself. */
const ofOne: Readonly<Record<string, (x: number) => number>> = {
  asind: (x) => (Math.asin(x) * 180) / Math.PI,
  acosd: (x) => (Math.acos(x) * 180) / Math.PI,
  atand: (x) => (Math.atan(x) * 180) / Math.PI,
  tand: (x) => (x % 180 === 0 ? 0 : (x - 90) % 180 === 0 ? Number.POSITIVE_INFINITY : Math.tan((x * Math.PI) / 180)),
  erfcinv: (x) => erfInverse(1 - x),
  pow2: (x) => 2 ** x,
  mag2db: (x) => (x < 0 ? Number.NaN : 20 * Math.log10(x)),
  db2mag: (x) => 10 ** (x / 20),
  pow2db: (x) => 10 * Math.log10(x),
  db2pow: (x) => 10 ** (x / 10),
  sinc: (x) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)),
  wrapToPi: (x) => (Math.abs(x) <= Math.PI ? x : wrapped(x + Math.PI, 2 * Math.PI) - Math.PI),
  wrapTo2Pi: (x) => wrapped(x, 2 * Math.PI),
  wrapTo180: (x) => (Math.abs(x) <= 180 ? x : wrapped(x + 180, 360) - 180),
  wrapTo360: (x) => wrapped(x, 360),
};

/** The rest by a turn; a whole number of turns that is positive becomes one turn. */
function wrapped(x: number, turn: number): number {
  const rest = modulo(x, turn);
  return rest === 0 && x > 0 ? turn : rest;
}

const ofTwo: Readonly<Record<string, (a: number, b: number) => number>> = {
  atan2d: (y, x) => (Math.atan2(y, x) * 180) / Math.PI,
  beta: (a, b) => Math.exp(logGamma(a) + logGamma(b) - logGamma(a + b)),
  betaln: (a, b) => logGamma(a) + logGamma(b) - logGamma(a + b),
};

function mapped(name: string, compute: (x: number) => number): Builtin {
  return define(
    name,
    (call) => {
      const { size, data, class: kind } = numbersAt(call, 0);
      return arrayOf(size, Float64Array.from(data, compute), arithmeticClass(kind));
    },
    { least: 1, most: 1 },
  );
}

/** Functions of one line of numbers. */
const ofLine: Readonly<Record<string, (line: Float64Array) => number>> = {
  nanvar: (line) => varianceOf(line.filter((x) => !Number.isNaN(x))),
  rssq: (line) => Math.sqrt(line.reduce((sum, x) => sum + x * x, 0)),
  meansq: (line) => line.reduce((sum, x) => sum + x * x, 0) / line.length,
  peak2peak: (line) => highest(line) - lowest(line),
  peak2rms: (line) => highest(line.map(Math.abs)) / Math.sqrt(line.reduce((sum, x) => sum + x * x, 0) / line.length),
  geomean: (line) => Math.exp(meanOf(line.map(Math.log))),
  harmmean: (line) => line.length / sumOf(line.map((x) => 1 / x)),
};

const highest = (line: Float64Array): number => line.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
const lowest = (line: Float64Array): number => line.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);

/** A probability function of numbers and two parameters, each a scalar or an array of their size. */
function distribution(name: string, usual: readonly [number, number], of: (x: number, a: number, b: number) => number): Builtin {
  return define(
    name,
    (call) => {
      const x = numbersAt(call, 0);
      const [a, b] = usual.map((value, i) => (call.args[i + 1] === undefined ? [value] : numbersAt(call, i + 1).data));
      for (const each of [a, b])
        if (each.length !== 1 && each.length !== x.data.length)
          fail(call, "stats:InputSizeMismatch", `${name}: non-scalar arguments must match in size.`);
      return numbers(
        x.size,
        Float64Array.from(x.data, (each, i) => of(each, a[a.length === 1 ? 0 : i], b[b.length === 1 ? 0 : i])),
      );
    },
    { least: 1, most: 3 },
  );
}

const density = (x: number, mean: number, deviation: number): number =>
  deviation > 0 ? Math.exp(-0.5 * ((x - mean) / deviation) ** 2) / (deviation * Math.sqrt(2 * Math.PI)) : Number.NaN;

/** Whether no element is there twice; NaN is never equal. */
function allunique(call: Call): Value {
  const keys = keysOf(call, argument(call, 0));
  chargeWork(call, [keys.length]);
  const known = keys.filter((key) => key !== undefined && !Number.isNaN(key));
  return logical(new Set(known).size === known.length);
}

/** `clip(X, low, high)`: numbers brought between two bounds. */
function clip(call: Call): Value {
  const [x, low, high] = [numbersAt(call, 0), numbersAt(call, 1), numbersAt(call, 2)];
  const raised = combined(call, x, low, commonClass(call, x, low), (a, b) => Math.max(a, b));
  const part = numbersAt({ ...call, args: [raised] }, 0);
  return combined(call, part, high, commonClass(call, part, high), (a, b) => Math.min(a, b));
}

/** Judges a matrix by where it is not zero. */
function banded(name: string, allowed: (row: number, column: number) => boolean): Builtin {
  return define(
    name,
    (call) => {
      const { size, data } = numbersAt(call, 0);
      if (size.length !== 2) return logical(false);
      return logical(Array.from(data).every((x, i) => x === 0 || allowed(i % size[0], Math.floor(i / size[0]))));
    },
    { least: 1, most: 1 },
  );
}

function issymmetric(call: Call): Value {
  const { size, data } = numbersAt(call, 0);
  if (size.length !== 2 || size[0] !== size[1]) return logical(false);
  return logical(Array.from(data).every((x, i) => x === data[Math.floor(i / size[0]) + size[0] * (i % size[0])]));
}

function nonzeros(call: Call): Value {
  const { data, class: kind } = numbersAt(call, 0);
  const found = Array.from(data).filter((x) => x !== 0);
  return arrayOf([found.length, 1], found, kind);
}

/** `mat2gray(A)`, `mat2gray(A, [low high])`: numbers brought to 0 … 1. */
function mat2gray(call: Call): Value {
  const { size, data } = numbersAt(call, 0);
  const limits = call.args[1] === undefined || isEmptyMatrix(call.args[1]) ? undefined : numbersAt(call, 1).data;
  const all = Float64Array.from(data);
  const [low, high] = limits ? [limits[0], limits[1]] : [lowest(all), highest(all)];
  const scaled = high === low ? all : all.map((x) => (x - low) / (high - low));
  return numbers(
    size,
    scaled.map((x) => Math.min(Math.max(x, 0), 1)),
  );
}

/** `normc` and `normr`: columns or rows of length 1. */
function unit(name: string, dimension: number): Builtin {
  return define(
    name,
    (call) => {
      const { size, data } = numbersAt(call, 0);
      if (size.length !== 2) return refuse(call, 0, "a matrix");
      const { stride, length, starts } = linesAlong(size, dimension);
      const made = Float64Array.from(data);
      for (const start of starts) {
        let sum = 0;
        for (let k = 0; k < length; k++) sum += data[start + stride * k] ** 2;
        for (let k = 0; k < length; k++)
          made[start + stride * k] = sum === 0 ? 1 / Math.sqrt(length) : data[start + stride * k] / Math.sqrt(sum);
      }
      return numbers(size, made);
    },
    { least: 1, most: 1 },
  );
}

/** `minmax(P)`: the least and the greatest number of each row. */
function minmax(call: Call): Value {
  const { size, data } = numbersAt(call, 0);
  const rows = Array.from({ length: size[0] }, (_, i) =>
    Float64Array.from({ length: data.length / size[0] }, (_, j) => data[i + size[0] * j]),
  );
  return numbers([size[0], 2], [...rows.map(lowest), ...rows.map(highest)]);
}

/** `trimmean(x, percent)`: the mean without this share of the numbers, half of it at each end. */
function trimmean(call: Call): Value {
  const percent = scalarAt(call, 1);
  if (!(percent >= 0 && percent < 100)) return refuse(call, 1, "a percentage from 0 to below 100");
  const of = (line: Float64Array): number => {
    const sorted = Float64Array.from(line).sort();
    const cut = Math.round((sorted.length * percent) / 200 - Number.EPSILON);
    return meanOf(sorted.subarray(cut, sorted.length - cut));
  };
  return reduced({ ...call, args: [call.args[0], ...call.args.slice(2)] }, 1, of, () => "double");
}

/** `isoutlier`, with `'median'` (default), `'mean'` or `'quartiles'`: what is far from the middle of its line. */
function outliers(call: Call): { readonly bits: Uint8Array; readonly size: readonly number[] } {
  const method = call.args[1] === undefined ? "median" : String(textMethod(call));
  const [array, dimension] = alongWhat({ ...call, args: [call.args[0]] }, 1);
  chargeWork(call, [...array.size, 4]);
  const { stride, length, starts } = linesAlong(array.size, dimension);
  const bits = new Uint8Array(array.data.length);
  for (const start of starts) {
    const line = Float64Array.from({ length }, (_, k) => array.data[start + stride * k]);
    const [low, high] = limitsOf(
      line.filter((x) => !Number.isNaN(x)),
      method,
    );
    for (let k = 0; k < length; k++) if (line[k] < low || line[k] > high) bits[start + stride * k] = 1;
  }
  return { bits, size: array.size };
}

function textMethod(call: Call): string {
  const value = argument(call, 1);
  const name = value.kind === "char" ? value.text : value.kind === "string" ? (value.values[0] ?? "") : "";
  if (["median", "mean", "quartiles"].includes(name)) return name;
  return fail(call, "layergraph:unsupported", `${call.name} is supported with 'median', 'mean' and 'quartiles'.`);
}

/** Three scaled deviations around the median or the mean, or 1.5 spans of the quartiles beyond these. */
function limitsOf(line: Float64Array, method: string): readonly [number, number] {
  if (line.length === 0) return [0, 0];
  if (method === "mean") {
    const [middle, deviation] = [meanOf(line), Math.sqrt(varianceOf(line))];
    return [middle - 3 * deviation, middle + 3 * deviation];
  }
  if (method === "quartiles") {
    const sorted = Float64Array.from(line).sort();
    const at = (share: number): number => {
      const place = Math.min(Math.max(share * sorted.length - 0.5, 0), sorted.length - 1);
      const below = Math.floor(place);
      return sorted[below] + (place - below) * ((sorted[below + 1] ?? sorted[below]) - sorted[below]);
    };
    const [first, third] = [at(0.25), at(0.75)];
    return [first - 1.5 * (third - first), third + 1.5 * (third - first)];
  }
  const middle = medianOf(line);
  const scale = 1.482602218505602 * medianOf(line.map((x) => Math.abs(x - middle)));
  return [middle - 3 * scale, middle + 3 * scale];
}

function rmoutliers(call: Call): Results {
  const { size, data, class: kind } = numbersAt(call, 0);
  const { bits } = outliers(call);
  const [rows, width] = size;
  if (rows === 1 || width === 1) {
    const kept = Array.from(data).filter((_, i) => bits[i] === 0);
    return arrayOf(rows === 1 ? [1, kept.length] : [kept.length, 1], kept, kind);
  }
  const lost = new Uint8Array(rows);
  for (const [k, bit] of bits.entries()) if (bit === 1) lost[k % rows] = 1;
  const good = Array.from({ length: rows }, (_, i) => i).filter((i) => lost[i] === 0);
  return arrayOf(
    withLength(size, 0, good.length),
    Array.from({ length: width }, (_, j) => good.map((i) => data[i + rows * j])).flat(),
    kind,
  );
}

/** `eomday(year, month)`. */
const daysInMonth = (year: number, month: number): number =>
  new Date(Date.UTC(2000, month, 0)).getUTCDate() + leapDay(year, month);
const leapDay = (year: number, month: number): number =>
  month === 2 ? (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 0 : -1) : 0;

/** Further functions of numbers. */
export const moreElements: readonly Builtin[] = [
  ...Object.entries(ofOne).map(([name, compute]) => mapped(name, compute)),
  ...[...Object.entries(ofTwo), ["eomday", daysInMonth] as const].map(([name, compute]) =>
    define(
      name,
      (call) => {
        const [a, b] = [numbersAt(call, 0), numbersAt(call, 1)];
        return combined(call, a, b, commonClass(call, a, b), compute);
      },
      { least: 2, most: 2 },
    ),
  ),
  ...Object.entries(ofLine).map(([name, of]) =>
    define(name, (call) => reduced(call, 1, of, (kind) => (kind === "single" ? "single" : "double")), { least: 1, most: 2 }),
  ),
  distribution("normpdf", [0, 1], density),
  distribution("normcdf", [0, 1], (x, mean, deviation) => (1 + erf((x - mean) / (deviation * Math.SQRT2))) / 2),
  distribution("norminv", [0, 1], (p, mean, deviation) => mean + deviation * Math.SQRT2 * erfInverse(2 * p - 1)),
  distribution("unifpdf", [0, 1], (x, low, high) => (x >= low && x <= high ? 1 / (high - low) : 0)),
  define("allunique", allunique, { least: 1, most: 1 }),
  define("clip", clip, { least: 3, most: 3 }),
  banded("isdiag", (row, column) => row === column),
  banded("istril", (row, column) => row >= column),
  banded("istriu", (row, column) => row <= column),
  define("issymmetric", issymmetric, { least: 1, most: 1 }),
  define("nonzeros", nonzeros, { least: 1, most: 1 }),
  define("mat2gray", mat2gray, { least: 1, most: 2 }),
  unit("normc", 0),
  unit("normr", 1),
  define("minmax", minmax, { least: 1, most: 1 }),
  define("trimmean", trimmean, { least: 2, most: 3 }),
  define("allfinite", (call) => logical(Array.from(numbersAt(call, 0).data).every(Number.isFinite)), { least: 1, most: 1 }),
  define(
    "isoutlier",
    (call) => {
      const { bits, size } = outliers(call);
      return { kind: "logical", size, data: bits };
    },
    { least: 1, most: 2 },
  ),
  define("rmoutliers", rmoutliers, { least: 1, most: 2 }),
];
