import { charRows, type MatNumeric, type MatSize } from "../../data/matValues.ts";
import { number, numbers, string, text } from "../values/construct.ts";
import { readNumber, scalarOf, textOf, toStrings } from "../values/convert.ts";
import { sizeOf } from "../values/shape.ts";
import type { Builtin, Call, Evaluation, Value } from "../values/value.ts";
import { argument, fail, numbersAt, refuse, refuseType, scalarAt, textAt, textsAt, wholeAt } from "./arguments.ts";
import { numbersIn } from "./arrays.ts";
import { define, defineWaiting, type Results, UnknownInside } from "./define.ts";
import { floatText, formatted, type Printed } from "./printf.ts";
import { charMatrix } from "./textArrays.ts";

/** What `sprintf` prints of its arguments, in order: elements of arrays one by one, texts whole. */
export function printedArguments(call: Call, values: readonly Value[]): Printed[] {
  return values.flatMap((value): Printed[] => {
    switch (value.kind) {
      case "unknown":
        throw new UnknownInside(value);
      case "char":
        return [{ text: value.text, expandable: true }];
      case "string":
        return value.values.map((each) => ({ text: each ?? "<missing>", expandable: false }));
      case "numeric":
        if (value.data.length === 0) return [undefined];
        return value.imaginary ? interleaved(value) : [...(value.data as Iterable<number | bigint>)];
      case "logical":
        return value.data.length === 0 ? [undefined] : [...value.data];
      case "cell":
        return fail(call, "MATLAB:printf:invalidInputType", `Function is not defined for 'cell' inputs.`);
      case "categorical":
        return toStrings(value).values.map((each) => ({ text: each ?? "<undefined>", expandable: false }));
      default:
        return refuseType(call, value);
    }
  });
}

function interleaved({ data, imaginary }: MatNumeric): Printed[] {
  return Array.from(data as ArrayLike<number>).flatMap((x, i) => [x, (imaginary as ArrayLike<number>)[i]]);
}

/** The text of a format and its arguments, from argument `from` on. */
export function formattedArguments(call: Call, from = 0): string {
  const format = call.args[from];
  if (format === undefined) return fail(call, "MATLAB:minrhs", "Not enough input arguments.");
  const args = call.args.slice(from + 1);
  if (numbersIn(format) !== undefined && format.kind !== "char") return printedAlone(call, format);
  return formatted(textAt(call, from), printedArguments(call, args));
}

/** `fprintf(x)` with numbers only prints characters, as MATLAB's `%s` of them. */
function printedAlone(call: Call, value: Value): string {
  return formatted("%s", printedArguments(call, [value]), false);
}

function sprintf(call: Call): Value {
  const made = formattedArguments(call);
  return call.args[0].kind === "string" ? string(made) : text(made);
}

/** `num2str(x)`: four digits after the first that matter; `num2str(x, digits)`; `num2str(x, format)`. */
function num2str(call: Call): Value {
  const [value, format] = call.args;
  if (value.kind === "char") return value;
  if (value.kind === "string") return text(textAt(call, 0));
  if (value.kind === "numeric" && value.imaginary !== undefined) return text(complexText(value));
  const { size, data, class: name } = numbersAt(call, 0);
  if (data.length === 0) return text("");
  const given = format === undefined ? undefined : textOf(format);
  if (given !== undefined) return rowsOf(size, data, (row) => formatted(given, row));
  const digits = format === undefined ? undefined : scalarAt(call, 1);
  if (digits === undefined && Array.prototype.every.call(data, (x: number) => !(x % 1))) return integerRows(size, data);
  return floatRows(size, data, digits ?? ordinaryDigits(data, name));
}

function ordinaryDigits(data: ArrayLike<number>, name: string): number {
  let largest = 0;
  for (let i = 0; i < data.length; i++) if (Number.isFinite(data[i])) largest = Math.max(largest, Math.abs(data[i]));
  const before = largest === 0 ? 0 : Math.floor(Math.log10(largest));
  return Math.min(Math.max(before + 5, 5), name === "single" ? 8 : 16);
}

function complexText({ data, imaginary }: MatNumeric): string {
  const [re, im] = [Number(data[0]), Number(imaginary?.[0])];
  const part = (x: number): string => floatText(x, "g", ordinaryDigits([re, im], "double"));
  return `${part(re)}${im < 0 ? "-" : "+"}${part(Math.abs(im))}i`;
}

/** The rows of an array as texts of the same length, without the blanks that all begin with. */
function rowsOf(size: MatSize, data: ArrayLike<number>, line: (row: readonly number[]) => string): Value {
  const columns = data.length / size[0];
  const lines = Array.from({ length: size[0] }, (_, i) => line(Array.from({ length: columns }, (_, j) => data[i + size[0] * j])));
  const width = Math.max(...lines.map((each) => each.length));
  const padded = lines.map((each) => each.padEnd(width));
  const blank = Math.min(...padded.map((each) => each.length - each.trimStart().length));
  return charMatrix(padded.map((each) => each.slice(blank)).map((each) => (lines.length === 1 ? each.trimEnd() : each)));
}

function integerRows(size: MatSize, data: ArrayLike<number>): Value {
  const words = Array.from(data, (x) => (Number.isFinite(x) ? floatText(x || 0, "f", 0) : floatText(x, "g", 5)));
  if (words.length === 1) return text(words[0]);
  const widest = Math.max(...words.map((word) => word.replace("-", "").length));
  const width = widest + 2 + (Array.prototype.some.call(data, (x: number) => x < 0) ? 1 : 0);
  let at = 0;
  const ordered = Array.from({ length: size[0] }, (_, i) => i).flatMap((i) => words.filter((_, k) => k % size[0] === i));
  return rowsOf(size, data, (row) => row.map(() => ordered[at++].padStart(width)).join(""));
}

function floatRows(size: MatSize, data: ArrayLike<number>, digits: number): Value {
  if (data.length === 1) return text(floatText(data[0] || 0, "g", digits));
  const width = digits + 7 + (Array.prototype.some.call(data, (x: number) => x < 0) ? 1 : 0);
  return rowsOf(size, data, (row) => row.map((x) => floatText(x || 0, "g", digits).padStart(width)).join(""));
}

function int2str(call: Call): Value {
  if (call.args[0].kind === "char") return call.args[0];
  const { size, data } = numbersAt(call, 0);
  const whole = numbers(
    size,
    Float64Array.from(data, (x) => Math.sign(x) * Math.round(Math.abs(x))),
  );
  return num2str({ ...call, args: [whole] });
}

/** A value as the MATLAB text that makes it. */
function mat2str(call: Call): Value {
  const [value] = call.args;
  const named = call.args.slice(1).some((each) => textOf(each) === "class");
  const digits = call.args[1] === undefined ? undefined : scalarOf(call.args[1]);
  if (value.kind === "string")
    return text(
      toStrings(value)
        .values.map((each) => `"${(each ?? "").replaceAll('"', '""')}"`)
        .join(" "),
    );
  if (value.kind === "char") {
    const rows = charRows(value).map((row) => `'${row.replaceAll("'", "''")}'`);
    return text(rows.length === 1 ? rows[0] : value.text === "" ? "''" : `[${rows.join(";")}]`);
  }
  const { size, data, class: name } = numbersAt(call, 0);
  if (size.length > 2) fail(call, "MATLAB:mat2str:TwoDInput", "Input matrix must be 2-D.");
  const word = (x: number): string =>
    name === "logical" ? (x ? "true" : "false") : floatText(x || 0, "g", digits ?? (name === "single" && !named ? 7 : 15));
  const body = matrixText(size, data, word, name === "logical");
  return text(named && name !== "double" && name !== "logical" ? `${name}(${body})` : body);
}

function matrixText([rows, columns]: MatSize, data: ArrayLike<number>, word: (x: number) => string, truth: boolean): string {
  if (data.length === 0) return `${truth ? "false" : "zeros"}(${rows},${columns})`;
  const lines = Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => word(data[i + rows * j])).join(" "),
  );
  return data.length === 1 ? lines[0] : `[${lines.join(";")}]`;
}

function str2double(call: Call): Value {
  const [value] = call.args;
  if (value.kind === "char") return number(readNumber(textOf(value) ?? ""));
  if (value.kind === "string")
    return numbers(
      value.size,
      value.values.map((each) => readNumber(each ?? "")),
    );
  if (value.kind !== "cell")
    return numbers(
      value.kind === "numeric" ? value.size : [1, 1],
      new Float64Array(numbersIn(value)?.data.length ?? 1).fill(Number.NaN),
    );
  return numbers(
    value.size,
    value.elements.map((each) => readNumber(textOf(each) ?? "")),
  );
}

/** `str2num('[1 2 3]')` runs its text as MATLAB does, within the limits of the script. */
function* str2num(call: Call): Evaluation<Results> {
  const [value] = yield* call.session.evaluateText(textAt(call, 0), 1, call.place);
  return [value, { kind: "logical", size: [1, 1], data: Uint8Array.of(1) }];
}

function toChar(call: Call): Value {
  if (call.args.length === 1 && call.args[0].kind === "char") return call.args[0];
  const only = call.args.length === 1 ? numbersIn(call.args[0]) : undefined;
  if (only !== undefined && call.args[0].kind !== "char") {
    const codes = Uint16Array.from(only.data as ArrayLike<number>);
    return { kind: "char", size: only.size, text: Array.from(codes, (code) => String.fromCharCode(code)).join("") };
  }
  return charMatrix(
    call.args.flatMap((value, i) => (value.kind === "categorical" ? categoryRows(value) : [...textsAt(call, i)])),
  );
}

function categoryRows(value: Value): string[] {
  return toStrings(value).values.map((each) => each ?? "<undefined>");
}

function toRadix(name: string, radix: number): Builtin {
  return define(
    name,
    (call) => {
      const { data } = numbersAt(call, 0);
      const words = Array.from(data, (x) => Math.trunc(x).toString(radix).toUpperCase());
      const width = Math.max(wholeAt(call, 1, 0), ...words.map((word) => word.length));
      return charMatrix(words.map((word) => word.padStart(width, "0")));
    },
    { least: 1, most: 2 },
  );
}

function fromRadix(name: string, radix: number): Builtin {
  return define(
    name,
    (call) => {
      const words = textsAt(call, 0);
      const read = words.map((word) => (word.trim() === "" ? 0 : Number.parseInt(word.replaceAll(" ", ""), radix)));
      if (read.some(Number.isNaN)) return refuse(call, 0, `digits to base ${radix}`);
      return numbers([read.length, 1], read);
    },
    { least: 1, most: 1 },
  );
}

/** `compose("a%d_%s", [1;2], ["x";"y"])`: the format for each row of the arrays side by side; a scalar is repeated. */
function compose(call: Call): Value {
  const format = textAt(call, 0);
  if (call.args.length === 1) return string(formatted(format, []));
  const arrays = call.args.slice(1).map((_, k) => printedColumns(call, k + 1));
  const rows = Math.max(...arrays.map(({ rows }) => rows));
  if (arrays.some((each) => each.rows !== rows && each.values.length !== 1))
    fail(call, "MATLAB:compose:DifferentNumberOfRows", "Input arrays must have the same number of rows.");
  const line = (i: number): Printed[] =>
    arrays.flatMap((each) => (each.values.length === 1 ? each.values : each.values.filter((_, k) => k % each.rows === i)));
  const perRow = Math.max(1, (format.replaceAll("%%", "").match(/%/g) ?? []).length);
  const columns = Math.max(1, Math.ceil(line(0).length / perRow));
  const values = Array.from({ length: rows * columns }, (_, k) => {
    const block = Math.floor(k / rows);
    return formatted(format, line(k % rows).slice(block * perRow, (block + 1) * perRow));
  });
  return { kind: "string", size: [rows, columns], values };
}

/** The elements of an argument column by column, a char array as one text, and how many rows they stand in. */
function printedColumns(call: Call, at: number): { readonly rows: number; readonly values: readonly Printed[] } {
  const value = argument(call, at);
  if (value.kind === "cell") {
    const values = textsAt(call, at).map((each): Printed => ({ text: each, expandable: false }));
    return { rows: value.size[0], values };
  }
  const values = printedArguments(call, [value]);
  return { rows: value.kind === "char" ? 1 : sizeOf(value)[0], values };
}

/** Functions between numbers and texts. */
export const numberTexts: readonly Builtin[] = [
  define("sprintf", sprintf, { least: 1 }),
  define("compose", compose, { least: 1 }),
  define("num2str", num2str, { least: 1, most: 2 }),
  define("int2str", int2str, { least: 1, most: 1 }),
  define("mat2str", mat2str, { least: 1, most: 3 }),
  define("str2double", str2double, { least: 1, most: 1 }),
  defineWaiting("str2num", str2num, { least: 1, most: 1 }),
  define("string", ({ args }) => (args.length === 0 ? string("") : toStrings(args[0])), { most: 2 }),
  define("char", toChar, { least: 1 }),
  toRadix("dec2bin", 2),
  toRadix("dec2hex", 16),
  fromRadix("bin2dec", 2),
  fromRadix("hex2dec", 16),
];
