import { numberOfElements } from "../../data/matValues.ts";
import { cellOfTexts, number, numbers, struct, text } from "../values/construct.ts";
import { textOf } from "../values/convert.ts";
import type { Builtin, Call, StructValue, Value } from "../values/value.ts";
import { argument, fail, isOption, numbersAt, numbersFrom, refuse, reserve, scalarAt, structAt, textAt } from "./arguments.ts";
import { arithmeticClass, arrayOf, linesAlong, type Numbers, numbersIn } from "./arrays.ts";
import { countedLabels } from "./confusion.ts";
import { define, type Results } from "./define.ts";
import { alongWhat, meanOf, medianOf, varianceOf } from "./reductions.ts";

/** Every line along a dimension changed as a whole. */
function changedLines(array: Numbers, dimension: number, change: (line: Float64Array) => Float64Array): Value {
  const { stride, length, starts } = linesAlong(array.size, dimension);
  const data = new Float64Array(numberOfElements(array.size));
  for (const start of starts) {
    const line = change(Float64Array.from({ length }, (_, k) => array.data[start + stride * k]));
    for (let k = 0; k < length; k++) data[start + stride * k] = line[k];
  }
  return arrayOf(array.size, data, arithmeticClass(array.class));
}

function standardized(line: Float64Array, weight = 0): Float64Array {
  const [mean, deviation] = [meanOf(line), Math.sqrt(varianceOf(line, weight))];
  return line.map((x) => (x - mean) / (deviation || 1));
}

function rescaled(line: Float64Array, low: number, high: number): Float64Array {
  const [least, most] = extremes(line);
  return line.map((x) => (most === least ? low : low + ((x - least) / (most - least)) * (high - low)));
}

function extremes(line: ArrayLike<number>): [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < line.length; i++) {
    if (line[i] < least) least = line[i];
    if (line[i] > most) most = line[i];
  }
  return [least, most];
}

function zscore(call: Call): Results {
  const [array, dimension] = alongWhat(call, 2);
  const weight = scalarAt(call, 1, 0);
  const scaled = changedLines(array, dimension, (line) => standardized(line, weight));
  const each = (of: (line: Float64Array) => number): Value => lineResults(array, dimension, of);
  return [scaled, each(meanOf), each((line) => Math.sqrt(varianceOf(line, weight)))];
}

function lineResults(array: Numbers, dimension: number, of: (line: Float64Array) => number): Value {
  const { stride, length, starts } = linesAlong(array.size, dimension);
  const size = array.size.map((along, d) => (d === dimension ? 1 : along));
  return numbers(
    size,
    Array.from(starts, (start) => of(Float64Array.from({ length }, (_, k) => array.data[start + stride * k]))),
  );
}

/** `normalize(A)`, `normalize(A, dim)`, `normalize(A, 'range', [a b])`, 'center', 'scale', 'zscore', 'norm'. */
function normalize(call: Call): Value {
  const at = call.args.findIndex((value) => textOf(value) !== undefined);
  const method = at < 0 ? "zscore" : textAt(call, at);
  const option = at < 0 ? undefined : call.args[at + 1];
  const [array, dimension] = alongWhat({ ...call, args: at < 0 ? call.args : call.args.slice(0, at) }, 1);
  const limits = method.toLowerCase() === "range" && option ? numbersFrom(call, option).data : [0, 1];
  const ways: Readonly<Record<string, (line: Float64Array) => Float64Array>> = {
    zscore: (line) => (isOption(option, "robust") ? robust(line) : standardized(line)),
    range: (line) => rescaled(line, limits[0], limits[1]),
    center: (line) => line.map((x) => x - meanOf(line)),
    scale: (line) => line.map((x) => x / Math.sqrt(varianceOf(line))),
    norm: (line) => line.map((x) => x / Math.hypot(...line)),
  };
  const way = ways[method.toLowerCase()];
  if (way === undefined) return refuse(call, at, `one of ${Object.keys(ways).join(", ")}`);
  return changedLines(array, dimension, way);
}

function robust(line: Float64Array): Float64Array {
  const middle = medianOf(line);
  const deviation = medianOf(line.map((x) => Math.abs(x - middle)));
  return line.map((x) => (x - middle) / deviation);
}

/** `rescale(A)`, `rescale(A, l, u)`, `rescale(A, 'InputMin', …)`: over all elements. */
function rescale(call: Call): Value {
  const array = numbersAt(call, 0);
  const limits = new Map<string, number>();
  const firstOption = call.args.findIndex((value, i) => i > 0 && textOf(value) !== undefined);
  for (let i = firstOption; i > 0 && i < call.args.length; i += 2)
    limits.set(textAt(call, i).toLowerCase(), scalarAt(call, i + 1));
  const plain = firstOption < 0 ? call.args.length : firstOption;
  const [low, high] = plain >= 3 ? [scalarAt(call, 1), scalarAt(call, 2)] : [0, 1];
  const [found, most] = extremes(array.data);
  const [least, greatest] = [limits.get("inputmin") ?? found, limits.get("inputmax") ?? most];
  const scaled = (x: number): number =>
    low + ((Math.min(Math.max(x, least), greatest) - least) / (greatest - least)) * (high - low);
  return arrayOf(
    array.size,
    Float64Array.from(array.data, greatest === least ? () => low : scaled),
    arithmeticClass(array.class),
  );
}

/** Row by row linear scaling: `y = (ymax − ymin)(x − xmin) / (xmax − xmin) + ymin`. */
interface RowScale {
  readonly from: readonly number[];
  readonly gain: readonly number[];
  readonly to: readonly number[];
}

function scaledRows({ size, data }: Numbers, { from, gain, to }: RowScale, backwards: boolean): Value {
  const rows = size[0];
  const scaled = Float64Array.from(data, (x, i) => {
    const r = i % rows;
    return backwards ? (x - to[r]) / gain[r] + from[r] : (x - from[r]) * gain[r] + to[r];
  });
  return numbers(size, scaled);
}

function fieldNumbers(call: Call, settings: StructValue, name: string): number[] {
  const value = settings.fields.get(name)?.[0];
  if (value === undefined)
    return fail(
      call,
      `nnet:${call.name}:Settings`,
      `The settings of ${call.name} have no field '${name}'; give the second result of ${call.name} itself.`,
    );
  return Array.from(numbersFrom(call, value).data);
}

function rowScale(call: Call, settings: StructValue, kind: "minmax" | "std"): RowScale {
  const [low, to] = kind === "minmax" ? ["xmin", "ymin"] : ["xmean", "ymean"];
  const from = fieldNumbers(call, settings, low);
  return { from, gain: fieldNumbers(call, settings, "gain"), to: from.map(() => fieldNumbers(call, settings, to)[0]) };
}

/** `[y, settings] = f(x)`, `f('apply', x, settings)`, `f('reverse', y, settings)`. */
function processing(name: string, kind: "minmax" | "std"): Builtin {
  return define(
    name,
    (call): Results => {
      const action = textOf(argument(call, 0));
      if (action === undefined) {
        const settings = kind === "minmax" ? minMaxSettings(call) : deviationSettings(call);
        return [scaledRows(numbersAt(call, 0), rowScale(call, settings, kind), false), settings];
      }
      if (action !== "apply" && action !== "reverse") return refuse(call, 0, "numbers, 'apply' or 'reverse'");
      return scaledRows(numbersAt(call, 1), rowScale(call, structAt(call, 2), kind), action === "reverse");
    },
    { least: 1, most: 3 },
  );
}

function rowsOf({ size, data }: Numbers): Float64Array[] {
  return Array.from({ length: size[0] }, (_, i) =>
    Float64Array.from({ length: data.length / size[0] }, (_, j) => data[i + size[0] * j]),
  );
}

function minMaxSettings(call: Call): StructValue {
  const x = numbersAt(call, 0);
  const bounds =
    call.args[1] === undefined
      ? [-1, 1]
      : call.args[2] === undefined
        ? Array.from(numbersAt(call, 1).data)
        : [scalarAt(call, 1), scalarAt(call, 2)];
  const ends = rowsOf(x).map((row) => extremes(row));
  const column = (of: (ends: [number, number]) => number): Value => numbers([ends.length, 1], ends.map(of));
  const [low, high] = bounds;
  return struct({
    name: text("mapminmax"),
    xrows: number(ends.length),
    xmax: column(([, most]) => most),
    xmin: column(([least]) => least),
    xrange: column(([least, most]) => most - least),
    yrows: number(ends.length),
    ymax: number(high),
    ymin: number(low),
    yrange: number(high - low),
    no_change: { kind: "logical", size: [1, 1], data: Uint8Array.of(0) },
    gain: column(([least, most]) => (most === least ? 1 : (high - low) / (most - least))),
    xoffset: column(([least]) => least),
  });
}

function deviationSettings(call: Call): StructValue {
  const rows = rowsOf(numbersAt(call, 0));
  const [mean, deviation] = [scalarAt(call, 1, 0), scalarAt(call, 2, 1)];
  const column = (of: (row: Float64Array) => number): Value => numbers([rows.length, 1], rows.map(of));
  return struct({
    name: text("mapstd"),
    xrows: number(rows.length),
    yrows: number(rows.length),
    xmean: column(meanOf),
    xstd: column((row) => Math.sqrt(varianceOf(row))),
    ymean: number(mean),
    ystd: number(deviation),
    gain: column((row) => deviation / (Math.sqrt(varianceOf(row)) || 1)),
    xoffset: column(meanOf),
  });
}

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
  const vectors = call.args.filter((value) => textOf(value) === undefined).map((_, i) => numbersAt(call, i));
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

/** Functions that describe, scale and count data. */
export const statistics: readonly Builtin[] = [
  define("zscore", zscore, { least: 1, most: 3 }),
  define("normalize", normalize, { least: 1 }),
  define("rescale", rescale, { least: 1 }),
  processing("mapminmax", "minmax"),
  processing("mapstd", "std"),
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
