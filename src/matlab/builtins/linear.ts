import { number, numbers } from "../values/construct.ts";
import { binary } from "../values/operators.ts";
import type { Builtin, Call, Value } from "../values/value.ts";
import { argument, chargeWork, fail, isOption, numbersAt, reserve, scalarAt } from "./arguments.ts";
import { arrayOf } from "./arrays.ts";
import { define, type Results } from "./define.ts";
import { combined, commonClass } from "./elementwise.ts";
import { reduced, sumOf } from "./reductions.ts";

interface Square {
  readonly n: number;
  readonly data: Float64Array;
}

function squareAt(call: Call, i: number): Square {
  const { size, data } = numbersAt(call, i);
  if (size.length !== 2 || size[0] !== size[1]) fail(call, "MATLAB:square", "Matrix must be square.");
  chargeWork(call, [size[0], size[0], size[0]]);
  return { n: size[0], data: Float64Array.from(data) };
}

/** Elimination with partial pivoting, in place: the sign of the permutation, 0 where the matrix is singular. */
function eliminate({ n, data }: Square): number {
  let sign = 1;
  for (let k = 0; k < n; k++) {
    let best = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(data[i + n * k]) > Math.abs(data[best + n * k])) best = i;
    if (data[best + n * k] === 0) return 0;
    if (best !== k) {
      sign = -sign;
      for (let j = 0; j < n; j++) [data[k + n * j], data[best + n * j]] = [data[best + n * j], data[k + n * j]];
    }
    for (let i = k + 1; i < n; i++) {
      const factor = data[i + n * k] / data[k + n * k];
      for (let j = k; j < n; j++) data[i + n * j] -= factor * data[k + n * j];
    }
  }
  return sign;
}

function det(call: Call): Value {
  const matrix = squareAt(call, 0);
  const sign = eliminate(matrix);
  let product = sign;
  for (let k = 0; k < matrix.n; k++) product *= matrix.data[k + matrix.n * k];
  return number(product);
}

function inv(call: Call): Value {
  const { n } = squareAt(call, 0);
  const identity = Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0));
  return binary("\\", argument(call, 0), numbers([n, n], identity), call.session.charge);
}

/** The singular values, by Jacobi rotations of the columns; largest first. */
export function singularValues(rows: number, columns: number, data: ArrayLike<number>): number[] {
  const a = Array.from({ length: columns }, (_, j) => Float64Array.from({ length: rows }, (_, i) => data[i + rows * j]));
  for (let sweep = 0; sweep < 60; sweep++) {
    let rotated = false;
    for (let p = 0; p < columns; p++) for (let q = p + 1; q < columns; q++) rotated = rotate(a[p], a[q]) || rotated;
    if (!rotated) break;
  }
  return a
    .map((column) => Math.hypot(...column))
    .sort((x, y) => y - x)
    .slice(0, Math.min(rows, columns));
}

/** Turns two columns so that they are at right angles; whether they were not. */
function rotate(p: Float64Array, q: Float64Array): boolean {
  let [alpha, beta, gamma] = [0, 0, 0];
  for (let i = 0; i < p.length; i++) {
    alpha += p[i] * p[i];
    beta += q[i] * q[i];
    gamma += p[i] * q[i];
  }
  if (Math.abs(gamma) <= 1e-15 * Math.sqrt(alpha * beta) || gamma === 0) return false;
  const zeta = (beta - alpha) / (2 * gamma);
  const t = (zeta >= 0 ? 1 : -1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
  const c = 1 / Math.sqrt(1 + t * t);
  for (let i = 0; i < p.length; i++) [p[i], q[i]] = [c * (p[i] - t * q[i]), c * (t * p[i] + q[i])];
  return true;
}

function svd(call: Call): Value {
  const { size, data } = numbersAt(call, 0);
  if (call.nargout > 1) fail(call, "layergraph:unsupported", "svd gives the singular values here, not U and V.");
  chargeWork(call, [size[0], size[1], size[1]]);
  const values = singularValues(size[0], size[1], data);
  return numbers([values.length, 1], values);
}

function rank(call: Call): Value {
  const { size, data } = numbersAt(call, 0);
  const values = singularValues(size[0], size[1], data);
  const least = Math.max(...size) * 2 ** -52 * (values[0] ?? 0);
  return number(values.filter((x) => x > least).length);
}

function cond(call: Call): Value {
  const { size, data } = numbersAt(call, 0);
  const values = singularValues(size[0], size[1], data);
  return number(values[0] / values[values.length - 1]);
}

function trace(call: Call): Value {
  const { n, data } = squareAt(call, 0);
  let sum = 0;
  for (let k = 0; k < n; k++) sum += data[k + n * k];
  return number(sum);
}

/** `norm(v)`, `norm(v, p)`, `norm(M)`, `norm(M, 'fro')`. */
function norm(call: Call): Value {
  const { size, data } = numbersAt(call, 0);
  const all = Array.from(data, Math.abs);
  const vector = size[0] === 1 || size[1] === 1;
  if (isOption(call.args[1], "fro")) return number(Math.hypot(...all));
  const infinite = isOption(call.args[1], "inf");
  const p = infinite ? Number.POSITIVE_INFINITY : scalarAt(call, 1, 2);
  if (all.length === 0) return number(0);
  if (vector) {
    if (p === 2) return number(Math.hypot(...all));
    if (p === Number.POSITIVE_INFINITY) return number(Math.max(...all));
    return number(p === 1 ? all.reduce((a, b) => a + b, 0) : all.reduce((sum, x) => sum + x ** p, 0) ** (1 / p));
  }
  if (p === 2) return number(singularValues(size[0], size[1], data)[0] ?? 0);
  const line = (along: 0 | 1, k: number): number =>
    all.filter((_, i) => (along ? i % size[0] : Math.floor(i / size[0])) === k).reduce((a, b) => a + b, 0);
  if (p === 1) return number(Math.max(...Array.from({ length: size[1] }, (_, j) => line(0, j))));
  return number(Math.max(...Array.from({ length: size[0] }, (_, i) => line(1, i))));
}

function dot(call: Call): Value {
  const [a, b] = [numbersAt(call, 0), numbersAt(call, 1)];
  const vectors = a.size.length === 2 && Math.min(...a.size) === 1 && Math.min(...b.size) === 1;
  if (vectors && a.data.length === b.data.length) return number(sumOf(Float64Array.from(a.data, (x, i) => x * b.data[i])));
  if (a.size.join() !== b.size.join()) fail(call, "MATLAB:dot:InputSizeMismatch", "A and B must be same size.");
  const product = combined(call, a, b, commonClass(call, a, b), (x, y) => x * y);
  return reduced({ ...call, args: [product, ...call.args.slice(2)] }, 1, sumOf, () => "double");
}

function cross(call: Call): Value {
  const [a, b] = [numbersAt(call, 0), numbersAt(call, 1)];
  if (a.data.length !== 3 || b.data.length !== 3)
    fail(call, "MATLAB:cross:InvalidDimAorBForCrossProd", "A and B must be vectors of length 3.");
  const [x, y] = [a.data, b.data];
  return numbers(a.size, [x[1] * y[2] - x[2] * y[1], x[2] * y[0] - x[0] * y[2], x[0] * y[1] - x[1] * y[0]]);
}

function kron(call: Call): Value {
  const [a, b] = [numbersAt(call, 0), numbersAt(call, 1)];
  const size = [a.size[0] * b.size[0], a.size[1] * b.size[1]];
  const data = new Float64Array(reserve(call, size));
  for (let i = 0; i < data.length; i++) {
    const [r, c] = [i % size[0], Math.floor(i / size[0])];
    const inA = Math.floor(r / b.size[0]) + a.size[0] * Math.floor(c / b.size[1]);
    data[i] = a.data[inA] * b.data[(r % b.size[0]) + b.size[0] * (c % b.size[1])];
  }
  return numbers(size, data);
}

/** The pseudoinverse of a matrix of full rank. */
function pinv(call: Call): Value {
  const { size } = numbersAt(call, 0);
  const value = argument(call, 0);
  const { charge } = call.session;
  const turned = arrayOf([size[1], size[0]], transposedData(call), "double");
  const tall = size[0] >= size[1];
  const gram = tall ? binary("*", turned, value, charge) : binary("*", value, turned, charge);
  return tall ? binary("\\", gram, turned, charge) : binary("/", turned, gram, charge);
}

function transposedData(call: Call): Float64Array {
  const { size, data } = numbersAt(call, 0);
  return Float64Array.from({ length: data.length }, (_, k) => data[Math.floor(k / size[1]) + size[0] * (k % size[1])]);
}

function unsupported(name: string): Builtin {
  return define(name, (call): Results => fail(call, "layergraph:unsupported", `${name} is not supported.`));
}

/** Functions of matrices. */
export const linear: readonly Builtin[] = [
  define("det", det, { least: 1, most: 1 }),
  define("inv", inv, { least: 1, most: 1 }),
  define("pinv", pinv, { least: 1, most: 1 }),
  define("svd", svd, { least: 1, most: 2 }),
  define("rank", rank, { least: 1, most: 1 }),
  define("cond", cond, { least: 1, most: 1 }),
  define("trace", trace, { least: 1, most: 1 }),
  define("norm", norm, { least: 1, most: 2 }),
  define("dot", dot, { least: 2, most: 3 }),
  define("cross", cross, { least: 2, most: 2 }),
  define("kron", kron, { least: 2, most: 2 }),
  ...[
    "eig",
    "qr",
    "lu",
    "chol",
    "expm",
    "logm",
    "sqrtm",
    "null",
    "orth",
    "pca",
    "kmeans",
    "lsqcurvefit",
    "fminsearch",
    "fminunc",
    "fmincon",
  ].map(unsupported),
  ...[
    ..."feedforwardnet patternnet fitnet newff narxnet narnet fitrgp fitlm fitrlinear fitrtree fitrensemble fitcnb fitcdiscr".split(
      " ",
    ),
    ..."fitcensemble fitgmdist tsne lasso ksdensity perfcurve linkage ode23 linprog quadprog lsqnonlin".split(" "),
    "ga",
    "particleswarm",
    "bayesopt",
    "fitcsvm",
    "fitcecoc",
    "fitcknn",
    "fitctree",
    "fitrsvm",
    "TreeBagger",
    "ode45",
    "fzero",
  ].map(unsupported),
];
