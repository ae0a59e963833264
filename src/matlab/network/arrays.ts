import type { MatSize } from "../../data/matValues.ts";

/** The numbers of a column-major array in row-major order; `from` is where it begins, in an array of several. */
export function rowMajor(data: ArrayLike<number>, size: MatSize, from = 0): Float32Array {
  const result = new Float32Array(size.reduce((product, n) => product * n, 1));
  each(size, (column, row) => {
    result[row] = data[from + column];
  });
  return result;
}

/** The numbers of a row-major array in column-major order, put into `target` from `at` on. */
export function putColumnMajor(data: ArrayLike<number>, size: MatSize, target: { [place: number]: number }, at = 0): void {
  each(size, (column, row) => {
    target[at + column] = data[row];
  });
}

/** Visits every element of an array by its places in column-major and in row-major order. */
function each(size: MatSize, visit: (columnMajor: number, rowMajor: number) => void): void {
  const count = size.reduce((product, n) => product * n, 1);
  const strides = size.map((_, axis) => size.slice(axis + 1).reduce((product, n) => product * n, 1));
  const at = new Array<number>(size.length).fill(0);
  let row = 0;
  for (let column = 0; column < count; column++) {
    visit(column, row);
    for (let axis = 0; axis < size.length; axis++) {
      at[axis]++;
      row += strides[axis];
      if (at[axis] < size[axis]) break;
      row -= strides[axis] * size[axis];
      at[axis] = 0;
    }
  }
}

/** The size with ones at its end, so that it has `rank` dimensions. */
export function ranked(size: MatSize, rank: number): number[] {
  return Array.from({ length: Math.max(rank, size.length) }, (_, axis) => size[axis] ?? 1);
}
