import { number, numbers } from "../values/construct.ts";
import { binary } from "../values/operators.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import { chargeWork, fail, isOption, numbersAt, refuse, reserve, scalarAt, textAt, wholeAt } from "./arguments.ts";
import { arrayOf, linesAlong, numbersIn } from "./arrays.ts";
import { define, type Results } from "./define.ts";
import { alongWhat, varianceOf } from "./reductions.ts";

function polyfit(call: Call): Value {
  const [x, y, degree] = [numbersAt(call, 0).data, numbersAt(call, 1).data, wholeAt(call, 2)];
  if (x.length !== y.length)
    fail(call, "MATLAB:polyfit:XYSizeMismatch", "The first two inputs must have the same number of elements.");
  const columns = degree + 1;
  const matrix = new Float64Array(reserve(call, [x.length, columns]));
  for (let i = 0; i < x.length; i++) for (let j = 0; j < columns; j++) matrix[i + x.length * j] = x[i] ** (degree - j);
  const solution = binary("\\", numbers([x.length, columns], matrix), numbers([y.length, 1], y), call.session.charge);
  return numbers([1, columns], numbersIn(solution)?.data ?? []);
}

function polyval(call: Call): Value {
  const coefficients = Array.from(numbersAt(call, 0).data);
  const { size, data } = numbersAt(call, 1);
  return numbers(
    size,
    Float64Array.from(data, (x) => coefficients.reduce((sum, each) => sum * x + each, 0)),
  );
}

type Between = (x: ArrayLike<number>, y: ArrayLike<number>, at: number, k: number) => number;

const methods: Readonly<Record<string, Between>> = {
  linear: (x, y, at, k) => y[k] + ((at - x[k]) / (x[k + 1] - x[k])) * (y[k + 1] - y[k]),
  nearest: (x, y, at, k) => (at - x[k] < x[k + 1] - at ? y[k] : y[k + 1]),
  previous: (x, y, at, k) => (at === x[k + 1] ? y[k + 1] : y[k]),
  next: (x, y, at, k) => (at === x[k] ? y[k] : y[k + 1]),
};

/** `interp1(x, y, xq, method, 'extrap')`, or `interp1(y, xq)`. */
function interp1(call: Call): Value {
  const short = call.args.length < 3 || call.args[2].kind === "char";
  const y = numbersAt(call, short ? 0 : 1).data;
  const x = short ? Array.from(y, (_, i) => i + 1) : Array.from(numbersAt(call, 0).data);
  const query = numbersAt(call, short ? 1 : 2);
  const rest = call.args.slice(short ? 2 : 3);
  const named = rest.findIndex((value) => value.kind === "char" && !isOption(value, "extrap"));
  const name = named < 0 ? "linear" : textAt({ ...call, args: rest }, named);
  const method = methods[name];
  if (method === undefined)
    return fail(
      call,
      "layergraph:unsupported",
      `interp1 with '${name}' is not supported; it has ${Object.keys(methods).join(", ")}.`,
    );
  const extends_ = rest.some((value) => isOption(value, "extrap"));
  const outside = rest.find((value) => value.kind === "numeric");
  const value = (at: number): number => {
    const beyond = at < x[0] || at > x[x.length - 1] || Number.isNaN(at);
    if (beyond && !extends_) return outside?.kind === "numeric" ? Number(outside.data[0]) : Number.NaN;
    let k = x.findIndex((each) => each > at) - 1;
    k = Math.min(Math.max(k < 0 ? (at < x[0] ? 0 : x.length - 2) : k, 0), x.length - 2);
    return method(x, y, at, k);
  };
  return numbers(query.size, Float64Array.from(query.data, value));
}

/** `conv(a, b)`, `conv(a, b, 'same' | 'valid')`. */
function conv(call: Call): Value {
  const [a, b] = [numbersAt(call, 0), numbersAt(call, 1)];
  const [m, n] = [a.data.length, b.data.length];
  chargeWork(call, [m, n]);
  const full = new Float64Array(Math.max(0, m + n - 1));
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) full[i + j] += a.data[i] * b.data[j];
  const shape = call.args[2] === undefined ? "full" : textAt(call, 2);
  const [from, length] =
    shape === "same" ? [Math.ceil((n - 1) / 2), m] : shape === "valid" ? [n - 1, Math.max(0, m - n + 1)] : [0, full.length];
  if (!["full", "same", "valid"].includes(shape)) return refuse(call, 2, "'full', 'same' or 'valid'");
  const column = a.size[1] === 1 && (shape !== "full" || b.size[1] === 1 || m > 1) && m > 0 && !(a.size[0] === 1);
  const data = full.slice(from, from + length);
  return numbers(column ? [length, 1] : [1, length], data);
}

/** `filter(b, a, x)`: the rational filter, from rest. */
function filter(call: Call): Value {
  const [b, a] = [Array.from(numbersAt(call, 0).data), Array.from(numbersAt(call, 1).data)];
  const [array, dimension] = alongWhat({ ...call, args: call.args.slice(2) }, 2);
  chargeWork(call, [...array.size, a.length + b.length]);
  const { stride, length, starts } = linesAlong(array.size, dimension);
  const data = new Float64Array(array.data.length);
  for (const start of starts) {
    for (let k = 0; k < length; k++) {
      let sum = 0;
      for (let i = 0; i < b.length && i <= k; i++) sum += b[i] * array.data[start + stride * (k - i)];
      for (let i = 1; i < a.length && i <= k; i++) sum -= a[i] * data[start + stride * (k - i)];
      data[start + stride * k] = sum / a[0];
    }
  }
  return arrayOf(array.size, data);
}

function trapezoids(x: ArrayLike<number> | undefined, y: ArrayLike<number>): number[] {
  const sums = [0];
  for (let i = 1; i < y.length; i++) sums.push(sums[i - 1] + ((y[i] + y[i - 1]) / 2) * (x === undefined ? 1 : x[i] - x[i - 1]));
  return sums;
}

function integral(name: string, cumulative: boolean): Builtin {
  return define(
    name,
    (call) => {
      const spaced = call.args.length > 1;
      const y = numbersAt(call, spaced ? 1 : 0);
      if (Math.max(...y.size) !== y.data.length) fail(call, "layergraph:unsupported", `${name} is supported for vectors.`);
      const sums = trapezoids(spaced ? numbersAt(call, 0).data : undefined, y.data);
      return cumulative ? numbers(y.size, sums.slice(0, y.data.length)) : number(sums[sums.length - 1]);
    },
    { least: 1, most: 2 },
  );
}

function gradient(call: Call): Value {
  const { size, data } = numbersAt(call, 0);
  if (Math.max(...size) !== data.length || data.length < 2)
    fail(call, "layergraph:unsupported", "gradient is supported for vectors of at least two numbers.");
  const h = scalarAt(call, 1, 1);
  const last = data.length - 1;
  const slope = (i: number): number => {
    if (i === 0) return (data[1] - data[0]) / h;
    return i === last ? (data[last] - data[last - 1]) / h : (data[i + 1] - data[i - 1]) / (2 * h);
  };
  return numbers(
    size,
    Array.from(data, (_, i) => slope(i)),
  );
}

/** The discrete Fourier transform of a line: by halves where its length is even, directly where it is odd. */
function transformed(re: Float64Array, im: Float64Array, sign: number): [Float64Array, Float64Array] {
  const n = re.length;
  if (n <= 1) return [re, im];
  const [outRe, outIm] = [new Float64Array(n), new Float64Array(n)];
  if (n % 2) {
    for (let k = 0; k < n; k++)
      for (let j = 0; j < n; j++) {
        const angle = (sign * 2 * Math.PI * ((j * k) % n)) / n;
        outRe[k] += re[j] * Math.cos(angle) - im[j] * Math.sin(angle);
        outIm[k] += re[j] * Math.sin(angle) + im[j] * Math.cos(angle);
      }
    return [outRe, outIm];
  }
  const half = (from: Float64Array, odd: number): Float64Array => from.filter((_, i) => i % 2 === odd);
  const [evenRe, evenIm] = transformed(half(re, 0), half(im, 0), sign);
  const [oddRe, oddIm] = transformed(half(re, 1), half(im, 1), sign);
  for (let k = 0; k < n / 2; k++) {
    const angle = (sign * 2 * Math.PI * k) / n;
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    const [x, y] = [c * oddRe[k] - s * oddIm[k], s * oddRe[k] + c * oddIm[k]];
    [outRe[k], outIm[k], outRe[k + n / 2], outIm[k + n / 2]] = [evenRe[k] + x, evenIm[k] + y, evenRe[k] - x, evenIm[k] - y];
  }
  return [outRe, outIm];
}

/** `fft(x)`, `fft(x, n)`, of vectors and of the columns of matrices. */
function fourier(call: Call, sign: number): Results {
  const value = call.args[0];
  if (value.kind !== "numeric") return numbersAt(call, 0) && refuse(call, 0, "a numeric array");
  const [re, im] = [value.data, value.imaginary ?? new Float64Array(value.data.length)].map((part) =>
    Float64Array.from(part as ArrayLike<number | bigint>, Number),
  );
  const dimension = value.size[0] === 1 ? 1 : 0;
  const length = wholeAt(call, 1, value.size[dimension]);
  const size = value.size.map((along, d) => (d === dimension ? length : along));
  reserve(call, [...size, 4]);
  chargeWork(call, [...size, length % 2 ? length : Math.ceil(Math.log2(length + 1))]);
  const [from, to] = [linesAlong(value.size, dimension), linesAlong(size, dimension)];
  const [outRe, outIm] = [new Float64Array(length * to.starts.length), new Float64Array(length * to.starts.length)];
  to.starts.forEach((start, line) => {
    const cut = (part: Float64Array): Float64Array =>
      Float64Array.from({ length }, (_, k) => (k < from.length ? part[from.starts[line] + from.stride * k] : 0));
    const [a, b] = transformed(cut(re), cut(im), sign);
    const scale = sign > 0 ? 1 / length : 1;
    for (let k = 0; k < length; k++) [outRe[start + to.stride * k], outIm[start + to.stride * k]] = [a[k] * scale, b[k] * scale];
  });
  const real = sign > 0 && outIm.every((x) => Math.abs(x) < 1e-12);
  return { kind: "numeric", class: "double", size, data: outRe, ...(real ? {} : { imaginary: outIm }) };
}

/** Moving means and the like: a window of k elements, cut at the ends. */
function moving(name: string, of: (window: number[]) => number): Builtin {
  return define(
    name,
    (call) => {
      const window = numbersAt(call, 1).data;
      const [back, ahead] =
        window.length === 2 ? [window[0], window[1]] : [Math.floor(window[0] / 2), Math.ceil(window[0] / 2) - 1];
      const [array, dimension] = alongWhat(call, 2);
      const { stride, length, starts } = linesAlong(array.size, dimension);
      const data = new Float64Array(array.data.length);
      chargeWork(call, [...array.size, back + ahead + 1]);
      for (const start of starts)
        for (let k = 0; k < length; k++) {
          const [low, high] = [Math.max(0, k - back), Math.min(length - 1, k + ahead)];
          data[start + stride * k] = of(Array.from({ length: high - low + 1 }, (_, i) => array.data[start + stride * (low + i)]));
        }
      return arrayOf(array.size, data);
    },
    { least: 2, most: 3 },
  );
}

const mean = (window: number[]): number => window.reduce((a, b) => a + b, 0) / window.length;

/** Functions of curves and signals. */
export const curves: readonly Builtin[] = [
  define("polyfit", polyfit, { least: 3, most: 3 }),
  define("polyval", polyval, { least: 2, most: 2 }),
  define("interp1", interp1, { least: 2 }),
  define("conv", conv, { least: 2, most: 3 }),
  define("filter", filter, { least: 3, most: 3 }),
  integral("trapz", false),
  integral("cumtrapz", true),
  define("gradient", gradient, { least: 1, most: 2 }),
  define("fft", (call) => fourier(call, -1), { least: 1, most: 2 }),
  define("ifft", (call) => fourier(call, 1), { least: 1, most: 2 }),
  moving("movmean", mean),
  moving("movsum", (window) => window.reduce((a, b) => a + b, 0)),
  moving("movprod", (window) => window.reduce((a, b) => a * b, 1)),
  moving("movvar", (window) => varianceOf(Float64Array.from(window))),
  moving("movstd", (window) => Math.sqrt(varianceOf(Float64Array.from(window)))),
  moving("movmax", (window) => Math.max(...window)),
  moving("movmin", (window) => Math.min(...window)),
  moving("movmedian", (window) => {
    const sorted = [...window].sort((a, b) => a - b);
    const middle = sorted.length >> 1;
    return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }),
];
