import type { MatChar, MatSize } from "../../data/matValues.ts";
import { cell, logicals, numbers, string, strings, text } from "../values/construct.ts";
import { textOf } from "../values/convert.ts";
import type { Call, Value } from "../values/value.ts";
import { argument, refuse, refuseType } from "./arguments.ts";
import { UnknownInside } from "./define.ts";

/** Texts as the rows of a char array, padded with blanks to the same length. */
export function charMatrix(rows: readonly string[]): MatChar {
  if (rows.length === 1) return text(rows[0]);
  const width = Math.max(0, ...rows.map((each) => each.length));
  let units = "";
  for (let j = 0; j < width; j++) for (const each of rows) units += each[j] ?? " ";
  return { kind: "char", size: [rows.length, width], text: units };
}

/** The texts of a char row, a string array or a cell array of texts, with the size and a way back to the same kind of value. */
export interface TextArray {
  readonly kind: "char" | "string" | "cell";
  readonly size: MatSize;
  readonly texts: readonly (string | undefined)[];
}

/** An argument that holds texts; a missing string is undefined. */
export function textArrayAt(call: Call, i: number): TextArray {
  const value = argument(call, i);
  const found = textArrayOf(value);
  return found ?? refuse(call, i, "a string array, character vector, or cell array of character vectors");
}

/** The texts of a value; undefined where it holds something else. */
export function textArrayOf(value: Value): TextArray | undefined {
  if (value.kind === "unknown") throw new UnknownInside(value);
  if (value.kind === "string") return { kind: "string", size: value.size, texts: value.values };
  if (value.kind === "char") {
    const only = textOf(value);
    return only === undefined ? undefined : { kind: "char", size: [1, 1], texts: [only] };
  }
  if (value.kind !== "cell") return undefined;
  const texts = value.elements.map((each) => {
    if (each.kind === "unknown") throw new UnknownInside(each);
    return textOf(each);
  });
  return texts.includes(undefined) ? undefined : { kind: "cell", size: value.size, texts };
}

/** Texts as the kind of value that they came from. */
export function likeTexts({ kind, size }: Pick<TextArray, "kind" | "size">, texts: readonly (string | undefined)[]): Value {
  if (kind === "string") return strings(texts, size);
  if (kind === "char") return text(texts[0] ?? "");
  return cell(
    texts.map((each) => text(each ?? "")),
    size,
  );
}

/** Every text of an argument changed; missing ones stay missing. */
export function changedTexts(call: Call, i: number, change: (given: string) => string): Value {
  const given = textArrayAt(call, i);
  return likeTexts(
    given,
    given.texts.map((each) => (each === undefined ? undefined : change(each))),
  );
}

/** A logical for every text of an argument; false for missing ones. */
export function judgedTexts(call: Call, i: number, holds: (given: string) => boolean): Value {
  const given = textArrayAt(call, i);
  return logicals(
    given.size,
    given.texts.map((each) => each !== undefined && holds(each)),
  );
}

/** A number for every text of an argument; NaN for missing ones. */
export function measuredTexts(call: Call, i: number, measure: (given: string) => number): Value {
  const given = textArrayAt(call, i);
  return numbers(
    given.size,
    given.texts.map((each) => (each === undefined ? Number.NaN : measure(each))),
  );
}

/** The texts of an argument that must be one column or row of texts, missing ones as `<missing>`. */
export function patternsAt(call: Call, i: number): readonly string[] {
  const value = argument(call, i);
  if (value.kind === "host") return refuseType(call, value);
  return textArrayAt(call, i).texts.map((each) => each ?? "<missing>");
}

/** A text as a value of the kind that an argument has: a string where it is a string. */
export function sameTextKind(example: Value, made: string): Value {
  return example.kind === "string" ? string(made) : text(made);
}
