import { sizeText } from "../../data/matValues.ts";
import { classOf } from "./classes.ts";
import { shortNumber } from "./displayNumbers.ts";
import { sizeOf } from "./shape.ts";
import type { HandleValue, Value } from "./value.ts";

/** Arrays of more elements are shown by size and class only. */
const mostShown = 10;

/** A value in one line, as MATLAB shows it in a field of a struct: `5`, `[1 2 3]`, `'text'`, `[2×3 double]`, `{1×2 cell}`. */
export function inField(value: Value): string {
  const elements = rowElements(value);
  if (elements !== undefined) return elements.length === 1 ? elements[0] : `[${elements.join(" ")}]`;
  if (value.kind === "numeric" && value.class === "double" && isBare(value)) return "[]";
  if (value.kind === "char" && isBare(value)) return "''";
  if (value.kind === "cell") return isBare(value) ? "{}" : `{${summary(value)}}`;
  return `[${summary(value)}]`;
}

/** What stands in a cell's braces, and the brackets around it, in which numbers are set to the right. */
export function inCell(value: Value): { readonly open: string; readonly text: string; readonly close: string } {
  const elements = rowElements(value);
  if (elements === undefined) return { open: "", text: summary(value), close: "" };
  if (value.kind === "char") return { open: "", text: elements[0], close: "" };
  return value.kind === "handle"
    ? { open: "", text: elements[0], close: "" }
    : { open: "[", text: elements.join(" "), close: "]" };
}

/** `2×3 double`, `1×1 struct`. */
function summary(value: Value): string {
  return value.kind === "unknown" ? `unknown ${value.name}` : `${sizeText(sizeOf(value))} ${classOf(value)}`;
}

function isBare(value: Value): boolean {
  const size = sizeOf(value);
  return size.length === 2 && size[0] === 0 && size[1] === 0;
}

/** The elements of a short row, written one by one; undefined for what is shown by its size. */
function rowElements(value: Value): readonly string[] | undefined {
  if (value.kind === "handle") return [handleText(value)];
  if (value.kind === "char") return value.size[0] === 1 && value.size.length === 2 ? [`'${value.text}'`] : undefined;
  if (value.kind !== "numeric" && value.kind !== "logical" && value.kind !== "string" && value.kind !== "categorical")
    return undefined;
  const [rows, columns] = value.size;
  if (value.size.length > 2 || rows !== 1 || columns === 0 || columns > mostShown) return undefined;
  switch (value.kind) {
    case "numeric":
      if (value.imaginary !== undefined) return undefined;
      return Array.from(value.data as ArrayLike<number | bigint>, (x) => (typeof x === "bigint" ? String(x) : shortNumber(x)));
    case "logical":
      return Array.from(value.data, String);
    case "string":
      return value.values.map((each) => (each === undefined ? "<missing>" : `"${each}"`));
    case "categorical":
      return columns === 1 ? [value.codes[0] === 0 ? "<undefined>" : value.categories[value.codes[0] - 1]] : undefined;
  }
}

/** The text of a function handle, as it was written: `@sin`, `@(x) x + 1`. */
export function handleText(value: HandleValue): string {
  if (value.anonymous === undefined) return `@${value.name ?? ""}`;
  const { source, start, end } = value.anonymous.place;
  return source.text.slice(start, end);
}
