import { numbers } from "../values/construct.ts";
import { textOf } from "../values/convert.ts";
import { sizeOf } from "../values/shape.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import {
  argument,
  chargeWork,
  fail,
  isOption,
  namedOptions,
  numbersAt,
  refuse,
  reserve,
  scalarAt,
  textAt,
  wholeAt,
} from "./arguments.ts";
import { arrayOf, gathered, linesAlong, mappedIndices, stridesOf } from "./arrays.ts";
import { define, type Results } from "./define.ts";
import { alongWhat, meanOf, medianOf } from "./reductions.ts";

/** A window of so many points as a column; `periodic` leaves out the last of one more. */
function windowed(name: string, of: (k: number, last: number) => number, single = 1): Builtin {
  return define(
    name,
    (call) => {
      const length = wholeAt(call, 0);
      if (length < 0) refuse(call, 0, "a whole number that is not negative");
      const periodic = isOption(call.args[1], "periodic");
      if (call.args[1] !== undefined && !periodic && !isOption(call.args[1], "symmetric"))
        refuse(call, 1, "'symmetric' or 'periodic'");
      reserve(call, [length, 1]);
      const last = periodic ? length : length - 1;
      return numbers([length, 1], length === 1 ? [single] : Float64Array.from({ length }, (_, k) => of(k, last)));
    },
    { least: 1, most: 2 },
  );
}

const wave = (k: number, last: number, times = 1): number => Math.cos((2 * Math.PI * times * k) / last);

/** Halves of an array change places: along all dimensions, or along one. */
function shifted(name: string, by: (length: number) => number): Builtin {
  return define(
    name,
    (call) => {
      const value = argument(call, 0);
      const size = sizeOf(value);
      const only = call.args[1] === undefined ? undefined : wholeAt(call, 1) - 1;
      const strides = stridesOf(size);
      chargeWork(call, size);
      const at = mappedIndices(size, (subscripts) =>
        subscripts.reduce((sum, k, d) => {
          const moved = only === undefined || only === d ? (k + by(size[d])) % size[d] : k;
          return sum + moved * strides[d];
        }, 0),
      );
      return gathered(value, size, at);
    },
    { least: 1, most: 2 },
  );
}

/** The lines of an array, each changed. */
function overLines(call: Call, position: number, change: (line: Float64Array) => Float64Array, cost: number): Value {
  const [array, dimension] = alongWhat(call, position);
  chargeWork(call, [...array.size, cost]);
  const { stride, length, starts } = linesAlong(array.size, dimension);
  const made = new Float64Array(array.data.length);
  for (const start of starts) {
    const line = change(Float64Array.from({ length }, (_, k) => array.data[start + stride * k]));
    for (let k = 0; k < length; k++) made[start + stride * k] = line[k];
  }
  return arrayOf(array.size, made, array.class === "single" ? "single" : "double");
}

/** The places before and behind that a window of this length has. */
function reach(call: Call, i: number): readonly [number, number] {
  const { data } = numbersAt(call, i);
  if (data.length === 2 && data[0] >= 0 && data[1] >= 0) return [data[0], data[1]];
  if (data.length === 1 && data[0] >= 1) return [Math.floor(data[0] / 2), Math.ceil(data[0] / 2) - 1];
  return refuse(call, i, "a positive window length, or two numbers: before and behind");
}

const smoothers: Readonly<Record<string, (part: Float64Array, middle: number, width: number) => number>> = {
  movmean: (part) => meanOf(part.filter((x) => !Number.isNaN(x))),
  movmedian: (part) => medianOf(part.filter((x) => !Number.isNaN(x))),
  gaussian: (part, middle, width) => {
    let [sum, weights] = [0, 0];
    for (const [i, x] of part.entries()) {
      if (Number.isNaN(x)) continue;
      const weight = Math.exp(-0.5 * (((i - middle) * 5) / width) ** 2);
      sum += weight * x;
      weights += weight;
    }
    return sum / weights;
  },
};

/** `smoothdata(x, method, window)`: each number by those around it; NaN among them is left out. */
function smoothdata(call: Call): Value {
  const words = call.args.findIndex((value, i) => i > 0 && textOf(value) !== undefined);
  const method = words < 0 ? "movmean" : textAt(call, words).toLowerCase();
  const way = Object.hasOwn(smoothers, method) ? smoothers[method] : undefined;
  if (way === undefined)
    return fail(
      call,
      "layergraph:unsupported",
      `smoothdata: '${method}' is not supported; it has ${Object.keys(smoothers).join(", ")}.`,
    );
  const at = words + 1;
  if (words < 0 || call.args[at] === undefined)
    return fail(
      call,
      "layergraph:unsupported",
      "smoothdata without a window is not supported, for MATLAB chooses it by rules of its own: smoothdata(x, 'movmean', 5).",
    );
  const [back, ahead] = reach(call, at);
  if (call.args.length > at + 1) refuse(call, at + 1, "left out");
  const plain = { ...call, args: [call.args[0], ...call.args.slice(1, words)] };
  return overLines(
    plain,
    1,
    (line) => line.map((_, k) => way(line.subarray(Math.max(0, k - back), k + ahead + 1), Math.min(k, back), back + ahead + 1)),
    back + ahead + 1,
  );
}

/** `medfilt1(x, n)`: medians of n neighbours, zeros beyond the ends; or only those that are there with 'truncate'. */
function medfilt1(call: Call): Value {
  const cut = call.args.some((value) => isOption(value, "truncate"));
  const n = call.args[1] === undefined || textOf(call.args[1]) !== undefined ? 3 : wholeAt(call, 1, 3);
  if (n < 1) refuse(call, 1, "a positive whole number");
  const back = Math.floor(n / 2);
  const ahead = n - 1 - back;
  return overLines(
    { ...call, args: [call.args[0]] },
    1,
    (line) =>
      line.map((_, k) => {
        const part = line.slice(Math.max(0, k - back), k + ahead + 1);
        if (cut || part.length === n) return medianOf(part);
        const padded = new Float64Array(n);
        padded.set(part);
        return medianOf(padded);
      }),
    n,
  );
}

/** `[c, lags] = xcorr(x, y, maxlag, scale)`. */
function xcorr(call: Call): Results {
  const rest = call.args.slice(1);
  const word = rest.findIndex((value) => textOf(value) !== undefined);
  const scale = word < 0 ? "none" : textAt(call, word + 1).toLowerCase();
  const plain = word < 0 ? rest : rest.slice(0, word);
  const x = Float64Array.from(numbersAt(call, 0).data);
  const two = plain[0] !== undefined && numbersAt(call, 1).data.length > 1;
  const y = two ? Float64Array.from(numbersAt(call, 1).data) : x;
  const length = Math.max(x.length, y.length);
  const most = plain[two ? 1 : 0] === undefined ? length - 1 : wholeAt(call, two ? 2 : 1);
  if (most < 0) refuse(call, two ? 2 : 1, "a lag that is not negative");
  chargeWork(call, [2 * most + 1, length]);
  const made = new Float64Array(reserve(call, [2 * most + 1, 1]));
  for (let lag = -most; lag <= most; lag++)
    for (let k = Math.max(0, -lag); k < y.length && k + lag < x.length; k++) made[lag + most] += x[k + lag] * y[k];
  const power = (line: Float64Array): number => line.reduce((sum, each) => sum + each * each, 0);
  const divisors: Readonly<Record<string, (lag: number) => number>> = {
    none: () => 1,
    biased: () => length,
    unbiased: (lag) => length - Math.abs(lag),
    coeff: () => Math.sqrt(power(x) * power(y)),
    normalized: () => Math.sqrt(power(x) * power(y)),
  };
  if (!Object.hasOwn(divisors, scale)) return refuse(call, word + 1, `one of ${Object.keys(divisors).join(", ")}`);
  const row = numbersAt(call, 0).size[0] === 1;
  const scaled = made.map((value, i) => value / divisors[scale](i - most));
  return [
    numbers(row ? [1, made.length] : [made.length, 1], scaled),
    numbers(
      [1, made.length],
      scaled.map((_, i) => i - most),
    ),
  ];
}

/** `[values, places] = findpeaks(x, MinPeakHeight=…, MinPeakDistance=…)`: numbers that are greater than their neighbours. */
function findpeaks(call: Call): Results {
  const { data, size } = numbersAt(call, 0);
  const options = namedOptions(call, 1, ["MinPeakHeight", "MinPeakDistance", "NPeaks"]);
  const option = (name: string, usual: number): number =>
    options.has(name) ? scalarAt({ ...call, args: [options.get(name)!] }, 0) : usual;
  const height = option("MinPeakHeight", Number.NEGATIVE_INFINITY);
  chargeWork(call, [data.length]);
  let peaks: number[] = [];
  for (let k = 1; k + 1 < data.length; k++) {
    if (!(data[k] > data[k - 1])) continue;
    let end = k;
    while (end + 1 < data.length && data[end + 1] === data[k]) end++;
    if (end + 1 < data.length && data[end + 1] < data[k] && data[k] > height) peaks.push(k);
    k = end;
  }
  peaks = apart(peaks, data, option("MinPeakDistance", 0)).slice(0, option("NPeaks", Number.POSITIVE_INFINITY));
  const shape = size[0] === 1 ? [1, peaks.length] : [peaks.length, 1];
  return [
    numbers(
      shape,
      peaks.map((k) => data[k]),
    ),
    numbers(
      shape,
      peaks.map((k) => k + 1),
    ),
  ];
}

/** The highest peaks first, those nearer to one that is kept left out. */
function apart(peaks: readonly number[], data: ArrayLike<number>, distance: number): number[] {
  if (distance <= 0) return [...peaks];
  const order = peaks.map((_, i) => i).sort((a, b) => data[peaks[b]] - data[peaks[a]] || a - b);
  const gone = new Uint8Array(peaks.length);
  const kept: number[] = [];
  for (const i of order) {
    if (gone[i]) continue;
    kept.push(peaks[i]);
    for (let j = i + 1; j < peaks.length && peaks[j] - peaks[i] < distance; j++) gone[j] = 1;
    for (let j = i - 1; j >= 0 && peaks[i] - peaks[j] < distance; j--) gone[j] = 1;
  }
  return kept.sort((a, b) => a - b);
}

/** `conv2(A, B, 'full' | 'same' | 'valid')`. */
function conv2(call: Call): Value {
  const [a, b] = [numbersAt(call, 0), numbersAt(call, 1)];
  const shape = call.args[2] === undefined ? "full" : textAt(call, 2);
  if (!["full", "same", "valid"].includes(shape)) return refuse(call, 2, "'full', 'same' or 'valid'");
  const [[m, n], [p, q]] = [a.size, b.size];
  const offset = shape === "full" ? [0, 0] : shape === "same" ? [Math.floor(p / 2), Math.floor(q / 2)] : [p - 1, q - 1];
  const size =
    shape === "full" ? [m + p - 1, n + q - 1] : shape === "same" ? [m, n] : [Math.max(0, m - p + 1), Math.max(0, n - q + 1)];
  const made = new Float64Array(reserve(call, size));
  chargeWork(call, [...size, p, q]);
  for (let j = 0; j < size[1]; j++)
    for (let i = 0; i < size[0]; i++) {
      let sum = 0;
      for (let v = 0; v < q; v++) {
        const column = j + offset[1] - v;
        if (column < 0 || column >= n) continue;
        for (let u = 0; u < p; u++) {
          const row = i + offset[0] - u;
          if (row >= 0 && row < m) sum += a.data[row + m * column] * b.data[u + p * v];
        }
      }
      made[i + size[0] * j] = sum;
    }
  return numbers(size, made);
}

/** Functions of signals. */
export const signals: readonly Builtin[] = [
  windowed("hamming", (k, last) => 0.54 - 0.46 * wave(k, last)),
  windowed("hann", (k, last) => 0.5 - 0.5 * wave(k, last)),
  windowed("blackman", (k, last) => 0.42 - 0.5 * wave(k, last) + 0.08 * wave(k, last, 2)),
  windowed("bartlett", (k, last) => 1 - Math.abs((2 * k) / last - 1)),
  windowed("rectwin", () => 1),
  define(
    "hanning",
    (call) => {
      const length = wholeAt(call, 0);
      reserve(call, [length, 1]);
      return numbers(
        [length, 1],
        Float64Array.from({ length }, (_, k) => 0.5 - 0.5 * wave(k + 1, length + 1)),
      );
    },
    { least: 1, most: 1 },
  ),
  shifted("fftshift", (length) => Math.ceil(length / 2)),
  shifted("ifftshift", (length) => Math.floor(length / 2)),
  define("smoothdata", smoothdata, { least: 1 }),
  define("medfilt1", medfilt1, { least: 1, most: 3 }),
  define("xcorr", xcorr, { least: 1, most: 4 }),
  define("findpeaks", findpeaks, { least: 1 }),
  define("conv2", conv2, { least: 2, most: 3 }),
];
