import { numberOfElements } from "../../data/matValues.ts";
import { number, numbers, struct, text } from "../values/construct.ts";
import { textOf } from "../values/convert.ts";
import type { Builtin, Call, StructValue, Value } from "../values/value.ts";
import { argument, fail, isOption, numbersAt, numbersFrom, refuse, scalarAt, structAt, textAt } from "./arguments.ts";
import { arithmeticClass, arrayOf, linesAlong, type Numbers } from "./arrays.ts";
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

/** The least and the greatest of numbers. */
export function extremes(line: ArrayLike<number>): [number, number] {
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

/** Functions that scale data. */
export const scaling: readonly Builtin[] = [
  define("zscore", zscore, { least: 1, most: 3 }),
  define("normalize", normalize, { least: 1 }),
  define("rescale", rescale, { least: 1 }),
  processing("mapminmax", "minmax"),
  processing("mapstd", "std"),
];
