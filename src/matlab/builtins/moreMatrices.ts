import { logical, number, numbers } from "../values/construct.ts";
import { countOf } from "../values/shape.ts";
import type { Builtin, Call, Evaluation, Value } from "../values/value.ts";
import { argument, chargeWork, fail, functionAt, numbersAt, refuse, reserve, scalarAt, textAt } from "./arguments.ts";
import { gathered, type Numbers } from "./arrays.ts";
import { define, defineWaiting, type Results } from "./define.ts";

/** `bsxfun(f, A, B)`: the function of both arrays, which grow to one size by themselves. */
function* bsxfun(call: Call): Evaluation<Value> {
  const [made] = yield* call.session.invoke(functionAt(call, 0), call.args.slice(1), 1, call.place);
  return made ?? fail(call, "MATLAB:maxlhs", "Too many output arguments.");
}

const mostPermuted = 10;

/** `perms(v)`: every order of the elements in a row each, in reverse order of their places. */
function perms(call: Call): Value {
  const value = argument(call, 0);
  const n = countOf(value);
  if (n > mostPermuted)
    fail(call, "layergraph:unsupported", `perms of more than ${mostPermuted} elements is not supported; received ${n}.`);
  let rows: number[][] = [[]];
  for (let k = 0; k < n; k++) rows = rows.flatMap((row) => Array.from({ length: k + 1 }, (_, at) => row.toSpliced(at, 0, k)));
  rows.sort((a, b) => {
    const at = a.findIndex((x, i) => x !== b[i]);
    return at < 0 ? 0 : b[at] - a[at];
  });
  reserve(call, [rows.length, n]);
  return gathered(
    value,
    [rows.length, n],
    Int32Array.from({ length: rows.length * n }, (_, i) => rows[i % rows.length][Math.floor(i / rows.length)]),
  );
}

/** Coordinates of one kind into another, element by element; scalars stand for all. */
function coordinates(name: string, of: (given: readonly number[]) => readonly number[]): Builtin {
  return define(
    name,
    (call): Results => {
      const given = call.args.map((_, i) => numbersAt(call, i));
      const shape = given.find(({ data }) => data.length !== 1) ?? given[0];
      if (given.some(({ data }) => data.length !== 1 && data.length !== shape.data.length))
        fail(call, "MATLAB:sizeDimensionsMustMatch", `${name}: the arguments must be scalars or arrays of one size.`);
      const made = Array.from({ length: shape.data.length }, (_, i) =>
        of(given.map(({ data }) => data[data.length === 1 ? 0 : i])),
      );
      return given.map((_, k) =>
        numbers(
          shape.size,
          made.map((each) => each[k]),
        ),
      );
    },
    { least: name.includes("sph") ? 3 : 2, most: 3 },
  );
}

const vector = (call: Call, i: number): Float64Array => Float64Array.from(numbersAt(call, i).data);

/** `toeplitz(c, r)`: the same number along every diagonal; symmetric for `toeplitz(r)`. */
function toeplitz(call: Call): Value {
  const column = vector(call, 0);
  const row = call.args[1] === undefined ? column : vector(call, 1);
  const size = [column.length, row.length];
  const data = new Float64Array(reserve(call, size));
  for (let j = 0; j < row.length; j++)
    for (let i = 0; i < column.length; i++) data[i + column.length * j] = i >= j ? column[i - j] : row[j - i];
  return numbers(size, data);
}

/** `vander(v)`: the powers of numbers, the highest first. */
function vander(call: Call): Value {
  const v = vector(call, 0);
  const n = v.length;
  const data = new Float64Array(reserve(call, [n, n]));
  for (let j = 0; j < n; j++) for (let i = 0; i < n; i++) data[i + n * j] = v[i] ** (n - 1 - j);
  return numbers([n, n], data);
}

/** Coefficients without zeros in front; at least one. */
function shortened(coefficients: readonly number[]): Value {
  const first = coefficients.findIndex((x) => x !== 0);
  const kept = first < 0 ? [0] : coefficients.slice(first);
  return numbers([1, kept.length], kept);
}

function polyder(call: Call): Value {
  const p = Array.from(vector(call, 0));
  return shortened(p.slice(0, -1).map((x, i) => x * (p.length - 1 - i)));
}

function polyint(call: Call): Value {
  const p = Array.from(vector(call, 0));
  return numbers([1, p.length + 1], [...p.map((x, i) => x / (p.length - i)), scalarAt(call, 1, 0)]);
}

/** `poly(r)`: the coefficients of the polynomial with these roots. */
function poly(call: Call): Value {
  const roots = numbersAt(call, 0);
  if (Math.min(...roots.size) > 1) fail(call, "layergraph:unsupported", "poly is supported for vectors of roots.");
  chargeWork(call, [roots.data.length, roots.data.length]);
  const made = new Float64Array(roots.data.length + 1);
  made[0] = 1;
  for (let k = 0; k < roots.data.length; k++) for (let i = k + 1; i > 0; i--) made[i] -= roots.data[k] * made[i - 1];
  return numbers([1, made.length], made);
}

const metrics: Readonly<Record<string, (differences: Float64Array) => number>> = {
  euclidean: (d) => Math.sqrt(d.reduce((sum, x) => sum + x * x, 0)),
  squaredeuclidean: (d) => d.reduce((sum, x) => sum + x * x, 0),
  cityblock: (d) => d.reduce((sum, x) => sum + Math.abs(x), 0),
  chebychev: (d) => d.reduce((most, x) => Math.max(most, Math.abs(x)), 0),
};

/** `pdist(X, metric)`: the distances of all pairs of rows, as a row. */
function pdist(call: Call): Value {
  const { size, data } = numbersAt(call, 0);
  const name = call.args[1] === undefined ? "euclidean" : textAt(call, 1).toLowerCase();
  if (!Object.hasOwn(metrics, name)) return refuse(call, 1, `one of ${Object.keys(metrics).join(", ")}`);
  const [rows, width] = size;
  const made = new Float64Array(reserve(call, [1, (rows * (rows - 1)) / 2]));
  chargeWork(call, [made.length, width]);
  let at = 0;
  for (let a = 0; a < rows; a++)
    for (let b = a + 1; b < rows; b++)
      made[at++] = metrics[name](Float64Array.from({ length: width }, (_, j) => data[a + rows * j] - data[b + rows * j]));
  return numbers([1, made.length], made);
}

/** `squareform(d)`: the distances of pairs as a symmetric matrix, and back. */
function squareform(call: Call): Value {
  const given = numbersAt(call, 0);
  return Math.min(...given.size) === 1 && given.data.length !== 1 ? asMatrix(call, given) : asPairs(call, given);
}

function asMatrix(call: Call, { data }: Numbers): Value {
  const n = (1 + Math.sqrt(1 + 8 * data.length)) / 2;
  if (!Number.isInteger(n))
    fail(call, "stats:squareform:BadInput", `squareform: ${data.length} distances are not those of all pairs of some rows.`);
  const made = new Float64Array(reserve(call, [n, n]));
  let at = 0;
  for (let j = 0; j < n; j++) for (let i = j + 1; i < n; i++) made[i + n * j] = made[j + n * i] = data[at++];
  return numbers([n, n], made);
}

function asPairs(call: Call, { size: [n, width], data }: Numbers): Value {
  if (n !== width) fail(call, "stats:squareform:BadInput", "squareform: a vector of distances or a square matrix is needed.");
  const pairs: number[] = [];
  for (let j = 0; j < n; j++) for (let i = j + 1; i < n; i++) pairs.push(data[i + n * j]);
  return numbers([1, pairs.length], pairs);
}

/** `mape(F, A)`: the mean distance of forecasts from what was, in percent of that. */
function mape(call: Call): Value {
  const [forecast, actual] = [vector(call, 0), vector(call, 1)];
  if (forecast.length !== actual.length) fail(call, "MATLAB:mape:Size", "mape: the two arrays must have the same size.");
  return number((100 * actual.reduce((sum, x, i) => sum + Math.abs((x - forecast[i]) / x), 0)) / actual.length);
}

/** Further functions of vectors and matrices. */
export const moreMatrices: readonly Builtin[] = [
  defineWaiting("bsxfun", bsxfun, { least: 3, most: 3 }),
  define("perms", perms, { least: 1, most: 1 }),
  coordinates("cart2pol", ([x, y, z]) => [Math.atan2(y, x), Math.hypot(x, y), z]),
  coordinates("pol2cart", ([angle, radius, z]) => [radius * Math.cos(angle), radius * Math.sin(angle), z]),
  coordinates("cart2sph", ([x, y, z]) => [Math.atan2(y, x), Math.atan2(z, Math.hypot(x, y)), Math.hypot(x, y, z)]),
  coordinates("sph2cart", ([turn, rise, radius]) => [
    radius * Math.cos(rise) * Math.cos(turn),
    radius * Math.cos(rise) * Math.sin(turn),
    radius * Math.sin(rise),
  ]),
  define("toeplitz", toeplitz, { least: 1, most: 2 }),
  define("vander", vander, { least: 1, most: 1 }),
  define("polyder", polyder, { least: 1, most: 1 }),
  define("polyint", polyint, { least: 1, most: 2 }),
  define("poly", poly, { least: 1, most: 1 }),
  define("pdist", pdist, { least: 1, most: 2 }),
  define("squareform", squareform, { least: 1, most: 1 }),
  define("mape", mape, { least: 2, most: 2 }),
  define("istabular", ({ args }) => logical(args[0].kind === "host" && args[0].operations.className === "table"), {
    least: 1,
    most: 1,
  }),
];
