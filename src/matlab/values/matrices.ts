import type { MatNumeric, MatSize } from "../../data/matValues.ts";
import { operandNumbers, resultClass } from "./arithmetic.ts";
import { elementsOf, isIntegerClass } from "./classes.ts";
import { numericOf } from "./construct.ts";
import { ScriptError } from "./scriptError.ts";
import { type Charge, chargeArray, sizeOf } from "./shape.ts";
import { solved } from "./solve.ts";
import type { Value } from "./value.ts";

/** A matrix as a problem of linear algebra sees it: column-major doubles. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/**
 * The matrix product `A*B`, in double precision whatever the class.
 * @throws ScriptError `MATLAB:innerdim` where the inner dimensions differ
 */
export function product(a: Value, b: Value, charge?: Charge): MatNumeric {
  const name = resultClass("*", a, b);
  if (isIntegerClass(name)) {
    throw new ScriptError(
      "MATLAB:mtimes:integerNotSupported",
      "MTIMES (*) is not fully supported for integer classes. At least one argument must be scalar.",
    );
  }
  const [x, y] = [matrixOf("*", a), matrixOf("*", b)];
  if (x.columns !== y.rows) {
    throw new ScriptError(
      "MATLAB:innerdim",
      "Incorrect dimensions for matrix multiplication. Check that the number of columns in the first matrix matches the number of rows in the second matrix. To operate on each element of the matrix individually, use TIMES (.*) for elementwise multiplication.",
    );
  }
  const size = [x.rows, y.columns];
  chargeArray(size, 8, charge);
  charge?.({ steps: Math.ceil((x.rows * y.columns * x.columns) / 64) });
  return numericOf(size, elementsOf(multiplied(x, y).data, name, size), name);
}

/** `A\B`: the solution of A·X = B, or the least-squares one where A is not square. */
export function leftDivided(a: Value, b: Value, charge?: Charge): MatNumeric {
  const name = resultClass("\\", a, b);
  const [x, y] = [matrixOf("\\", a), matrixOf("\\", b)];
  if (x.rows !== y.rows) throw new ScriptError("MATLAB:dimagree", "Matrix dimensions must agree.");
  charge?.({
    steps: Math.ceil((x.rows * x.columns * (x.columns + y.columns)) / 64),
    bytes: 8 * x.rows * (x.columns + y.columns),
  });
  const solution = solved(x, y);
  const size = [solution.rows, solution.columns];
  return numericOf(size, elementsOf(solution.data, name, size), name);
}

/** `B/A`: (A'\B')'. */
export function rightDivided(b: Value, a: Value, charge?: Charge): MatNumeric {
  const name = resultClass("/", b, a);
  const [x, y] = [matrixOf("/", a), matrixOf("/", b)];
  if (x.columns !== y.columns) throw new ScriptError("MATLAB:dimagree", "Matrix dimensions must agree.");
  charge?.({ steps: Math.ceil((x.columns * x.rows * (x.rows + y.rows)) / 64), bytes: 8 * x.columns * (x.rows + y.rows) });
  const solution = flipped(solved(flipped(x), flipped(y)));
  const size = [solution.rows, solution.columns];
  return numericOf(size, elementsOf(solution.data, name, size), name);
}

/** `A^n` for a square matrix and a whole number n; negative powers through the inverse. */
export function matrixPower(a: Value, b: Value, charge?: Charge): MatNumeric {
  const name = resultClass("^", a, b);
  const [x, exponent] = [matrixOf("^", a), matrixOf("^", b)];
  if (x.rows !== x.columns || exponent.data.length !== 1) {
    throw new ScriptError(
      "MATLAB:square",
      "Incorrect dimensions for raising a matrix to a power. Check that the matrix is square and the power is a scalar. To operate on each element of the matrix individually, use POWER (.^) for elementwise power.",
    );
  }
  const n = exponent.data[0];
  if (!Number.isInteger(n)) {
    throw new ScriptError("layergraph:matrixPower", `A matrix to the power ${n}, which is not whole, is not supported here.`);
  }
  charge?.({ steps: Math.ceil((x.rows ** 3 * (2 * Math.log2(Math.abs(n) + 1) + 2)) / 64), bytes: 32 * x.data.length });
  const size = [x.rows, x.columns];
  return numericOf(size, elementsOf(repeated(n < 0 ? solved(x, identity(x.rows)) : x, Math.abs(n)).data, name, size), name);
}

/** The product of a matrix with itself, n factors, by squaring. */
function repeated(matrix: Matrix, n: number): Matrix {
  let result = identity(matrix.rows);
  let square = matrix;
  for (let left = n; left >= 1; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = multiplied(result, square);
    if (left >= 2) square = multiplied(square, square);
  }
  return result;
}

function matrixOf(operator: string, value: Value): Matrix {
  const size: MatSize = sizeOf(value);
  if (size.length > 2) {
    throw new ScriptError(
      "MATLAB:mtimes:noND",
      `Arguments must be 2-D, or at least one argument must be scalar. Use ${operator === "*" ? "TIMES (.*) for elementwise multiplication, or PAGEMTIMES for N-D products" : "an elementwise operator"}.`,
    );
  }
  return { rows: size[0], columns: size[1], data: Float64Array.from(operandNumbers(operator, value)) };
}

/** cᵢⱼ = Σₖ aᵢₖ bₖⱼ, column by column so that memory is read in order. */
function multiplied(a: Matrix, b: Matrix): Matrix {
  const data = new Float64Array(a.rows * b.columns);
  for (let j = 0; j < b.columns; j++) {
    const column = data.subarray(j * a.rows, (j + 1) * a.rows);
    for (let k = 0; k < a.columns; k++) {
      const factor = b.data[k + j * b.rows];
      const from = k * a.rows;
      for (let i = 0; i < a.rows; i++) column[i] += a.data[from + i] * factor;
    }
  }
  return { rows: a.rows, columns: b.columns, data };
}

function identity(count: number): Matrix {
  const data = new Float64Array(count * count);
  for (let i = 0; i < count; i++) data[i * (count + 1)] = 1;
  return { rows: count, columns: count, data };
}

function flipped(matrix: Matrix): Matrix {
  const data = new Float64Array(matrix.data.length);
  for (let j = 0; j < matrix.columns; j++) {
    for (let i = 0; i < matrix.rows; i++) data[j + i * matrix.columns] = matrix.data[i + j * matrix.rows];
  }
  return { rows: matrix.columns, columns: matrix.rows, data };
}
