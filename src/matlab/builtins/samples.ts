import { numbers } from "../values/construct.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import { chargeWork, fail, isOption, numbersAt, refuse, reserve, scalarAt, textAt, wholeAt } from "./arguments.ts";
import { arithmeticClass, arrayOf, type ElementClass, linesAlong, type Numbers, withLength } from "./arrays.ts";
import { define, type Results } from "./define.ts";
import { alongWhat, meanOf, medianOf, reduced } from "./reductions.ts";

const floating = (name: ElementClass): ElementClass => (name === "single" ? "single" : "double");

/** The mean of the powers of the distances from the mean. */
function moment(line: Float64Array, power: number): number {
  const mean = meanOf(line);
  return meanOf(line.map((x) => (x - mean) ** power));
}

/** The number below which this share of a sorted line lies, as `quantile`: the k-th of n numbers stands for (k − ½)/n. */
function quantileOf(line: Float64Array, share: number): number {
  const sorted = line.filter((x) => !Number.isNaN(x)).sort();
  if (sorted.length === 0) return Number.NaN;
  const at = Math.min(Math.max(share * sorted.length - 0.5, 0), sorted.length - 1);
  const below = Math.floor(at);
  return sorted[below] + (at - below) * ((sorted[below + 1] ?? sorted[below]) - sorted[below]);
}

/** The mean (`flag` 0) or median (`flag` 1) distance from the mean or median. */
function deviation(call: Call): Value {
  const flag = wholeAt(call, 1, 0);
  const centre = flag === 1 ? medianOf : meanOf;
  return reduced(call, 2, (line) => centre(line.map((x) => Math.abs(x - centre(line)))), floating);
}

/** The norm of each line: Euclid's, or of power p, or the greatest absolute number for Inf. */
function lineNorms(call: Call): Value {
  const power = scalarAt(call, 1, 2);
  if (!(power > 0)) return refuse(call, 1, "a positive number or Inf");
  return reduced(call, 2, (line) => normOf(line, power), floating);
}

function normOf(line: Float64Array, power: number): number {
  if (power === 2) return Math.hypot(...(line.length < 1000 ? line : [Math.sqrt(line.reduce((sum, x) => sum + x * x, 0))]));
  if (power === Number.POSITIVE_INFINITY) return line.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return line.reduce((sum, x) => sum + Math.abs(x) ** power, 0) ** (1 / power);
}

/** How many numbers lie from each edge up to the next, the last edge counted by itself; and in which bin each is. */
function countedBetween(call: Call): Results {
  const [array, edges] = [numbersAt(call, 0), numbersAt(call, 1)];
  const [flat, dimension] = alongWhat({ ...call, args: [call.args[0]] }, 1);
  chargeWork(call, array.size);
  const { stride, length, starts } = linesAlong(flat.size, dimension);
  const size = withLength(flat.size, dimension, edges.data.length);
  const target = linesAlong(size, dimension);
  const counts = new Float64Array(reserve(call, size));
  const bins = new Float64Array(array.data.length);
  starts.forEach((start, i) => {
    for (let k = 0; k < length; k++) {
      const at = start + stride * k;
      const bin = binOf(edges.data, array.data[at]);
      bins[at] = bin;
      if (bin > 0) counts[target.starts[i] + target.stride * (bin - 1)]++;
    }
  });
  return [numbers(size, counts), numbers(array.size, bins)];
}

function binOf(edges: ArrayLike<number>, x: number): number {
  const last = edges.length - 1;
  if (!(x >= edges[0]) || x > edges[last]) return 0;
  let bin = last;
  while (x < edges[bin]) bin--;
  return bin + 1;
}

/** A table of n×p numbers, by columns. */
function columnsOf(array: Numbers): Float64Array[] {
  const [rows] = array.size;
  const count = array.data.length / Math.max(1, rows);
  return Array.from({ length: count }, (_, j) => Float64Array.from({ length: rows }, (_, i) => array.data[i + j * rows]));
}

/** Pearson's correlation of each column of the first with each of the second. */
function correlations(call: Call): Value {
  const a = numbersAt(call, 0);
  const b = call.args.length > 1 ? numbersAt(call, 1) : a;
  if (a.size[0] !== b.size[0]) fail(call, "stats:corr:InputSizeMismatch", "X and Y must have the same number of rows.");
  const centred = (array: Numbers): Float64Array[] =>
    columnsOf(array).map((line) => {
      const mean = meanOf(line);
      return line.map((x) => x - mean);
    });
  const [left, right] = [centred(a), centred(b)];
  const product = (x: Float64Array, y: Float64Array): number => x.reduce((sum, each, i) => sum + each * y[i], 0);
  const data = right.flatMap((y) => left.map((x) => product(x, y) / Math.sqrt(product(x, x) * product(y, y))));
  return numbers([left.length, right.length], data);
}

const distances: Readonly<Record<string, (x: ArrayLike<number>, y: ArrayLike<number>) => number>> = {
  euclidean: (x, y) => Math.sqrt(summed(x, y, (d) => d * d)),
  squaredeuclidean: (x, y) => summed(x, y, (d) => d * d),
  cityblock: (x, y) => summed(x, y, Math.abs),
  chebychev: (x, y) => Math.max(0, ...Array.from(x, (each, i) => Math.abs(each - y[i]))),
};

function summed(x: ArrayLike<number>, y: ArrayLike<number>, of: (difference: number) => number): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += of(x[i] - y[i]);
  return sum;
}

/** The distance of each row of the first from each row of the second. */
function rowDistances(call: Call): Value {
  const [a, b] = [numbersAt(call, 0), numbersAt(call, 1)];
  if (a.size[1] !== b.size[1]) fail(call, "stats:pdist2:SizeMismatch", "X and Y must have the same number of columns.");
  const name = call.args.length > 2 ? textAt(call, 2).toLowerCase() : "euclidean";
  const of = distances[name] ?? refuse(call, 2, `one of '${Object.keys(distances).join("', '")}'`);
  const size = [a.size[0], b.size[0]];
  reserve(call, size);
  chargeWork(call, [...size, a.size[1]]);
  const rows = (array: Numbers): Float64Array[] =>
    Array.from({ length: array.size[0] }, (_, i) =>
      Float64Array.from({ length: array.size[1] }, (_, j) => array.data[i + j * array.size[0]]),
    );
  const [left, right] = [rows(a), rows(b)];
  return numbers(
    size,
    right.flatMap((y) => left.map((x) => of(x, y))),
  );
}

/** Every n-th element of a vector, or of each column, after `offset`. */
function thinned(call: Call): Value {
  return resampled(call, (length, n, offset) => {
    const count = Math.max(0, Math.ceil((length - offset) / n));
    return { count, from: (k) => offset + k * n };
  });
}

/** The elements with n − 1 zeros after each. */
function spreadOut(call: Call): Value {
  return resampled(call, (length, n, offset) => ({ count: length * n, from: (k) => (k % n === offset ? (k - offset) / n : -1) }));
}

function resampled(
  call: Call,
  plan: (length: number, n: number, offset: number) => { readonly count: number; readonly from: (k: number) => number },
): Value {
  const [n, offset] = [wholeAt(call, 1), wholeAt(call, 2, 0)];
  if (n < 1) refuse(call, 1, "a positive integer");
  if (offset < 0 || offset >= n) refuse(call, 2, `an integer from 0 to ${n - 1}`);
  const [array, dimension] = alongWhat({ ...call, args: [call.args[0]] }, 1);
  const { stride, length, starts } = linesAlong(array.size, dimension);
  const { count, from } = plan(length, n, offset);
  const size = withLength(array.size, dimension, count);
  const data = new Float64Array(reserve(call, size));
  linesAlong(size, dimension).starts.forEach((start, i) => {
    for (let k = 0; k < count; k++) data[start + stride * k] = from(k) < 0 ? 0 : array.data[starts[i] + stride * from(k)];
  });
  return arrayOf(size, data, arithmeticClass(array.class));
}

/** The magic square, by the three constructions that MATLAB uses: odd, divisible by four, and twice odd. */
function magicSquare(call: Call): Value {
  const n = wholeAt(call, 0);
  if (n < 1 || n === 2) return numbers([Math.max(0, n), Math.max(0, n)], n === 1 ? [1] : n === 2 ? [1, 4, 3, 2] : []);
  reserve(call, [n, n]);
  const square = n % 2 === 1 ? oddMagic(n) : n % 4 === 0 ? evenMagic(n) : twiceOddMagic(n);
  return numbers(
    [n, n],
    Array.from({ length: n * n }, (_, k) => square[k % n][Math.floor(k / n)]),
  );
}

function oddMagic(n: number): number[][] {
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => {
      const a = (i + j + 2 - (n + 3) / 2 + n) % n;
      const b = (i + 2 * j + 1) % n;
      return n * a + b + 1;
    }),
  );
}

function evenMagic(n: number): number[][] {
  const outer = (i: number): boolean => (i + 1) % 4 < 2;
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => (outer(i) === outer(j) ? n * n - (i * n + j) : i * n + j + 1)),
  );
}

function twiceOddMagic(n: number): number[][] {
  const half = n / 2;
  const part = oddMagic(half);
  const add = [0, 2, 3, 1].map((k) => k * half * half);
  const square = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => part[i % half][j % half] + add[(i < half ? 0 : 2) + (j < half ? 0 : 1)]),
  );
  const k = (n - 2) / 4;
  const swap = (i: number, j: number): void => {
    [square[i][j], square[i + half][j]] = [square[i + half][j], square[i][j]];
  };
  for (let i = 0; i < half; i++) for (let j = 0; j < n; j++) if (j < k || j >= n - k + 1) swap(i, j);
  swap(k, 0);
  swap(k, k);
  return square;
}

/** The mean squared difference of two arrays of one size. */
function meanSquaredError(call: Call): Value {
  const [a, b] = [numbersAt(call, 0), numbersAt(call, 1)];
  if (a.data.length !== b.data.length) fail(call, "images:immse:sizeMismatch", "A and REF must be the same size.");
  return numbers([1, 1], [summed(a.data, b.data, (d) => d * d) / a.data.length]);
}

/** Each line less its straight line of best fit; less its mean with 'constant' or 0. */
function withoutTrend(call: Call): Value {
  const constant =
    isOption(call.args[1], "constant") || (call.args.length > 1 && !isOption(call.args[1], "linear") && wholeAt(call, 1) === 0);
  if (!constant && call.args.length > 1 && !isOption(call.args[1], "linear") && wholeAt(call, 1) !== 1)
    refuse(call, 1, "0, 1, 'constant' or 'linear'");
  const [array, dimension] = alongWhat({ ...call, args: [call.args[0]] }, 1);
  const { stride, length, starts } = linesAlong(array.size, dimension);
  const data = Float64Array.from(array.data);
  const middle = (length - 1) / 2;
  for (const start of starts) {
    const line = Float64Array.from({ length }, (_, k) => array.data[start + stride * k]);
    const mean = meanOf(line);
    const spread = line.reduce((sum, _, k) => sum + (k - middle) ** 2, 0);
    const slope = constant || spread === 0 ? 0 : line.reduce((sum, x, k) => sum + (k - middle) * x, 0) / spread;
    for (let k = 0; k < length; k++) data[start + stride * k] = line[k] - mean - slope * (k - middle);
  }
  return arrayOf(array.size, data, floating(array.class));
}

/** Functions of samples: moments, distances, correlations, and what resamples or describes them. */
export const samples: readonly Builtin[] = [
  define("magic", magicSquare, { least: 1, most: 1 }),
  define("vecnorm", lineNorms, { least: 1, most: 3 }),
  define("histc", countedBetween, { least: 2, most: 2 }),
  define("iqr", (call) => reduced(call, 1, (line) => quantileOf(line, 0.75) - quantileOf(line, 0.25), floating), {
    least: 1,
    most: 2,
  }),
  define("mad", deviation, { least: 1, most: 3 }),
  define("skewness", (call) => reduced(call, 2, (line) => moment(line, 3) / moment(line, 2) ** 1.5, floating), {
    least: 1,
    most: 1,
  }),
  define("kurtosis", (call) => reduced(call, 2, (line) => moment(line, 4) / moment(line, 2) ** 2, floating), {
    least: 1,
    most: 1,
  }),
  define("corr", correlations, { least: 1, most: 2 }),
  define("pdist2", rowDistances, { least: 2, most: 3 }),
  define("downsample", thinned, { least: 2, most: 3 }),
  define("upsample", spreadOut, { least: 2, most: 3 }),
  define("immse", meanSquaredError, { least: 2, most: 2 }),
  define("detrend", withoutTrend, { least: 1, most: 2 }),
];
