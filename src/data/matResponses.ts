import { LayerGraphError } from "../errors.ts";
import { charRows, describeMat, type MatCategorical, type MatNumeric, type MatValue, matNumbers, matText } from "./matValues.ts";
import { type Label, type Responses, toResponses } from "./responses.ts";

/** What a caller wants the responses to be. */
export type MatResponseType = Responses["kind"];

/**
 * A MAT-file's variable as the responses to `count` observations. Categorical, text and logical values are classes; numbers are
 * numbers unless `labels` or `labelSequences` is wanted. Classes are the categories, in their order.
 */
export function matResponses(value: MatValue, name: string, count: number, wanted?: MatResponseType): Responses {
  if (value.kind === "cell" && !value.elements.every((element) => element.kind === "char"))
    return cellResponses(value.elements, name, wanted);
  if (value.kind === "categorical") return { kind: "labels", classes: value.categories, codes: codesOf(value, name) };
  const labels = labelsOf(value) ?? (wanted?.startsWith("label") ? matNumbers(value) : undefined);
  if (labels !== undefined) return toResponses(labels, { type: "labels", name });
  return numberResponses(numericOf(value, name), name, count);
}

/** A cell array with the responses of one observation in each cell. */
function cellResponses(cells: readonly MatValue[], name: string, wanted: MatResponseType | undefined): Responses {
  if (cells.every((cell) => cell.kind === "categorical")) {
    const classes = [...new Set(cells.flatMap(({ categories }) => categories))];
    const places = new Map(classes.map((name, code) => [name, code]));
    return {
      kind: "labelSequences",
      classes,
      codes: cells.map((cell, index) => recoded(cell, places, `${name}{${index + 1}}`)),
    };
  }
  const labels = cells.map((cell) => labelsOf(cell) ?? (wanted?.startsWith("label") ? matNumbers(cell) : undefined));
  if (labels.every((steps) => steps !== undefined)) return toResponses(labels, { type: "labels", name });
  const values = cells.map((cell, index) => {
    const { data, size } = numericOf(cell, `${name}{${index + 1}}`);
    const [rows, columns] = size;
    return {
      data: Float64Array.from({ length: data.length }, (_, at) => Number(data[(at % columns) * rows + Math.floor(at / columns)])),
      size: [rows, columns] as const,
    };
  });
  return toResponses(values, { name });
}

function numberResponses({ data, size }: MatNumeric, name: string, count: number): Responses {
  const [rows, columns] = size[0] === 1 && size[1] === count ? [count, 1] : size;
  if (rows !== count)
    throw new LayerGraphError(
      "response-count",
      `${name} is ${size.join("×")}, but there are ${count} observations; it needs a row for each.`,
    );
  const row = (index: number) => Array.from({ length: columns }, (_, column) => Number(data[column * rows + index]));
  return toResponses(
    Array.from({ length: rows }, (_, index) => row(index)),
    { name },
  );
}

function numericOf(value: MatValue, where: string): MatNumeric {
  if (value.kind !== "numeric" || value.size.length !== 2 || value.imaginary !== undefined)
    throw new LayerGraphError(
      "mat-responses",
      `${where} is a ${describeMat(value)}; expected categorical, text or numeric responses, or a cell array of them.`,
    );
  return value;
}

/** The classes that text and logical values name; undefined for other values. */
function labelsOf(value: MatValue): readonly Label[] | undefined {
  if (value.kind === "logical") return Array.from(value.data, (flag) => flag === 1);
  if (value.kind === "char") return charRows(value).map((row) => row.trimEnd());
  if (value.kind === "categorical") return undefined;
  if (value.kind === "string") return value.values.every((text) => text !== undefined) ? value.values : undefined;
  if (value.kind !== "cell") return undefined;
  const texts = value.elements.map((element) => matText(element));
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

/** Codes that count from 0. Undefined elements have no class to learn. */
function codesOf({ codes }: MatCategorical, name: string): Int32Array {
  const missing = codes.indexOf(0);
  if (missing >= 0)
    throw new LayerGraphError(
      "undefined-label",
      `${name}(${missing + 1}) is <undefined>; every observation and step needs a class.`,
    );
  return Int32Array.from(codes, (code) => code - 1);
}

function recoded(value: MatCategorical, places: ReadonlyMap<string, number>, name: string): Int32Array {
  const codes = value.categories.map((category) => places.get(category)!);
  return codesOf(value, name).map((code) => codes[code]);
}
