import type { ArrayLiteral, Expression } from "../syntax/ast.ts";
import { joined, type Kind, kinds, listOf } from "./kind.ts";
import { Inexpressible, observedKind, primary, type Scope, type Translated } from "./scope.ts";
import { settled } from "./settled.ts";
import { commentMark, enclosed } from "./text.ts";
import { concatenated, texts } from "./texts.ts";

/** `[…]` and `{…}` in TypeScript: texts joined, or a list. */
export function arrayLiteral(expression: ArrayLiteral, scope: Scope): Translated {
  const elements = expression.rows.flat();
  if (expression.brackets === "{}") return cellLiteral(expression, scope);
  const seen = observedKind(expression, scope);
  if (elements.length === 0) return primary("[]", kinds.empty);
  if (seen.is === "string" && !elements.some(isString)) return concatenated(texts(elements, scope));
  if (seen.is === "other" && elements.some(isChar) && expression.rows.length === 1) return concatenated(texts(elements, scope));
  const values = elements.map((element) => settled(element, scope));
  if (values.some(({ kind }) => kind.is === "layer" || (kind.is === "list" && kind.of.is === "layer")))
    return layerArray(expression, values, scope);
  if (values.length === 1) return values[0];
  return numbersOrTexts(expression, values);
}

function isString(expression: Expression): boolean {
  return expression.kind === "text" && expression.quote === '"';
}

function isChar(expression: Expression): boolean {
  return expression.kind === "text" && expression.quote === "'";
}

/** Layers, one on each line; arrays among them are spread. */
function layerArray(expression: ArrayLiteral, values: readonly Translated[], scope: Scope): Translated {
  const elements = expression.rows.flat();
  const comments = scope.arrayComments(expression);
  const items = values.flatMap((value, k) => {
    if (value.kind.is === "empty" && value.text === "[]") return [];
    return [...comments[k].before, `${spread(value, elements[k])}${comments[k].behind}`];
  });
  const kind = listOf(kinds.layer);
  const short = values.every(({ text }) => /^[\w.]+$/.test(text));
  return primary(enclosed("[", items, "]", !short), kind);
}

function spread({ text, kind }: Translated, expression: Expression): string {
  if (kind.is === "layer") return text;
  if (kind.is === "list" && kind.of.is === "layer") return `...${text}`;
  if (kind.is === "empty") return `...${text}`;
  throw new Inexpressible(expression, "such a value among layers");
}

function numbersOrTexts(expression: ArrayLiteral, values: readonly Translated[]): Translated {
  const elements = expression.rows.flat();
  if (expression.rows.length > 1 && expression.rows[0].length > 1) return matrix(expression, values);
  const items = values.map((value, k) => {
    const { kind, text } = value;
    if (kind.is === "list" && kind.of.is !== "list") return `...${text}`;
    if (kind.is === "number" || kind.is === "string" || kind.is === "boolean" || kind.is === "unknown" || kind.is === "record")
      return text;
    if (kind.is === "empty") return text === "[]" ? undefined : `...${text}`;
    throw new Inexpressible(elements[k], "such a value in an array");
  });
  const of = values.map(({ kind }): Kind => (kind.is === "list" ? kind.of : kind)).reduce(joined);
  const present = items.filter((item) => item !== undefined);
  return primary(enclosed("[", present, "]"), listOf(of.is === "unknown" ? kinds.number : of));
}

function matrix(expression: ArrayLiteral, values: readonly Translated[]): Translated {
  const width = expression.rows[0].length;
  if (
    !values.every(({ kind }) => kind.is === "number" || kind.is === "unknown") ||
    expression.rows.some((row) => row.length !== width)
  )
    throw new Inexpressible(expression, "a matrix of such values");
  const rows = expression.rows.map((_, r) =>
    enclosed(
      "[",
      values.slice(r * width, (r + 1) * width).map(({ text }) => text),
      "]",
    ),
  );
  return primary(enclosed("[", rows, "]"), listOf(listOf(kinds.number)));
}

/** A cell array as a list; `{}` with rows and columns has no form. */
function cellLiteral(expression: ArrayLiteral, scope: Scope): Translated {
  const elements = expression.rows.flat();
  if (elements.length === 0) return primary("[]", kinds.empty);
  if (expression.rows.length > 1 && expression.rows[0].length > 1)
    throw new Inexpressible(expression, "a cell array with rows and columns");
  const values = elements.map((element) => settled(element, scope));
  const kind = listOf(values.map(({ kind: of }) => of).reduce(joined));
  return primary(
    enclosed(
      "[",
      values.map(({ text }) => text),
      "]",
      values.some(({ text }) => text.includes(commentMark)),
    ),
    kind,
  );
}
