import type { Value } from "../values/value.ts";
import { isPlainKey } from "./identifiers.ts";
import { isLayer, layersIn } from "./kind.ts";
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
      return listText(value.elements.map((element) => literal(element, imports)));
    case "struct":
      return recordText(value.fields, imports);
    case "host":
      return layersText(value.content, imports);
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

function recordText(fields: ReadonlyMap<string, readonly Value[]>, imports: Set<string>): string | undefined {
  const entries: string[] = [];
  for (const [name, values] of fields) {
    const text = values.length === 1 ? literal(values[0], imports) : undefined;
    if (text === undefined) return undefined;
    entries.push(`${isPlainKey(name) ? name : quoted(name)}: ${text}`);
  }
  return enclosed("{", entries, "}");
}

function layersText(content: unknown, imports: Set<string>): string | undefined {
  const layers = layersIn(content);
  if (!layers?.every(isLayer)) return undefined;
  const texts = layers.map((layer) => layerText(layer, imports));
  if (texts.includes(undefined)) return undefined;
  return layers.length === 1 ? texts[0] : enclosed("[", texts as string[], "]", true);
}
