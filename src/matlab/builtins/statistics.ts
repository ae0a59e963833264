import { cellOfTexts, number, numbers } from "../values/construct.ts";
import { textOf } from "../values/convert.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import { argument, fail, numbersAt, reserve } from "./arguments.ts";
import { linesAlong, numbersIn } from "./arrays.ts";
import { countedLabels } from "./confusion.ts";
import { define, type Results } from "./define.ts";
import { alongWhat, meanOf } from "./reductions.ts";
import { extremes } from "./scaling.ts";

function confusionmat(call: Call): Results {
  const { classes, counts } = countedLabels(call, argument(call, 0), argument(call, 1));
  const matrix = numbers(
    [classes.length, classes.length],
    classes.flatMap((_, j) => counts.map((row) => row[j])),
  );
  const numeric = call.args[0].kind === "numeric";
  return [matrix, numeric ? numbers([classes.length, 1], classes.map(Number)) : cellOfTexts(classes, [classes.length, 1])];
}

/** `accumarray(subs, values, size)`: sums of the values with the same subscripts. */
function accumarray(call: Call): Value {
  const subs = numbersAt(call, 0);
  const values = numbersAt(call, 1).data;
  if (call.args.length > 3) fail(call, "layergraph:unsupported", "accumarray with a function is not supported; it sums.");
  const [rows, dimensions] = subs.size;
  const column = (d: number): number[] => Array.from({ length: rows }, (_, i) => subs.data[i + rows * d]);
  const found = Array.from({ length: dimensions }, (_, d) => Math.max(0, ...column(d)));
  const size = call.args[2] === undefined ? (found.length === 1 ? [found[0], 1] : found) : Array.from(numbersAt(call, 2).data);
  const sums = new Float64Array(reserve(call, size));
  for (let i = 0; i < rows; i++) {
    let [at, stride] = [0, 1];
    for (let d = 0; d < dimensions; d++) {
      at += (subs.data[i + rows * d] - 1) * stride;
      stride *= size[d];
    }
    sums[at] += values.length === 1 ? values[0] : values[i];
  }
  return numbers(size, sums);
}

/** `[counts, edges] = histcounts(x, bins | edges)`. */
function histcounts(call: Call): Results {
  const { data } = numbersAt(call, 0);
  const given = call.args[1] === undefined ? undefined : numbersIn(call.args[1]);
  const [least, most] = extremes(data);
  const bins = given?.data.length === 1 ? given.data[0] : Math.max(1, Math.ceil(Math.sqrt(data.length)));
  const edges =
    given !== undefined && given.data.length > 1
      ? Array.from(given.data)
      : Array.from({ length: bins + 1 }, (_, i) => least + (i * (most - least)) / bins);
  const counts = new Float64Array(edges.length - 1);
  for (let i = 0; i < data.length; i++) {
    const k = edges.findIndex(
      (edge, j) => data[i] >= edge && (data[i] < edges[j + 1] || (j === edges.length - 2 && data[i] === edges[j + 1])),
    );
    if (k >= 0 && k < counts.length) counts[k]++;
  }
  return [numbers([1, counts.length], counts), numbers([1, edges.length], edges)];
}

function discretize(call: Call): Value {
  const { data, size } = numbersAt(call, 0);
  const edges = Array.from(numbersAt(call, 1).data);
  const last = edges.length - 2;
  const bin = (x: number): number => {
    const k = edges.findIndex((edge, j) => x >= edge && (x < edges[j + 1] || (j === last && x === edges[j + 1])));
    return k < 0 || k > last ? Number.NaN : k + 1;
  };
  return numbers(size, Array.from(data, bin));
}

/** Percentiles as `prctile` has them: sorted element i of n is the 100(i − 0.5)/n th. */
function percentile(line: ArrayLike<number>, p: number): number {
  const sorted = Float64Array.from(line)
    .filter((x) => !Number.isNaN(x))
    .sort();
  const at = (p / 100) * sorted.length + 0.5;
  const low = Math.min(Math.max(Math.floor(at), 1), sorted.length);
  const high = Math.min(low + 1, sorted.length);
  return sorted[low - 1] + Math.min(Math.max(at - low, 0), 1) * (sorted[high - 1] - sorted[low - 1]);
}

function quantiles(name: string, scale: number): Builtin {
  return define(
    name,
    (call) => {
      const [array, dimension] = alongWhat(call, 2);
      const asked = Array.from(numbersAt(call, 1).data, (p) => p * scale);
      if (Math.max(...array.size) === array.data.length)
        return numbers(
          array.size[0] === 1 || dimension === 1 ? [1, asked.length] : [asked.length, 1],
          asked.map((p) => percentile(array.data, p)),
        );
      const { stride, length, starts } = linesAlong(array.size, dimension);
      if (dimension !== 0)
        return fail(call, "layergraph:unsupported", `${name} of a matrix goes along its columns here; transpose it first.`);
      const found = Array.from(starts, (start) =>
        asked.map((p) =>
          percentile(
            Float64Array.from({ length }, (_, k) => array.data[start + stride * k]),
            p,
          ),
        ),
      );
      return numbers([asked.length, starts.length], found.flat());
    },
    { least: 2, most: 3 },
  );
}

function centredProducts(a: Float64Array, b: Float64Array): number {
  const [x, y] = [meanOf(a), meanOf(b)];
  return a.reduce((sum, each, i) => sum + (each - x) * (b[i] - y), 0);
}

function columnsOf(call: Call): Float64Array[] {
  const vectors = call.args.flatMap((value, i) => (i > 0 && textOf(value) !== undefined ? [] : [numbersAt(call, i)]));
  if (vectors.length === 2) return vectors.map(({ data }) => Float64Array.from(data));
  const [{ size, data }] = vectors;
  if (size[0] === 1) return [Float64Array.from(data)];
  return Array.from({ length: size[1] }, (_, j) => Float64Array.from({ length: size[0] }, (_, i) => data[i + size[0] * j]));
}

function pairwise(name: string, of: (a: Float64Array, b: Float64Array) => number): Builtin {
  return define(
    name,
    (call) => {
      const columns = columnsOf(call);
      return numbers(
        [columns.length, columns.length],
        columns.flatMap((b) => columns.map((a) => of(a, b))),
      );
    },
    { least: 1, most: 2 },
  );
}

const correlation = (a: Float64Array, b: Float64Array): number =>
  centredProducts(a, b) / Math.sqrt(centredProducts(a, a) * centredProducts(b, b));

function errorOf(name: string, of: (differences: Float64Array) => number): Builtin {
  return define(
    name,
    (call) => {
      const [a, b] = [numbersAt(call, 0).data, numbersAt(call, 1).data];
      if (a.length !== b.length) fail(call, `MATLAB:${name}:Size`, "The two arrays must have the same size.");
      return number(of(Float64Array.from(a, (x, i) => x - b[i])));
    },
    { least: 2, most: 2 },
  );
}

const meanSquare = (differences: Float64Array): number => differences.reduce((sum, d) => sum + d * d, 0) / differences.length;

/** Functions that describe and count data. */
export const statistics: readonly Builtin[] = [
  define("confusionmat", confusionmat, { least: 2, most: 2 }),
  define("accumarray", accumarray, { least: 2 }),
  define("histcounts", histcounts, { least: 1, most: 2 }),
  define("discretize", discretize, { least: 2, most: 2 }),
  quantiles("prctile", 1),
  quantiles("quantile", 100),
  pairwise("corrcoef", correlation),
  pairwise("cov", (a, b) => centredProducts(a, b) / (a.length - 1)),
  errorOf("rmse", (differences) => Math.sqrt(meanSquare(differences))),
  errorOf("mse", meanSquare),
  errorOf("mae", (differences) => differences.reduce((sum, d) => sum + Math.abs(d), 0) / differences.length),
];
