import type { MatCategorical, MatChar, MatLogical, MatNumeric, MatSize, MatString, NumericData } from "../../data/matValues.ts";
import { canonicalSize } from "./shape.ts";
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
  const result = new Array<T>(positions.length);
  for (let i = 0; i < positions.length; i++) result[i] = list[positions[i]];
  return result;
}

function pickedText(characters: string, positions: ArrayLike<number>): string {
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
