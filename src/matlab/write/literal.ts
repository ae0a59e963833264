import { Table } from "../values/tableData.ts";
import type { StructValue, Value } from "../values/value.ts";
import { isPlainKey } from "./identifiers.ts";
import { isLayer, joined, kindOf, layersIn } from "./kind.ts";
import { layerText } from "./layerText.ts";
import { enclosed, numberText, quoted } from "./text.ts";

/** Lists longer than this are data, not a part of a program. */
const longest = 64;

/** A value as a TypeScript literal; undefined where it has none, or is data rather than a setting. */
export function literal(value: Value, imports: Set<string>): string | undefined {
  switch (value.kind) {
    case "numeric":
      return value.imaginary
        ? undefined
        : arrayText(value.size, Array.from(value.data as ArrayLike<number>, Number).map(numberText));
    case "logical":
      return arrayText(
        value.size,
        Array.from(value.data, (element) => (element ? "true" : "false")),
      );
    case "char":
      return value.size[0] <= 1 && value.text.length <= 1000 ? quoted(value.text) : undefined;
    case "string":
      return arrayText(
        value.size,
        value.values.map((text) => quoted(text ?? "")),
      );
    case "categorical":
      return arrayText(
        value.size,
        Array.from(value.codes, (code) => quoted(code === 0 ? "" : value.categories[code - 1])),
      );
    case "cell":
      return cellText(value.size, value.elements, imports);
    case "struct":
      return structText(value, imports);
    case "host":
      return value.content instanceof Table ? tableText(value.content, imports) : layersText(value.content, imports);
    default:
      return undefined;
  }
}

function arrayText(size: readonly number[], elements: readonly string[]): string | undefined {
  if (elements.length === 1) return elements[0];
  if (size.length > 2 || elements.length > longest) return undefined;
  if (elements.length === 0 || size.includes(1)) return listText(elements);
  const [rows, columns] = size;
  const row = (r: number) => listText(Array.from({ length: columns }, (_, c) => elements[c * rows + r]));
  return listText(Array.from({ length: rows }, (_, r) => row(r)));
}

function listText(elements: readonly (string | undefined)[]): string | undefined {
  if (elements.length > longest) return undefined;
  const known = elements.filter((element) => element !== undefined);
  return known.length < elements.length ? undefined : enclosed("[", known, "]");
}

/** Elements of one cell array are of one kind: where some are lists, a scalar among them is a list of one. */
function cellText(size: readonly number[], elements: readonly Value[], imports: Set<string>): string | undefined {
  const texts = alike(elements, imports);
  if (size.length !== 2 || Math.min(...size) <= 1) return listText(texts);
  const [rows, columns] = size;
  const row = (r: number) => listText(Array.from({ length: columns }, (_, c) => texts[c * rows + r]));
  return listText(Array.from({ length: rows }, (_, r) => row(r)));
}

function alike(elements: readonly Value[], imports: Set<string>): readonly (string | undefined)[] {
  const kinds = elements.map(kindOf);
  const isList = kinds.length > 0 && kinds.reduce(joined).is === "list";
  return elements.map((element, k) => {
    const text = literal(element, imports);
    return text !== undefined && isList && kinds[k].is !== "list" && kinds[k].is !== "empty" ? `[${text}]` : text;
  });
}

/** A struct as an object, a struct array as a list of them. */
function structText({ size, fields }: StructValue, imports: Set<string>): string | undefined {
  const count = size.reduce((product, length) => product * length, 1);
  const columns = [...fields].map(([name, values]) => [isPlainKey(name) ? name : quoted(name), alike(values, imports)] as const);
  const elements = Array.from({ length: count }, (_, k) => {
    const entries = columns.map(([name, texts]) => (texts[k] === undefined ? undefined : `${name}: ${texts[k]}`));
    return entries.includes(undefined) ? undefined : enclosed("{", entries as string[], "}");
  });
  return count === 1 ? elements[0] : listText(elements);
}

/** A table as an object of its columns. */
function tableText({ names, columns, height }: Table, imports: Set<string>): string | undefined {
  const texts = columns.map((column) => literal(column, imports));
  if (texts.includes(undefined) || !names.every(isPlainKey)) return undefined;
  return enclosed(
    "{",
    names.map((name, k) => `${name}: ${height === 1 ? `[${texts[k]}]` : texts[k]}`),
    "}",
  );
}

function layersText(content: unknown, imports: Set<string>): string | undefined {
  const layers = layersIn(content);
  if (!layers?.every(isLayer)) return undefined;
  const texts = layers.map((layer) => layerText(layer, imports));
  if (texts.includes(undefined)) return undefined;
  return layers.length === 1 ? texts[0] : enclosed("[", texts as string[], "]", true);
}
