import { type ArrayOption, arrayValue } from "../../layer.ts";
import { isUnknownValue } from "../../network/unknown.ts";

/** Arrays of more numbers are data, which a script does not hold. */
export const mostNumbers = 10_000;
const numbersInLine = 12;

/**
 * A value of a layer's option as MATLAB text: texts as strings, lists of numbers as rows, lists of lists as matrices, arrays of three and more
 * dimensions as `reshape([…], […])`, what is not known as the expression that it is called. Undefined for what has no such text: functions, records,
 * and arrays of more than 10,000 numbers.
 */
export function matlabText(value: unknown): string | undefined {
  if (typeof value === "string") return stringText(value);
  if (typeof value === "number") return numberText(value);
  if (typeof value === "boolean") return String(value);
  if (value === null) return "NaN";
  if (isUnknownValue(value)) return value.$unknown;
  return typeof value === "object" ? listText(value) : undefined;
}

/** A string scalar; characters that cannot stand in quotes are added by their codes. */
export function stringText(text: string): string {
  const parts = text.split(/([\p{Cc}\p{Zl}\p{Zp}])/u).filter((part, i) => part !== "" || i === 0);
  const texts = parts.map((part) =>
    /^[\p{Cc}\p{Zl}\p{Zp}]$/u.test(part) ? `char(${part.charCodeAt(0)})` : `"${part.replaceAll('"', '""')}"`,
  );
  return texts.join(" + ");
}

/** A number so that reading it gives the same number. */
export function numberText(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Inf" : "-Inf";
  return Object.is(value, -0) ? "-0" : String(value);
}

function listText(value: object): string | undefined {
  if (!Array.isArray(value)) return arrayText(value as ArrayOption);
  if (value.length === 0) return "[]";
  if (value.every((each) => typeof each === "string")) return `[${value.map(stringText).join(" ")}]`;
  if (value.every((each) => typeof each === "boolean")) return `[${value.join(" ")}]`;
  if (value.every((each) => typeof each === "number" || each === null)) {
    return value.length <= mostNumbers ? rowText(value.map((each) => numberText(each ?? Number.NaN))) : undefined;
  }
  if (value.some(isUnknownValue)) {
    const texts = value.map(matlabText);
    return texts.includes(undefined) ? undefined : `[${texts.join(", ")}]`;
  }
  return arrayText(value);
}

/** A matrix by its rows; what has more dimensions, or is long, reshaped from a column of its elements in MATLAB's order. */
function arrayText(given: ArrayOption): string | undefined {
  const array = typeof given === "object" ? safeArray(given) : undefined;
  if (!array || array.data.length > mostNumbers) return undefined;
  const { size } = array;
  const data = Array.from(array.data, numberText);
  if (data.length === 0) return `zeros(${size.join(", ")})`;
  if (size.length > 2 || data.length > 64) return `reshape(${rowText(data)}, [${size.join(" ")}])`;
  const [rows, columns] = [size[0], size[1] ?? 1];
  const row = (r: number): string => Array.from({ length: columns }, (_, c) => data[c * rows + r]).join(" ");
  return `[${Array.from({ length: rows }, (_, r) => row(r)).join("; ")}]`;
}

function safeArray(given: ArrayOption): ReturnType<typeof arrayValue> {
  const known =
    Array.isArray(given) ||
    ArrayBuffer.isView((given as { data?: unknown }).data) ||
    Array.isArray((given as { data?: unknown }).data);
  return known ? arrayValue(given) : undefined;
}

/** Numbers in brackets, many of them over several lines. */
function rowText(numbers: readonly string[]): string {
  if (numbers.length <= numbersInLine) return `[${numbers.join(" ")}]`;
  const lines: string[] = [];
  for (let at = 0; at < numbers.length; at += numbersInLine) lines.push(numbers.slice(at, at + numbersInLine).join(" "));
  return `[${lines.join(" ...\n        ")}]`;
}
