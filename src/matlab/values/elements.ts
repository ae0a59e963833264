import type { MatCategorical, MatChar, MatLogical, MatNumeric, MatSize, MatString, NumericData } from "../../data/matValues.ts";
import { internal } from "../../errors.ts";
import { bytesOf, storage } from "./classes.ts";
import { emptyMatrix } from "./construct.ts";
import { type Charge, canonicalSize, chargeArray } from "./shape.ts";
import type { CellValue, StructValue, Value } from "./value.ts";

/** The values that are arrays of elements that can be picked, put and joined. */
export type ArrayValue = MatNumeric | MatLogical | MatChar | MatString | MatCategorical | CellValue | StructValue;

/** Whether a value is an array of elements. */
export function isArrayValue(value: Value): value is ArrayValue {
  return value.kind !== "handle" && value.kind !== "object" && value.kind !== "host" && value.kind !== "unknown";
}

/** An array of the same class with the elements at these positions (from 0), in this size. */
export function picked(value: ArrayValue, positions: ArrayLike<number>, givenSize: MatSize): ArrayValue {
  const size = canonicalSize(givenSize);
  switch (value.kind) {
    case "numeric": {
      const imaginary = value.imaginary === undefined ? {} : { imaginary: pickedNumbers(value.imaginary, positions) };
      return { ...value, size, data: pickedNumbers(value.data, positions), ...imaginary };
    }
    case "logical":
      return { kind: "logical", size, data: pickedNumbers(value.data, positions) };
    case "categorical":
      return { ...value, size, codes: pickedNumbers(value.codes, positions) };
    case "char":
      return { kind: "char", size, text: pickedText(value.text, positions) };
    case "string":
      return { kind: "string", size, values: pickedList(value.values, positions) };
    case "cell":
      return { kind: "cell", size, elements: pickedList(value.elements, positions) };
    case "struct":
      return {
        kind: "struct",
        size,
        fields: new Map([...value.fields].map(([name, list]) => [name, pickedList(list, positions)] as const)),
      };
  }
}

/** An array of the same class where the elements at `positions` (from 0) are those of `source`, or all its only one. */
export function put<V extends ArrayValue>(target: V, positions: ArrayLike<number>, source: V): V;
export function put(target: ArrayValue, positions: ArrayLike<number>, source: ArrayValue): ArrayValue {
  if (target.kind === "numeric" && source.kind === "numeric") {
    return { ...target, data: putNumbers(target.data, positions, source.data) };
  }
  if (target.kind === "logical" && source.kind === "logical") {
    return { ...target, data: putNumbers(target.data, positions, source.data) };
  }
  if (target.kind === "categorical" && source.kind === "categorical") {
    return { ...target, codes: putNumbers(target.codes, positions, source.codes) };
  }
  if (target.kind === "char" && source.kind === "char") {
    return { ...target, text: textOfUnits(putNumbers(unitsOf(target.text), positions, unitsOf(source.text))) };
  }
  if (target.kind === "string" && source.kind === "string") {
    return { ...target, values: putList(target.values, positions, source.values) };
  }
  if (target.kind === "cell" && source.kind === "cell") {
    return { ...target, elements: putList(target.elements, positions, source.elements) };
  }
  if (target.kind !== "struct" || source.kind !== "struct") internal(`a ${source.kind} put into a ${target.kind}`);
  const fields = [...target.fields].map(
    ([name, list]) => [name, putList(list, positions, source.fields.get(name) ?? [])] as const,
  );
  return { ...target, fields: new Map(fields) };
}

/** An array of the same class and another size whose elements are MATLAB's fill: 0, false, char(0), missing, `[]`, undefined. */
export function filled(like: ArrayValue, givenSize: MatSize, charge?: Charge): ArrayValue {
  const size = canonicalSize(givenSize);
  const count = chargeArray(size, elementBytes(like), charge);
  switch (like.kind) {
    case "numeric":
      return { kind: "numeric", class: like.class, size, data: storage(like.class, size) };
    case "logical":
      return { kind: "logical", size, data: new Uint8Array(count) };
    case "categorical":
      return { ...like, size, codes: new Uint32Array(count) };
    case "char":
      return { kind: "char", size, text: "\0".repeat(count) };
    case "string":
      return { kind: "string", size, values: new Array<undefined>(count).fill(undefined) };
    case "cell":
      return { kind: "cell", size, elements: new Array<Value>(count).fill(emptyMatrix) };
    case "struct": {
      const list = new Array<Value>(count).fill(emptyMatrix);
      return { kind: "struct", size, fields: new Map([...like.fields.keys()].map((name) => [name, list] as const)) };
    }
  }
}

/** The bytes that one element takes, about: lists of values take more than numbers. */
export function elementBytes(value: ArrayValue): number {
  switch (value.kind) {
    case "numeric":
      return bytesOf(value.class);
    case "logical":
      return 1;
    case "char":
      return 2;
    case "categorical":
      return 4;
    case "struct":
      return 24 * Math.max(1, value.fields.size);
    default:
      return 24;
  }
}

/** The same elements in another size of as many. */
export function withSize<V extends ArrayValue>(value: V, size: MatSize): V {
  return { ...value, size: canonicalSize(size) };
}

function pickedNumbers<T extends NumericData>(data: T, positions: ArrayLike<number>): T {
  const result = new (data.constructor as new (count: number) => T)(positions.length);
  for (let i = 0; i < positions.length; i++) result[i] = data[positions[i]];
  return result;
}

function pickedList<T>(list: readonly T[], positions: ArrayLike<number>): T[] {
  if (positions.length === 1) return [list[positions[0]]];
  const result = new Array<T>(positions.length);
  for (let i = 0; i < positions.length; i++) result[i] = list[positions[i]];
  return result;
}

function pickedText(characters: string, positions: ArrayLike<number>): string {
  if (positions.length === 1) return characters.charAt(positions[0]);
  const units = new Uint16Array(positions.length);
  for (let i = 0; i < units.length; i++) units[i] = characters.charCodeAt(positions[i]);
  return textOfUnits(units);
}

/** UTF-16 units as text. */
export function textOfUnits(units: Uint16Array): string {
  const parts: string[] = [];
  for (let i = 0; i < units.length; i += 8192) parts.push(String.fromCharCode(...units.subarray(i, i + 8192)));
  return parts.join("");
}

/** The UTF-16 units of a text. */
export function unitsOf(characters: string): Uint16Array {
  const units = new Uint16Array(characters.length);
  for (let i = 0; i < units.length; i++) units[i] = characters.charCodeAt(i);
  return units;
}

function putNumbers<T extends NumericData>(data: T, positions: ArrayLike<number>, source: NumericData): T {
  const result = data.slice() as T;
  const step = source.length === 1 ? 0 : 1;
  for (let i = 0; i < positions.length; i++) result[positions[i]] = source[i * step];
  return result;
}

function putList<T>(list: readonly T[], positions: ArrayLike<number>, source: readonly T[]): T[] {
  const result = list.slice();
  const step = source.length === 1 ? 0 : 1;
  for (let i = 0; i < positions.length; i++) result[positions[i]] = source[i * step];
  return result;
}
