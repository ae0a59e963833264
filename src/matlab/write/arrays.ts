import type { ArrayLiteral, Expression } from "../syntax/ast.ts";
import { joined, type Kind, kinds, listOf } from "./kind.ts";
import { Inexpressible, observedKind, primary, type Scope, type Translated } from "./scope.ts";
import { asList, settled } from "./settled.ts";
import { commentMark, enclosed } from "./text.ts";
import { concatenated, numberAsText, texts } from "./texts.ts";

/** `[…]` and `{…}` in TypeScript: texts joined, or a list. */
export function arrayLiteral(expression: ArrayLiteral, scope: Scope): Translated {
  const elements = expression.rows.flat();
  if (expression.brackets === "{}") return cellLiteral(expression, scope);
  return listInBrackets(elements, expression, scope);
}

/** The elements of `[…]`, or of a call such as `vertcat(…)` that says the same. */
export function listInBrackets(elements: readonly Expression[], expression: Expression, scope: Scope): Translated {
  const rows = expression.kind === "array" ? expression.rows : [elements];
  const seen = observedKind(expression, scope);
  if (elements.length === 0) return primary("[]", kinds.empty);
  if (seen.is === "string" && !elements.some(isString)) return concatenated(texts(elements, scope));
  if (seen.is === "other" && elements.some(isChar) && rows.length === 1) return concatenated(texts(elements, scope));
  const isTexts = scope.observed(expression)?.value.kind === "string";
  const values = elements.map((element) => {
    const value = settled(element, scope);
    return isTexts && value.kind.is === "number" ? numberAsText(element, scope) : value;
  });
  if (values.some(({ kind }) => isLayers(kind))) return layerArray(expression, elements, values, scope);
  if (values.length === 1) return values[0];
  return numbersOrTexts(elements, rows, values);
}

/** Layers, or lists of them. */
function isLayers(kind: Kind): boolean {
  return kind.is === "layer" || (kind.is === "list" && isLayers(kind.of));
}

function isString(expression: Expression): boolean {
  return expression.kind === "text" && expression.quote === '"';
}

function isChar(expression: Expression): boolean {
  return expression.kind === "text" && expression.quote === "'";
}

/** Layers, one on each line; arrays among them are spread. */
function layerArray(
  expression: Expression,
  elements: readonly Expression[],
  values: readonly Translated[],
  scope: Scope,
): Translated {
  const comments =
    expression.kind === "array" ? scope.arrayComments(expression) : elements.map(() => ({ before: [], behind: "" }));
  const items = values.flatMap((value, k) => {
    if (value.kind.is === "empty" && value.text === "[]") return [];
    return [...comments[k].before, `${spread(value, elements[k])}${comments[k].behind}`];
  });
  const kind = listOf(kinds.layer);
  const short = values.every(({ text }) => /^[\w.]+$/.test(text));
  return { ...primary(enclosed("[", items, "]", !short), kind), items };
}

function spread({ text, kind, items }: Translated, expression: Expression): string {
  if (kind.is === "layer") return text;
  if (items?.length === 1 && !items[0].includes(commentMark)) return items[0];
  if (kind.is === "list" && kind.of.is === "layer")
    return text.startsWith("[...") && text.endsWith(".layers]") ? text.slice(1, -1) : `...${text}`;
  if (kind.is === "list" && kind.of.is === "list" && kind.of.of.is === "layer") return `...${text}.flat()`;
  if (kind.is === "empty") return `...${text}`;
  throw new Inexpressible(expression, "such a value among layers");
}

type Rows = readonly (readonly Expression[])[];

function numbersOrTexts(elements: readonly Expression[], rows: Rows, values: readonly Translated[]): Translated {
  if (rows.length > 1 && rows[0].length > 1) return matrix(elements, rows, values);
  const items = values.map((value, k) => {
    const { kind, text } = value;
    if (kind.is === "list" && kind.of.is !== "list") return `...${text}`;
    if (["number", "string", "boolean", "unknown", "record"].includes(kind.is)) return text;
    if (kind.is === "empty") return text === "[]" ? undefined : `...${text}`;
    throw new Inexpressible(elements[k], "such a value in an array");
  });
  const of = values.map(({ kind }): Kind => (kind.is === "list" ? kind.of : kind)).reduce(joined);
  const present = items.filter((item) => item !== undefined);
  return { ...primary(enclosed("[", present, "]"), listOf(of.is === "unknown" ? kinds.number : of)), items: present };
}

function matrix(elements: readonly Expression[], rows: Rows, values: readonly Translated[]): Translated {
  const isNumbers = values.every(({ kind }) => kind.is === "number" || kind.is === "unknown");
  const isTexts = values.every(({ kind }) => kind.is === "string");
  if (!isNumbers && !isTexts) throw new Inexpressible(elements[0], "a matrix of such values");
  return primary(rowTexts(elements[0], rows, values), listOf(listOf(isTexts ? kinds.string : kinds.number)));
}

/** Rows and columns as a list of rows. */
function rowTexts(expression: Expression, rows: Rows, values: readonly Translated[]): string {
  const width = rows[0].length;
  if (rows.some((row) => row.length !== width)) throw new Inexpressible(expression, "rows of different lengths");
  const lines = rows.map((_, r) =>
    enclosed(
      "[",
      values.slice(r * width, (r + 1) * width).map(({ text }) => text),
      "]",
    ),
  );
  return enclosed("[", lines, "]");
}

/** A cell array as a list, with rows and columns as a list of rows; where some elements are lists, all are. */
function cellLiteral(expression: ArrayLiteral, scope: Scope): Translated {
  const elements = expression.rows.flat();
  if (elements.length === 0) return primary("[]", kinds.empty);
  const list = elements.length === 1 ? commaList(elements[0], scope) : undefined;
  if (list) return list;
  const given = elements.map((element) => settled(element, scope));
  const of = given.map(({ kind }) => kind).reduce(joined);
  const values = of.is === "list" ? given.map((value) => primary(asList(value), of)) : given;
  if (expression.rows.length > 1 && expression.rows[0].length > 1)
    return primary(rowTexts(expression, expression.rows, values), listOf(listOf(of)));
  const texts = values.map(({ text }) => text);
  return primary(
    enclosed(
      "[",
      texts,
      "]",
      texts.some((text) => text.includes(commentMark)),
    ),
    listOf(of),
  );
}

/** `{layers.Name}`: the property of each element, as a list. */
function commaList(element: Expression, scope: Scope): Translated | undefined {
  if (element.kind !== "member") return undefined;
  return scope.translate(element.target).kind.is === "list" ? settled(element, scope) : undefined;
}
