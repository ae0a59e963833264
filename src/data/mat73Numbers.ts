import { LayerGraphError } from "../errors.ts";
import { converted, numericArrays } from "./matNumbers.ts";
import {
  type MatSize,
  type MatSparse,
  type MatValue,
  type NumericClass,
  type NumericData,
  numberOfElements,
} from "./matValues.ts";

/** What a dataset of numbers holds: an array, one number, or the real and the imaginary parts of complex ones. */
export type TypedNumbers = NumericData | number | bigint | readonly [real: Float64Array, imaginary: Float64Array];

/** An array of numbers or truth values, of the class that the file says; `path` is the dataset. */
export function numericOf(stored: TypedNumbers, size: MatSize, className: string | undefined, path: string): MatValue {
  const parts = partsOf(stored, path);
  const count = numberOfElements(size);
  if (parts.real.length !== count) throw damaged(path, `has ${parts.real.length} elements, which is not ${size.join("×")}`);
  if (className === "logical")
    return {
      kind: "logical",
      size,
      data: Uint8Array.from(parts.real as ArrayLike<number | bigint>, (v) => Number(Number(v) !== 0)),
    };
  const name = className !== undefined && isNumericClass(className) ? className : classOf(parts.real);
  const real = converted(parts.real, name);
  return {
    kind: "numeric",
    class: name,
    size,
    data: real,
    ...(parts.imaginary && { imaginary: converted(parts.imaginary, name) }),
  };
}

function partsOf(stored: TypedNumbers, path: string): { real: NumericData; imaginary?: NumericData } {
  if (ArrayBuffer.isView(stored)) return { real: stored as NumericData };
  if (typeof stored === "number") return { real: Float64Array.of(stored) };
  if (typeof stored === "bigint") return { real: BigInt64Array.of(stored) };
  if (!Array.isArray(stored) || stored.length !== 2 || !stored.every((part) => part instanceof Float64Array))
    throw damaged(path, "holds something that is no numbers");
  const [real, imaginary] = stored;
  return { real, imaginary };
}

function isNumericClass(name: string): name is NumericClass {
  return Object.hasOwn(numericArrays, name);
}

function classOf(data: NumericData): NumericClass {
  return (Object.keys(numericArrays) as NumericClass[]).find((name) => data instanceof numericArrays[name])!;
}

/** The parts of a sparse matrix as a file of version 7.3 has them. */
export interface SparseParts {
  readonly rows: number;
  /** Where columns start among the entries (`jc`). */
  readonly starts: unknown;
  /** The rows of the entries (`ir`). */
  readonly indices: unknown;
  readonly data: unknown;
  readonly logical: boolean;
  readonly path: string;
}

/** A sparse matrix; every index is checked. */
export function sparseOf({ rows, starts, indices, data, logical, path }: SparseParts): MatSparse {
  const columnStarts = integers(starts ?? new Float64Array(1));
  const row = integers(indices ?? new Float64Array(0));
  const { real, imaginary } = partsOf((data ?? new Float64Array(0)) as TypedNumbers, path);
  const values = converted(real, "double") as Float64Array;
  const ordered = columnStarts.every((at, i) => at >= (i === 0 ? 0 : columnStarts[i - 1]));
  if (!ordered || columnStarts[0] !== 0 || columnStarts.at(-1) !== row.length || values.length !== row.length)
    throw damaged(path, "is a sparse matrix whose columns do not fit its entries");
  if (row.some((each) => each < 0 || each >= rows)) throw damaged(path, "is a sparse matrix with an entry outside");
  return {
    kind: "sparse",
    class: logical ? "logical" : "double",
    size: [rows, columnStarts.length - 1],
    rows: row,
    columnStarts,
    data: values,
    ...(imaginary && { imaginary: converted(imaginary, "double") as Float64Array }),
  };
}

function integers(value: unknown): Int32Array {
  return ArrayBuffer.isView(value) ? Int32Array.from(value as unknown as ArrayLike<number | bigint>, Number) : new Int32Array(0);
}

function damaged(path: string, problem: string): LayerGraphError {
  return new LayerGraphError("mat-corrupt", `MAT-file of version 7.3: '${path}' ${problem}.`);
}
