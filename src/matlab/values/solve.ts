import { ScriptError } from "./scriptError.ts";

interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/**
 * X with A·X = B: by elimination with row exchanges where A is square, by Householder reflections (least squares) where it has more rows than
 * columns.
 * @throws ScriptError where A has fewer rows than columns, or not full rank: MATLAB's basic solution is not computed here
 */
export function solved(a: Matrix, b: Matrix): Matrix {
  if (a.rows < a.columns) {
    throw new ScriptError(
      "layergraph:underdetermined",
      `Solving ${a.rows} equations for ${a.columns} unknowns is not supported here.`,
    );
  }
  return a.rows === a.columns ? eliminated(a, b) : leastSquares(a, b);
}

function eliminated(a: Matrix, b: Matrix): Matrix {
  const n = a.rows;
  const m = a.data.slice();
  const x = b.data.slice();
  for (let k = 0; k < n; k++) {
    let best = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(m[i + k * n]) > Math.abs(m[best + k * n])) best = i;
    if (!m[best + k * n]) throw singular();
    if (best !== k) {
      exchange(m, n, n, k, best);
      exchange(x, n, b.columns, k, best);
    }
    for (let i = k + 1; i < n; i++) m[i + k * n] /= m[k + k * n];
    for (let j = k + 1; j < n; j++) subtractColumn(m, j * n, m, k, n);
    for (let j = 0; j < b.columns; j++) subtractColumn(x, j * n, m, k, n);
  }
  return { rows: n, columns: b.columns, data: backSubstituted(m, n, x, n, b.columns) };
}

/** Takes the k-th entry's share (the factors stand in column k of `m`) out of the entries below it, in the column that starts at `start`. */
function subtractColumn(data: Float64Array, start: number, m: Float64Array, k: number, n: number): void {
  const pivot = data[start + k];
  if (pivot === 0) return;
  for (let i = k + 1; i < n; i++) data[start + i] -= m[i + k * n] * pivot;
}

function exchange(data: Float64Array, rows: number, columns: number, i: number, k: number): void {
  for (let j = 0; j < columns; j++) [data[i + j * rows], data[k + j * rows]] = [data[k + j * rows], data[i + j * rows]];
}

/** Solves R·X = Y for the upper triangle of the first n rows; both arrays have `rows` rows. */
function backSubstituted(r: Float64Array, n: number, y: Float64Array, rows: number, columns: number): Float64Array {
  const data = new Float64Array(n * columns);
  for (let j = 0; j < columns; j++) {
    for (let i = n - 1; i >= 0; i--) {
      let sum = y[i + j * rows];
      for (let k = i + 1; k < n; k++) sum -= r[i + k * rows] * data[k + j * n];
      data[i + j * n] = sum / r[i + i * rows];
    }
  }
  return data;
}

/** Householder: each column is reflected onto its first entry; the same reflections are applied to B. */
function leastSquares(a: Matrix, b: Matrix): Matrix {
  const [m, n] = [a.rows, a.columns];
  const r = a.data.slice();
  const y = b.data.slice();
  const scale = Math.max(0, ...Array.from({ length: n }, (_, k) => norm(r, k * m, (k + 1) * m)));
  for (let k = 0; k < n; k++) {
    const length = norm(r, k + k * m, (k + 1) * m);
    if (!(length > scale * m * Number.EPSILON)) throw singular();
    const v = r.slice(k + k * m, (k + 1) * m);
    v[0] += v[0] < 0 ? -length : length;
    const square = v.reduce((sum, x) => sum + x * x, 0);
    reflect(r, m, n, k, v, square);
    reflect(y, m, b.columns, k, v, square);
  }
  return { rows: n, columns: b.columns, data: backSubstituted(r, n, y, m, b.columns) };
}

function norm(data: Float64Array, start: number, end: number): number {
  let sum = 0;
  for (let i = start; i < end; i++) sum += data[i] * data[i];
  return Math.sqrt(sum);
}

/** Every column c becomes c − 2 v (v·c) / (v·v), from row k on. */
function reflect(data: Float64Array, rows: number, columns: number, k: number, v: Float64Array, square: number): void {
  for (let j = 0; j < columns; j++) {
    let dot = 0;
    for (let i = k; i < rows; i++) dot += v[i - k] * data[i + j * rows];
    const factor = (2 * dot) / square;
    for (let i = k; i < rows; i++) data[i + j * rows] -= factor * v[i - k];
  }
}

function singular(): ScriptError {
  return new ScriptError(
    "layergraph:singularMatrix",
    "The matrix is singular: MATLAB warns and returns Inf there, which is not supported here.",
  );
}
