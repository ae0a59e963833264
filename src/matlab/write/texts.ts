import type { Expression } from "../syntax/ast.ts";
import { kinds } from "./kind.ts";
import { constantValue, Inexpressible, primary, type Scope, type Translated } from "./scope.ts";
import { settled } from "./settled.ts";
import { type TemplatePart, template } from "./text.ts";

/** The pieces of the text that several values make together; scalars other than texts are written as numbers. */
export function texts(expressions: readonly Expression[], scope: Scope): TemplatePart[] {
  return expressions.flatMap((expression) => partsOf(settled(expression, scope), expression));
}

/** The pieces of one text. */
export function partsOf({ text, kind, parts }: Translated, expression: Expression): readonly TemplatePart[] {
  if (parts) return parts;
  if (kind.is === "number" && /^\d+$/.test(text)) return [text];
  if (kind.is === "string" || kind.is === "number" || kind.is === "boolean") return [{ expression: text }];
  throw new Inexpressible(expression, "such a value in a text");
}

/** A text made of pieces. */
export function concatenated(parts: readonly TemplatePart[]): Translated {
  const written = parts.filter((part) => part !== "");
  const [only] = written;
  const alone = written.length === 1 && typeof only === "object" ? `String(${only.expression})` : template(written);
  return { ...primary(alone, kinds.string), parts: written };
}

/** `num2str(x)`, `int2str(x)` and `string(x)`: whole numbers and texts are written as they are. */
export function numberAsText(expression: Expression, scope: Scope): Translated {
  const value = scope.translate(expression);
  if (value.kind.is === "string") return value;
  const seen = scope.observed(expression)?.value;
  const whole = seen?.kind !== "numeric" || (seen.data.length === 1 && Number.isInteger(Number(seen.data[0])));
  if (!whole || (value.kind.is !== "number" && value.kind.is !== "unknown"))
    throw new Inexpressible(expression, "a text of such a number");
  return { ...primary(`String(${value.text})`, kinds.string), parts: [{ expression: value.text }] };
}

/** `sprintf(format, …)` with `%d`, `%i`, `%u`, `%s`, `%02d` and `%.3f`, one argument for each. */
export function formatted(args: readonly Expression[], scope: Scope): Translated {
  const [first, ...rest] = args;
  const format = first.kind === "text" ? first.value : undefined;
  if (format === undefined) throw new Inexpressible(first, "a format that is not written out");
  const values = rest.flatMap((each) => (each.kind === "array" && each.brackets === "[]" ? each.rows.flat() : [each]));
  const parts = format.split(/(%%|%0?\d*(?:\.\d+)?[dius fg])/).map((piece): TemplatePart | readonly TemplatePart[] => {
    if (piece === "%%") return "%";
    if (!/^%./.test(piece)) return unescaped(piece, first);
    const value = values.shift();
    if (value === undefined) throw new Inexpressible(first, "more values in a format than are given");
    return placed(piece, scope.translate(value), value, scope);
  });
  if (values.length > 0) throw new Inexpressible(first, "a format that is used more than once");
  return concatenated(parts.flat());
}

const escapes: Readonly<Record<string, string>> = { "\\n": "\n", "\\t": "\t", "\\\\": "\\" };

function unescaped(text: string, format: Expression): string {
  if (text.includes("%")) throw new Inexpressible(format, "such a format");
  return text.replace(/\\[nt\\]/g, (code) => escapes[code]);
}

function placed(piece: string, value: Translated, expression: Expression, scope: Scope): TemplatePart | readonly TemplatePart[] {
  const [, zero, width, digits, letter] = /^%(0?)(\d*)(?:\.(\d+))?(.)$/.exec(piece)!;
  if (width === "" && digits === undefined && "dius".includes(letter)) {
    requireWhole(expression, scope);
    return partsOf(value, expression);
  }
  if (value.kind.is !== "number") throw new Inexpressible(expression, "such a value in a format");
  if (zero === "0" && digits === undefined && letter === "d")
    return { expression: `String(${value.text}).padStart(${width}, "0")` };
  if (letter === "f" && width === "") return { expression: `(${value.text}).toFixed(${digits ?? 6})` };
  throw new Inexpressible(expression, `the format ${piece}`);
}

function requireWhole(expression: Expression, scope: Scope): void {
  const seen = scope.observed(expression)?.value;
  if (seen?.kind === "numeric" && seen.class === "double" && !Array.from(seen.data as Float64Array).every(Number.isInteger))
    throw new Inexpressible(expression, "a number that is not whole in a format");
}

/** `strcat(…)` and `join`: texts one after the other; blanks at the end of char vectors are not kept by MATLAB. */
export function joinedTexts(args: readonly Expression[], scope: Scope): Translated {
  for (const arg of args) {
    const value = constantValue(arg, scope);
    if (value?.kind === "char" && /\s$/.test(value.text)) throw new Inexpressible(arg, "blanks that strcat takes away");
  }
  const parts = texts(args, scope);
  return concatenated(parts);
}
