import type { MatSize } from "../../data/matValues.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Value } from "../values/value.ts";

/** Numbers and truth values of a script as this folder computes with them: column-major, in double precision. */
export interface PlainNumbers {
  readonly size: MatSize;
  readonly data: ArrayLike<number>;
  readonly logical: boolean;
}

/** The numbers of an ordinary real array; undefined for anything else. A string is no number, a char array is. */
export function plainNumbers(value: Value): PlainNumbers | undefined {
  if (value.kind === "logical") return { size: value.size, data: value.data, logical: true };
  if (value.kind === "char") return { size: value.size, data: Array.from(value.text, (c) => c.charCodeAt(0)), logical: false };
  if (value.kind !== "numeric" || value.imaginary !== undefined) return undefined;
  const data = Float64Array.from(value.data as ArrayLike<number | bigint>, Number);
  return { size: value.size, data, logical: false };
}

/** A double array. */
export function doubleArray(size: MatSize, data: ArrayLike<number>): Value {
  return { kind: "numeric", class: "double", size, data: Float64Array.from(data) };
}

/** A double scalar. */
export function double(value: number): Value {
  return doubleArray([1, 1], [value]);
}

/** A row of doubles. */
export function row(values: readonly number[]): Value {
  return doubleArray([1, values.length], values);
}

/** A logical scalar. */
export function truth(value: boolean): Value {
  return { kind: "logical", size: [1, 1], data: Uint8Array.of(Number(value)) };
}

/** A char row. */
export function chars(text: string): Value {
  return { kind: "char", size: [text.length === 0 ? 0 : 1, text.length], text };
}

/** A 1×n cell array of char rows. */
export function cellOfChars(texts: readonly string[]): Value {
  return { kind: "cell", size: [1, texts.length], elements: texts.map(chars) };
}

/** The text of a char row or a string scalar; undefined for anything else. */
export function plainText(value: Value | undefined): string | undefined {
  if (value?.kind === "char") return value.size[0] <= 1 ? value.text : undefined;
  return value?.kind === "string" && value.values.length === 1 ? value.values[0] : undefined;
}

/** The texts of a char row, a string array or a cell array of them; undefined for anything else. */
export function plainTexts(value: Value): readonly string[] | undefined {
  const one = plainText(value);
  if (one !== undefined) return [one];
  if (value.kind === "string") return value.values.map((text) => text ?? "");
  if (value.kind !== "cell") return undefined;
  const texts = value.elements.map(plainText);
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

/** Whether a value is an empty ordinary array, such as `[]`. */
export function isEmptyArray(value: Value): boolean {
  if (value.kind !== "numeric" && value.kind !== "logical" && value.kind !== "char") return false;
  return value.size.some((n) => n === 0);
}

/** What is not possible where a layer is traced. */
export function notTraced(what: string, fix: string): ScriptError {
  return new ScriptError("layergraph:notTraced", `${what} ${fix}`);
}
