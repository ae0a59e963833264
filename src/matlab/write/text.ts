/** How strongly the parts of a TypeScript expression hold together. */
export const precedence = {
  arrow: 2,
  conditional: 3,
  or: 4,
  and: 5,
  equality: 9,
  relation: 10,
  sum: 12,
  product: 13,
  power: 14,
  unary: 15,
  primary: 20,
} as const;

/** Where a line becomes too long. */
export const lineWidth = 100;

/** A text with its following lines moved to the right. */
export function indented(text: string, by = "  "): string {
  return text.replaceAll("\n", `\n${by}`);
}

/** `open a, b close` on one line where it fits, else one item per line, or always so with `broken`. */
export function enclosed(open: string, items: readonly string[], close: string, broken = false): string {
  if (items.length === 0) return `${open}${close}`;
  const space = open.endsWith("{") ? " " : "";
  const line = `${open}${space}${items.join(", ")}${space}${close}`;
  const commented = items.some((item) => item.includes(commentMark));
  if (!broken && !commented && line.length <= lineWidth && !line.includes("\n")) return line;
  return `${open}\n${items.map((item) => `  ${withComma(indented(item))}\n`).join("")}${close}`;
}

/** Marks where the comment of an item begins, so that the comma comes before it; an item may be a comment alone. */
export const commentMark = "\u0001";

function withComma(item: string): string {
  if (item.startsWith(commentMark)) return item;
  const at = item.lastIndexOf(commentMark);
  return at < 0 ? `${item},` : `${item.slice(0, at)},${item.slice(at)}`;
}

/** A text as a literal in double quotes. */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u2028\u2029\u007f-\u009f]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The parts of a template literal: texts, and expressions to stand in `${…}`. */
export type TemplatePart = string | { readonly expression: string };

/** A template literal, or a plain one where no part is an expression. */
export function template(parts: readonly TemplatePart[]): string {
  if (parts.every((part) => typeof part === "string")) return quoted(parts.join(""));
  const written = parts.map((part) => (typeof part === "string" ? templateText(part) : `\${${part.expression}}`));
  return `\`${written.join("")}\``;
}

function templateText(text: string): string {
  return quoted(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("`", "\\`").replaceAll("${", "\\${");
}

/** A number as TypeScript writes it. */
export function numberText(value: number): string {
  if (Object.is(value, -0)) return "-0";
  return String(value);
}
