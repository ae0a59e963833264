import {
  type MatChar,
  type MatLogical,
  type MatNumeric,
  type MatSize,
  type MatString,
  type NumericClass,
  type NumericData,
  numberOfElements,
} from "../../data/matValues.ts";
import { elementsOf } from "./classes.ts";
import { type Charge, canonicalSize } from "./shape.ts";
import type { CellValue, StructValue, Value } from "./value.ts";

const scalarSize: MatSize = [1, 1];

/** A double scalar. */
export function number(x: number): MatNumeric {
  return { kind: "numeric", class: "double", size: scalarSize, data: Float64Array.of(x) };
}

/**
 * A numeric array; elements in column-major order. Integer classes round and saturate.
 * @param size a number of elements for a row, or the whole size
 * @example numbers([2, 2], [1, 2, 3, 4]) // [1 3; 2 4]
 */
export function numbers(size: MatSize, data: ArrayLike<number>, name: NumericClass = "double", charge?: Charge): MatNumeric {
  return { kind: "numeric", class: name, size: canonicalSize(size), data: elementsOf(data, name, size, charge) };
}

/** A row of doubles. */
export function row(data: ArrayLike<number>): MatNumeric {
  return numbers([1, data.length], data);
}

/** A column of doubles. */
export function column(data: ArrayLike<number>): MatNumeric {
  return numbers([data.length, 1], data);
}

/** A numeric array around data that nobody else holds; nothing is copied. */
export function numericOf(size: MatSize, data: NumericData, name: NumericClass): MatNumeric {
  return { kind: "numeric", class: name, size: canonicalSize(size), data };
}

/** The 0×0 double `[]`. */
export const emptyMatrix: MatNumeric = { kind: "numeric", class: "double", size: [0, 0], data: new Float64Array(0) };

/** A char row vector, `'…'`; the empty text is 0×0, as MATLAB's `''`. */
export function text(characters: string): MatChar {
  return { kind: "char", size: characters === "" ? [0, 0] : [1, characters.length], text: characters };
}

/** A string scalar, `"…"`; undefined is `<missing>`. */
export function string(characters: string | undefined): MatString {
  return { kind: "string", size: scalarSize, values: [characters] };
}

/** A string array; a row unless a size is given. */
export function strings(values: readonly (string | undefined)[], size: MatSize = [1, values.length]): MatString {
  return { kind: "string", size: canonicalSize(size), values };
}

const [no, yes] = [0, 1].map((bit): MatLogical => ({ kind: "logical", size: scalarSize, data: Uint8Array.of(bit) }));

/** A logical scalar. */
export function logical(condition: boolean): MatLogical {
  return condition ? yes : no;
}

/** A logical array of zeros and ones. */
export function logicals(size: MatSize, data: ArrayLike<number | boolean>): MatLogical {
  return { kind: "logical", size: canonicalSize(size), data: Uint8Array.from(data as ArrayLike<number>, (x) => (x ? 1 : 0)) };
}

/** A cell array; a row unless a size is given. */
export function cell(elements: readonly Value[], size: MatSize = [1, elements.length]): CellValue {
  return { kind: "cell", size: canonicalSize(size), elements };
}

/** A cell array of empty cells, MATLAB's `cell(…)`. */
export function emptyCells(size: MatSize): CellValue {
  return cell(new Array<Value>(numberOfElements(size)).fill(emptyMatrix), size);
}

/** A cell array of char vectors; a row unless a size is given. */
export function cellOfTexts(texts: readonly string[], size?: MatSize): CellValue {
  return cell(
    texts.map((each) => text(each)),
    size ?? [1, texts.length],
  );
}

/**
 * A 1×1 struct.
 * @example struct({ numBlocks: number(4) })
 */
export function struct(fields: Readonly<Record<string, Value>> | ReadonlyMap<string, Value>): StructValue {
  const entries = fields instanceof Map ? [...fields] : Object.entries(fields);
  return { kind: "struct", size: scalarSize, fields: new Map(entries.map(([name, value]) => [name, [value] as const])) };
}
