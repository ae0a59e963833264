import { LayerGraphError } from "../errors.ts";

/** MATLAB's numeric classes and the typed array that holds each. */
export interface NumericStorage {
  double: Float64Array;
  single: Float32Array;
  int8: Int8Array;
  uint8: Uint8Array;
  int16: Int16Array;
  uint16: Uint16Array;
  int32: Int32Array;
  uint32: Uint32Array;
  int64: BigInt64Array;
  uint64: BigUint64Array;
}

/** The name of a numeric class, as MATLAB's `class` returns it. */
export type NumericClass = keyof NumericStorage;

/** Any of the typed arrays that hold numbers. */
export type NumericData = NumericStorage[NumericClass];

/** MATLAB's `size`: at least two numbers, rows first. Elements are always in column-major order. */
export type MatSize = readonly number[];

/** A numeric array; `imaginary` is there for complex ones. */
export interface MatNumeric {
  readonly kind: "numeric";
  readonly class: NumericClass;
  readonly size: MatSize;
  readonly data: NumericData;
  readonly imaginary?: NumericData;
}

/** A logical array, one byte (0 or 1) for each element. */
export interface MatLogical {
  readonly kind: "logical";
  readonly size: MatSize;
  readonly data: Uint8Array;
}

/** A char array: its UTF-16 units in column-major order, so the text itself for the usual 1×n. {@link charRows} gives the rows. */
export interface MatChar {
  readonly kind: "char";
  readonly size: MatSize;
  readonly text: string;
}

/** A cell array. */
export interface MatCell {
  readonly kind: "cell";
  readonly size: MatSize;
  readonly elements: readonly MatValue[];
}

/** A struct array: for each field, in order, the values of all elements. `className` is there for old-style objects (`@class` folders). */
export interface MatStruct {
  readonly kind: "struct";
  readonly size: MatSize;
  readonly fields: ReadonlyMap<string, readonly MatValue[]>;
  readonly className?: string;
}

/** A sparse matrix in compressed columns: column j owns entries `columnStarts[j]` up to `columnStarts[j + 1]`; rows count from 0. */
export interface MatSparse {
  readonly kind: "sparse";
  readonly class: "double" | "logical";
  readonly size: MatSize;
  readonly rows: Int32Array;
  readonly columnStarts: Int32Array;
  readonly data: Float64Array;
  readonly imaginary?: Float64Array;
}

/** A `string` array; a missing string is undefined. */
export interface MatString {
  readonly kind: "string";
  readonly size: MatSize;
  readonly values: readonly (string | undefined)[];
}

/** A `categorical` array: code k is `categories[k - 1]`, 0 is undefined. Categories may be without elements. */
export interface MatCategorical {
  readonly kind: "categorical";
  readonly size: MatSize;
  readonly codes: Uint8Array | Uint16Array | Uint32Array;
  readonly categories: readonly string[];
}

/** An array of enumeration members, by name. */
export interface MatEnumeration {
  readonly kind: "enumeration";
  readonly className: string;
  readonly size: MatSize;
  readonly names: readonly string[];
}

/** A function handle: `source` is its text where the file has it (`@(x)x+1`, `sin`), `value` everything stored about it. */
export interface MatFunction {
  readonly kind: "function";
  readonly source: string | undefined;
  readonly value: MatValue;
}

/** An instance of a class. Properties are read when first asked for, defaults included; they may refer back to the object. */
export interface MatObject {
  readonly kind: "object";
  readonly className: string;
  /** The number of the object in its file: the same number is the same object. */
  readonly id: number;
  /** Whether the class wrote the object through `saveobj`; then there is one property, `any`. */
  readonly saved: boolean;
  readonly properties: ReadonlyMap<string, MatValue>;
}

/** An array of objects that is not 1×1, or a deleted handle (undefined). `className` is the array's; each object has its own. */
export interface MatObjectArray {
  readonly kind: "objectArray";
  readonly className: string;
  readonly size: MatSize;
  readonly elements: readonly (MatObject | undefined)[];
}

/** An object of a kind that cannot be read (Java, handle graphics), by name. */
export interface MatOpaque {
  readonly kind: "opaque";
  readonly typeSystem: string;
  readonly className: string;
}

/** Any value of a MAT-file, told apart by `kind`. */
export type MatValue =
  | MatNumeric
  | MatLogical
  | MatChar
  | MatCell
  | MatStruct
  | MatSparse
  | MatString
  | MatCategorical
  | MatEnumeration
  | MatFunction
  | MatObject
  | MatObjectArray
  | MatOpaque;

/** The number of elements in an array of this size. */
export function numberOfElements(size: MatSize): number {
  return size.reduce((product, length) => product * length, 1);
}

/** A size as MATLAB prints it: `3×53888`. */
export function sizeText(size: MatSize): string {
  return size.join("×");
}

/** What a value is, in words for messages: `3×4 double`, `1×1 cell`, `DAGNetwork object`. */
export function describeMat(value: MatValue): string {
  switch (value.kind) {
    case "numeric":
      return `${sizeText(value.size)} ${value.imaginary === undefined ? "" : "complex "}${value.class}`;
    case "object":
      return `${value.className} object`;
    case "objectArray":
    case "enumeration":
      return `${sizeText(value.size)} ${value.className}`;
    case "function":
      return "function handle";
    case "opaque":
      return `${value.className} (${value.typeSystem})`;
    case "struct":
      return `${sizeText(value.size)} ${value.className ?? "struct"}`;
    case "sparse":
      return `${sizeText(value.size)} sparse ${value.class}`;
    default:
      return `${sizeText(value.size)} ${value.kind}`;
  }
}

/** The rows of a two-dimensional char array, each with its trailing blanks. */
export function charRows(value: MatChar): string[] {
  const [rows] = value.size;
  if (rows === 1) return [value.text];
  const lines = Array.from({ length: value.text.length === 0 ? 0 : rows }, () => "");
  for (let i = 0; i < value.text.length; i++) lines[i % rows] += value.text[i];
  return lines;
}

/**
 * The field of a 1×1 struct, undefined where it has no such field.
 * @example matField(layer, "FilterSize")
 */
export function matField(value: MatValue, name: string): MatValue | undefined {
  if (value.kind !== "struct" || numberOfElements(value.size) !== 1)
    throw new LayerGraphError(
      "mat-type",
      `A 1×1 struct with field '${name}' was expected; the file has a ${describeMat(value)} there.`,
    );
  return value.fields.get(name)?.[0];
}

/** The numbers of a real numeric or logical array, in column-major order; undefined for anything else. */
export function matNumbers(value: MatValue | undefined): number[] | undefined {
  if (value?.kind === "logical") return Array.from(value.data);
  if (value?.kind !== "numeric" || value.imaginary !== undefined) return undefined;
  return Array.from(value.data as ArrayLike<number | bigint>, Number);
}

/** The text of a char row or of a 1×1 string; undefined for anything else. */
export function matText(value: MatValue | undefined): string | undefined {
  if (value?.kind === "char") return value.size[0] <= 1 ? value.text : undefined;
  return value?.kind === "string" && value.values.length === 1 ? value.values[0] : undefined;
}
