import { charRows, type MatCategorical, type MatNumeric, type MatString, type NumericClass } from "../../data/matValues.ts";
import { castNumeric, classOf, plainNumbers } from "./classes.ts";
import { string } from "./construct.ts";
import { describeValue } from "./describe.ts";
import { unitsOf } from "./elements.ts";
import { operationsOf } from "./hosts.ts";
import { stringOfNumber } from "./numberText.ts";
import { ScriptError } from "./scriptError.ts";
import { type Charge, chargeArray } from "./shape.ts";
import type { Value } from "./value.ts";

/**
 * The numbers of a real numeric, logical or char array, in column-major order; undefined for anything else.
 * The array may be the value's own: it must not be written to.
 */
export function numbersOf(value: Value): Exclude<MatNumeric["data"], BigInt64Array | BigUint64Array> | undefined {
  switch (value.kind) {
    case "numeric":
      return value.imaginary === undefined ? plainNumbers(value.data) : undefined;
    case "logical":
      return value.data;
    case "char":
      return unitsOf(value.text);
    default:
      return undefined;
  }
}

/** The number of a real numeric, logical or char scalar; undefined for anything else. */
export function scalarOf(value: Value): number | undefined {
  if (value.kind === "numeric" || value.kind === "logical") {
    return value.data.length === 1 && !("imaginary" in value && value.imaginary) ? Number(value.data[0]) : undefined;
  }
  return value.kind === "char" && value.text.length === 1 ? value.text.charCodeAt(0) : undefined;
}

/** The number of a scalar that is whole; undefined for anything else. */
export function integerOf(value: Value): number | undefined {
  const x = scalarOf(value);
  return Number.isInteger(x) ? x : undefined;
}

/** The text of a char row vector, of an empty char array or of a string scalar; undefined for anything else. */
export function textOf(value: Value): string | undefined {
  if (value.kind === "char")
    return value.size.length === 2 && (value.size[0] === 1 || value.text === "") ? value.text : undefined;
  return value.kind === "string" && value.values.length === 1 ? value.values[0] : undefined;
}

/**
 * The texts of a char array (its rows), a string array, a cell array of char vectors (or of string scalars) or a categorical array, in
 * column-major order; undefined for anything else, and where a string is missing.
 */
export function textsOf(value: Value): readonly string[] | undefined {
  switch (value.kind) {
    case "char":
      return value.size.length !== 2 ? undefined : value.text === "" ? [""] : charRows(value);
    case "string":
      return value.values.includes(undefined) ? undefined : (value.values as readonly string[]);
    case "cell": {
      const texts = value.elements.map(textOf);
      return texts.includes(undefined) ? undefined : (texts as string[]);
    }
    case "categorical":
      return value.codes.includes(0) ? undefined : (namesOf(value) as string[]);
    default:
      return undefined;
  }
}

/** The category of each element of a categorical array; undefined where it has none. */
export function namesOf(value: MatCategorical): (string | undefined)[] {
  return Array.from(value.codes, (code) => (code === 0 ? undefined : value.categories[code - 1]));
}

/**
 * Whether a condition holds, as `if` and `while` decide it: an array holds where it is not empty and has no zero.
 * @throws ScriptError where MATLAB cannot make a logical of the value
 */
export function isTrue(value: Value): boolean {
  const operations = operationsOf(value);
  if (operations?.isTrue) return operations.isTrue(value);
  const data =
    value.kind === "char" ? numbersOf(value) : value.kind === "numeric" || value.kind === "logical" ? value.data : undefined;
  if (data === undefined) {
    throw new ScriptError("MATLAB:invalidConversion", `Conversion to logical from ${classOf(value)} is not possible.`);
  }
  for (let i = 0; i < data.length; i++) {
    if (Number.isNaN(data[i])) throw nanAsLogical();
    if (!data[i]) return false;
  }
  return data.length > 0;
}

/** What MATLAB says where NaN would become a logical. */
export function nanAsLogical(): ScriptError {
  return new ScriptError("MATLAB:nologicalnan", "NaN's cannot be converted to logicals.");
}

/**
 * A numeric, logical or char array in a numeric class: MATLAB's `double(x)`, `int32(x)` …; strings are read as numbers by `double` and `single`.
 * @throws ScriptError where MATLAB has no such conversion
 */
export function toNumeric(value: Value, name: NumericClass, charge?: Charge): MatNumeric {
  if (value.kind === "numeric") return castNumeric(value, name, charge);
  if (value.kind === "string" && (name === "double" || name === "single")) {
    const data = Float64Array.from(value.values, (each) => readNumber(each ?? ""));
    return castNumeric({ kind: "numeric", class: "double", size: value.size, data }, name);
  }
  if (value.kind === "categorical") {
    const data = Float64Array.from(value.codes, (code) => (code === 0 ? Number.NaN : code));
    return castNumeric({ kind: "numeric", class: "double", size: value.size, data }, name);
  }
  const data = numbersOf(value);
  if (data === undefined || (value.kind !== "logical" && value.kind !== "char")) throw noConversion(name, value);
  chargeArray(value.size, 8, charge);
  return castNumeric({ kind: "numeric", class: "double", size: value.size, data: Float64Array.from(data) }, name, charge);
}

/** A text read as a number, as `str2double` does for real numbers: NaN where it is none. */
export function readNumber(characters: string): number {
  const trimmed = characters.trim().replace(/,/g, "");
  if (/^[+-]?inf(inity)?$/i.test(trimmed)) return trimmed.startsWith("-") ? -Infinity : Infinity;
  return /^[+-]?(\d+\.?\d*|\.\d+)([ed][+-]?\d+)?$/i.test(trimmed) ? Number(trimmed.replace(/d/i, "e")) : Number.NaN;
}

function noConversion(to: string, from: Value): ScriptError {
  return new ScriptError("MATLAB:invalidConversion", `Conversion to ${to} from ${classOf(from)} is not possible.`);
}

/**
 * A value as a string array: MATLAB's `string(x)`. Char rows, cell arrays of char vectors, numbers, logicals and categoricals.
 * @throws ScriptError where MATLAB has no such conversion
 */
export function toStrings(value: Value): MatString {
  const { kind } = value;
  if (kind === "string") return value;
  if (kind === "char") {
    const rows = value.size[0] === 0 ? (value.size[1] === 0 ? [""] : []) : charRows(value);
    return rows.length === 1 ? string(rows[0]) : { kind: "string", size: [rows.length, 1], values: rows };
  }
  if (kind === "cell") return { kind: "string", size: value.size, values: value.elements.map(cellText) };
  if (kind === "categorical") return { kind: "string", size: value.size, values: namesOf(value) };
  if (kind === "logical")
    return { kind: "string", size: value.size, values: Array.from(value.data, (bit) => (bit ? "true" : "false")) };
  if (kind !== "numeric" || value.imaginary !== undefined) throw noConversion("string", value);
  const single = value.class === "single";
  const values = Array.from(value.data as ArrayLike<number | bigint>, (x) => stringOfNumber(x, single));
  return { kind: "string", size: value.size, values };
}

function cellText(value: Value): string | undefined {
  const { values } = toStrings(value);
  if (values.length === 1) return values[0];
  throw new ScriptError(
    "MATLAB:string:CellInputMustBeCellArrayOfStrings",
    `A cell holds ${describeValue(value)}, which is not one string.`,
  );
}
