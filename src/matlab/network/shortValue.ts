import { sizeText } from "../../data/matValues.ts";
import { classOf } from "../values/classes.ts";
import { numbersOf, textOf, textsOf } from "../values/convert.ts";
import { exponential } from "../values/numberText.ts";
import { sizeOf } from "../values/shape.ts";
import type { Value } from "../values/value.ts";

/** A value as the display of an object's properties shows it: small ones as they are, others by size and class. */
export function shortValue(value: Value): string {
  if (value.kind === "unknown") return `unknown (${value.name})`;
  const text = value.kind === "string" ? undefined : textOf(value);
  if (text !== undefined) return `'${text}'`;
  if (value.kind === "string" && value.values.length === 1) return `"${value.values[0] ?? ""}"`;
  const texts = value.kind === "cell" ? textsOf(value) : undefined;
  if (texts && texts.length <= 5) return `{${texts.map((each) => `'${each}'`).join("  ")}}`;
  const numbers = numbersOf(value);
  if (numbers && numbers.length === 0) return "[]";
  if (numbers && numbers.length === 1) return shortNumber(numbers[0]);
  if (numbers && numbers.length <= 10 && sizeOf(value)[0] === 1) return `[${Array.from(numbers, shortNumber).join(" ")}]`;
  return `[${sizeText(sizeOf(value))} ${classOf(value)}]`;
}

function shortNumber(x: number): string {
  if (Number.isInteger(x)) return String(x);
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "NaN" : x > 0 ? "Inf" : "-Inf";
  return Math.abs(x) >= 1e-3 && Math.abs(x) < 1e5 ? x.toFixed(4) : exponential(x, 4);
}
