import { type MatSize, numberOfElements } from "../../data/matValues.ts";
import { number, numbers } from "../values/construct.ts";
import { sizeOf } from "../values/shape.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import {
  chargeWork,
  dimensionsAt,
  fail,
  isEmptyMatrix,
  isOption,
  numbersAt,
  refuseType,
  wholeAt,
  withoutFlags,
} from "./arguments.ts";
import {
  arithmeticClass,
  arrayOf,
  type ElementClass,
  firstDimension,
  gathered,
  isInteger,
  linesAlong,
  type Numbers,
  withLength,
} from "./arrays.ts";
import { define, type Results } from "./define.ts";
import { combined, commonClass } from "./elementwise.ts";
import { permuted } from "./rearranging.ts";

/** One number from the numbers of a line. */
export type OfLine = (line: Float64Array) => number;

/** Flags that reductions take. */
const flagNames = ["omitnan", "includenan", "omitmissing", "includemissing", "native", "default", "double"];

/** Reduces along dimensions: of the argument at `position`, `'all'`, several (`[1 2]`), or the first that is not 1. */
export function reduced(call: Call, position: number, of: OfLine, kind: (given: ElementClass) => ElementClass): Value {
  const { call: plain, flags } = withoutFlags(call, flagNames);
  const [array, dimension] = alongWhat(plain, position);
  chargeWork(call, array.size);
  const leaving = flags.has("omitnan") || flags.has("omitmissing");
  const { stride, length, starts } = linesAlong(array.size, dimension);
  const line = new Float64Array(length);
  const result = Float64Array.from(starts, (start) => {
    for (let k = 0; k < length; k++) line[k] = array.data[start + stride * k];
    return of(leaving ? line.filter((x) => !Number.isNaN(x)) : line);
  });
  return arrayOf(withLength(array.size, dimension, 1), result, kind(array.class));
}

/** The array and the one dimension (from 0) to go along: several dimensions are put together first. */
export function alongWhat(call: Call, position: number): readonly [Numbers, number] {
  const array = numbersAt(call, 0);
  const given = call.args[position];
  if (given === undefined) {
    const empty = array.size.length === 2 && array.size[0] === 0 && array.size[1] === 0;
    return empty ? [{ ...array, size: [0, 1] }, 0] : [array, firstDimension(array.size)];
  }
  if (isOption(given, "all")) return [{ ...array, size: [array.data.length, 1] }, 0];
  const dimensions = dimensionsAt(call, position);
  return dimensions.length === 1 ? [array, dimensions[0]] : [together(call, array, dimensions), Math.min(...dimensions)];
}

/** The array with these dimensions made into one, at the place of the first, the others 1. */
function together(call: Call, array: Numbers, dimensions: readonly number[]): Numbers {
  const count = Math.max(array.size.length, ...dimensions.map((d) => d + 1));
  const size = Array.from({ length: count }, (_, d) => array.size[d] ?? 1);
  const first = Math.min(...dimensions);
  const rest = size.map((_, d) => d).filter((d) => !dimensions.includes(d));
  const order = [...rest.filter((d) => d < first), ...dimensions, ...rest.filter((d) => d > first)];
  const moved = permuted(arrayOf(size, array.data), order);
  const merged = size.map((length, d) => (dimensions.includes(d) ? 1 : length));
  merged[first] = numberOfElements(dimensions.map((d) => size[d]));
  return { ...numbersAt({ ...call, args: [gathered(moved, merged)] }, 0), size: merged, class: array.class };
}

function reduction(name: string, of: OfLine, kind: (given: ElementClass) => ElementClass): Builtin {
  return define(name, (call) => reduced(call, 1, of, kind), { least: 1 });
}

/** The sum. */
export function sumOf(line: Float64Array): number {
  let sum = 0;
  for (const x of line) sum += x;
  return sum;
}

/** The mean; NaN of nothing. */
export function meanOf(line: Float64Array): number {
  return sumOf(line) / line.length;
}

/** The median; NaN of nothing, and where there is a NaN. */
export function medianOf(line: Float64Array): number {
  if (line.length === 0 || line.some(Number.isNaN)) return Number.NaN;
  const sorted = Float64Array.from(line).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The mean squared distance from the mean; over n − 1 (`weight` 0) or n (`weight` 1). */
export function varianceOf(line: Float64Array, weight = 0): number {
  if (line.length === 1) return Number.isFinite(line[0]) ? 0 : Number.NaN;
  const mean = meanOf(line);
  let sum = 0;
  for (const x of line) sum += (x - mean) ** 2;
  return sum / (line.length - (weight === 1 ? 0 : 1));
}

/** The most frequent number, the least of several. */
export function modeOf(line: Float64Array): number {
  const counts = new Map<number, number>();
  for (const x of line) if (!Number.isNaN(x)) counts.set(x, (counts.get(x) ?? 0) + 1);
  let best = Number.NaN;
  for (const [x, times] of counts) if (!(times < (counts.get(best) ?? 0)) && !(times === counts.get(best) && x > best)) best = x;
  return best;
}

function spread(name: string, of: (variance: number) => number): Builtin {
  return define(
    name,
    (call) => {
      const given = call.args[1];
      const weight = given === undefined || isEmptyMatrix(given) || isOption(given, "omitnan") ? 0 : numbersAt(call, 1).data[0];
      const result = reduced(call, 2, (line) => (line.length === 0 ? Number.NaN : of(varianceOf(line, weight))), arithmeticClass);
      return result;
    },
    { least: 1 },
  );
}

/** `max` and `min`: of an array along a dimension (with positions), or of two arrays. */
function extreme(name: string, better: (x: number, than: number) => boolean): Builtin {
  const best = (line: Float64Array): number => {
    let at = -1;
    for (let i = 0; i < line.length; i++) if (!Number.isNaN(line[i]) && (at < 0 || better(line[i], line[at]))) at = i;
    return at;
  };
  const choose = (a: number, b: number): number => (Number.isNaN(a) || better(b, a) ? b : a);
  return define(
    name,
    (call) => {
      const { call: plain } = withoutFlags(call, ["omitnan", "includenan", "linear", "omitmissing"]);
      const second = plain.args[1];
      if (second !== undefined && !isEmptyMatrix(second)) {
        const [a, b] = [numbersAt(plain, 0), numbersAt(plain, 1)];
        return combined(plain, a, b, commonClass(plain, a, b), choose);
      }
      if (second !== undefined && plain.args.length < 3) return numbers([0, 0], []);
      return extremeAlong(plain, best);
    },
    { least: 1 },
  );
}

function extremeAlong(call: Call, best: OfLine): Results {
  const [array, dimension] = alongWhat(call, 2);
  if (array.data.length === 0 && call.args.length < 3) return [numbers([0, 0], []), numbers([0, 0], [])];
  chargeWork(call, array.size);
  const { stride, length, starts } = linesAlong(array.size, dimension);
  const at = Float64Array.from(starts, (start) => {
    const line = Float64Array.from({ length }, (_, k) => array.data[start + stride * k]);
    return Math.max(0, best(line));
  });
  const values = Float64Array.from(starts, (start, i) => array.data[start + stride * at[i]]);
  const size = withLength(array.size, dimension, 1);
  return [
    arrayOf(size, values, arithmeticClass(array.class)),
    numbers(
      size,
      at.map((k) => k + 1),
    ),
  ];
}

function cumulative(name: string, join: (before: number, x: number) => number): Builtin {
  return define(
    name,
    (call) => {
      const { call: plain, flags } = withoutFlags(call, ["reverse", "forward", "omitnan", "includenan"]);
      const [array, dimension] = alongWhat(plain, 1);
      chargeWork(call, array.size);
      const { stride, length, starts } = linesAlong(array.size, dimension);
      const data = Float64Array.from(array.data);
      const order = flags.has("reverse") ? -stride : stride;
      for (const start of starts) {
        let at = flags.has("reverse") ? start + stride * (length - 1) : start;
        for (let k = 1; k < length; k++, at += order) data[at + order] = join(data[at], data[at + order]);
      }
      return arrayOf(array.size, data, arithmeticClass(array.class));
    },
    { least: 1 },
  );
}

function diff(call: Call): Value {
  const times = wholeAt(call, 1, 1);
  let value = call.args[0];
  for (let i = 0; i < times && numberOfElements(sizeOf(value)) > 0; i++)
    value = differences({ ...call, args: [value, ...call.args.slice(2)] });
  return value;
}

function differences(call: Call): Value {
  const [array, dimension] = alongWhat(call, 1);
  chargeWork(call, array.size);
  const { stride, length } = linesAlong(array.size, dimension);
  const size: MatSize = withLength(array.size, dimension, Math.max(0, length - 1));
  const { starts, stride: step } = linesAlong(size, dimension);
  const from = linesAlong(array.size, dimension).starts;
  const data = new Float64Array(numberOfElements(size));
  for (let line = 0; line < starts.length; line++)
    for (let k = 0; k + 1 < length; k++)
      data[starts[line] + step * k] = array.data[from[line] + stride * (k + 1)] - array.data[from[line] + stride * k];
  return arrayOf(size, data, arithmeticClass(array.class));
}

const truth = (): ElementClass => "logical";

/** `any` and `all` refuse texts as MATLAB does not: they take char arrays too. */
function quantifier(name: string, of: OfLine): Builtin {
  return define(
    name,
    (call) =>
      call.args[0].kind === "cell" || call.args[0].kind === "struct"
        ? refuseType(call, call.args[0])
        : reduced(call, 1, of, truth),
    { least: 1, most: 2 },
  );
}

function nnz(call: Call): Value {
  return number(Array.from(numbersAt(call, 0).data).filter((x) => x !== 0).length);
}

function bounds(call: Call): Results {
  const { data, class: kind } = numbersAt(call, 0);
  if (data.length === 0) fail(call, "MATLAB:bounds:empty", "bounds of an empty array is not supported.");
  return [Math.min, Math.max].map((of) => arrayOf([1, 1], [Array.from(data).reduce((a, b) => of(a, b))], arithmeticClass(kind)));
}

const floating = (kind: ElementClass): ElementClass => (isInteger(kind) || kind === "single" ? kind : "double");
const withoutNaN =
  (of: OfLine): OfLine =>
  (line) =>
    of(line.filter((x) => !Number.isNaN(x)));
const greatest: OfLine = (line) => line.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
const least: OfLine = (line) => line.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);

/** Functions that make one number of many, or go through them in order. */
export const reductions: readonly Builtin[] = [
  reduction("sum", sumOf, arithmeticClass),
  reduction("prod", (line) => line.reduce((a, b) => a * b, 1), arithmeticClass),
  reduction("mean", meanOf, floating),
  reduction("median", medianOf, floating),
  reduction("mode", modeOf, arithmeticClass),
  reduction("range", (line) => greatest(line) - least(line), floating),
  reduction("rms", (line) => Math.sqrt(line.reduce((a, b) => a + b * b, 0) / line.length), floating),
  reduction("nansum", withoutNaN(sumOf), floating),
  reduction("nanmean", withoutNaN(meanOf), floating),
  reduction("nanmedian", withoutNaN(medianOf), floating),
  reduction(
    "nanstd",
    withoutNaN((line) => Math.sqrt(varianceOf(line))),
    floating,
  ),
  reduction("nanmax", withoutNaN(greatest), floating),
  reduction("nanmin", withoutNaN(least), floating),
  spread("var", (variance) => variance),
  spread("std", Math.sqrt),
  extreme("max", (x, than) => x > than),
  extreme("min", (x, than) => x < than),
  cumulative("cumsum", (before, x) => before + x),
  cumulative("cumprod", (before, x) => before * x),
  cumulative("cummax", (before, x) => (Number.isNaN(before) || x > before ? x : before)),
  cumulative("cummin", (before, x) => (Number.isNaN(before) || x < before ? x : before)),
  define("diff", diff, { least: 1, most: 3 }),
  quantifier("any", (line) => (line.some((x) => x !== 0 && !Number.isNaN(x)) ? 1 : 0)),
  quantifier("all", (line) => (line.every((x) => x !== 0) ? 1 : 0)),
  define("nnz", nnz, { least: 1, most: 1 }),
  define("bounds", bounds, { least: 1, most: 1 }),
];
