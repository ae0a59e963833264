import { charRows, type MatSize, numberOfElements, sizeText } from "../../data/matValues.ts";
import { classOf, isIntegerClass, plainNumbers } from "./classes.ts";
import { namesOf } from "./convert.ts";
import { handleText, inCell, inField } from "./displayCompact.ts";
import { factorLine, shortFormat, tableLines } from "./displayNumbers.ts";
import { type ArrayValue, isArrayValue, picked } from "./elements.ts";
import { operationsOf } from "./hosts.ts";
import { memberNames, membersOf } from "./members.ts";
import { sizeOf } from "./shape.ts";
import type { Value } from "./value.ts";

/** Rows and columns of a page that are shown at most; the rest is counted. */
const mostRows = 10_000;

/**
 * What MATLAB shows for a statement without a semicolon (`format short`, `format loose`), with its blank lines.
 * @example displayValue("x", number(5)) // "\nx =\n\n     5\n\n"
 */
export function displayValue(name: string, value: Value): string {
  if (value.kind === "unknown") return `\n${name} is unknown: ${value.reason}\n\n`;
  if (isArrayValue(value) && value.size.length > 2 && pageKinds.has(value.kind) && numberOfElements(value.size) > 0) {
    return pages(value, (subscripts, page) => `\n${name}(:,:,${subscripts}) =\n\n${block(bodyLines(page))}`);
  }
  const spaced =
    ["struct", "object", "host", "categorical"].includes(value.kind) && !(isArrayValue(value) && isEmptyArray(value));
  const own = operationsOf(value)?.display?.(value);
  if (own !== undefined) return `\n${name} = \n\n${own.replace(/\n*$/, "\n")}\n`;
  const head = headLine(value);
  return `\n${name} =${spaced ? " " : ""}\n\n${head === undefined ? "" : `${head}\n\n`}${block(bodyLines(value))}`;
}

/**
 * What MATLAB's `disp` shows: the value without name, size or class.
 * @example dispText(text("done")) // "done\n"
 */
export function dispText(value: Value): string {
  if (value.kind === "unknown") return `<unknown ${value.name}: ${value.reason}>\n`;
  const own = operationsOf(value)?.display?.(value);
  if (own !== undefined) return own.replace(/\n*$/, "\n");
  if (value.kind === "char" && value.size.length === 2) return value.size[0] <= 1 ? `${value.text}\n` : joined(charRows(value));
  if (value.kind === "string" && value.values.length === 1) return `${value.values[0] ?? "<missing>"}\n`;
  if (value.kind === "handle") return `    ${handleText(value)}\n`;
  if (isArrayValue(value) && isEmptyArray(value) && value.kind === "numeric") return "";
  if (isArrayValue(value) && value.size.length > 2 && pageKinds.has(value.kind)) {
    return pages(value, (subscripts, page) => `\n(:,:,${subscripts}) =\n\n${block(bodyLines(page))}`);
  }
  return joined(bodyLines(value));
}

const pageKinds: ReadonlySet<Value["kind"]> = new Set(["numeric", "logical", "char", "string", "cell", "categorical"]);

function joined(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}

/** Lines, and a blank one after them where there are any. */
function block(lines: readonly string[]): string {
  return lines.length === 0 ? "" : `${joined(lines)}\n`;
}

function isEmptyArray(value: ArrayValue): boolean {
  return value.size.includes(0);
}

/** Each page of an array of more than two dimensions. */
function pages(value: ArrayValue, show: (subscripts: string, page: ArrayValue) => string): string {
  const [rows, columns, ...further] = value.size;
  const length = rows * columns;
  const at = further.map(() => 1);
  const shown: string[] = [];
  for (let start = 0; start < numberOfElements(value.size); start += length) {
    const positions = Int32Array.from({ length }, (_, i) => start + i);
    shown.push(show(at.join(","), picked(value, positions, [rows, columns])));
    for (let d = 0; d < at.length && ++at[d] > further[d]; d++) at[d] = 1;
  }
  return shown.join("");
}

/** The line that tells class and size; undefined where MATLAB has none. */
function headLine(value: Value): string | undefined {
  const size = sizeOf(value);
  const scalar = numberOfElements(size) === 1;
  const [of, name] = [sizeText(size), classOf(value)];
  if (isArrayValue(value) && isEmptyArray(value))
    return value.kind === "struct" || isPlainEmptyDouble(value) ? undefined : emptyLine(value);
  switch (value.kind) {
    case "numeric":
      if (value.class === "double") return undefined;
      return scalar ? `  ${name}` : `  ${of} ${name} ${shapeWord(size)}`;
    case "logical":
      return scalar ? "  logical" : `  ${of} logical array`;
    case "char":
      return size[0] === 1 ? undefined : `  ${of} char array`;
    case "string":
      return scalar ? undefined : `  ${of} string array`;
    case "categorical":
      return scalar ? "  categorical" : `  ${of} categorical array`;
    case "cell":
      return `  ${of} cell array`;
    case "struct":
      return scalar ? "  struct with fields:" : `  ${of} struct array with fields:`;
    case "handle":
      return "  function_handle with value:";
    case "object":
      return `  ${name} with properties:`;
    default:
      return `  ${of} ${name}`;
  }
}

function isPlainEmptyDouble(value: ArrayValue): boolean {
  return value.kind === "numeric" && value.class === "double" && value.size.length === 2 && value.size.every((n) => n === 0);
}

function emptyLine(value: ArrayValue): string {
  const word = value.kind === "numeric" ? shapeWord(value.size) : "array";
  return `  ${sizeText(value.size)} empty ${classOf(value)} ${word}`;
}

function shapeWord(size: MatSize): string {
  if (size.length > 2) return "array";
  return size[0] === 1 ? "row vector" : size[1] === 1 ? "column vector" : "matrix";
}

/** The elements, without name, size or class. */
function bodyLines(value: Value): string[] {
  if (value.kind === "handle") return [`    ${handleText(value)}`];
  if (value.kind === "host" || value.kind === "object") return memberLines(value);
  if (value.kind === "unknown") return [];
  if (value.kind === "struct") return structLines(value);
  if (isEmptyArray(value)) return isPlainEmptyDouble(value) ? ["     []"] : [];
  if (value.kind === "char") return charRows(value).map((line) => `    '${line}'`);
  if (value.kind === "numeric") return numberLines(value);
  const [rows, columns] = [value.size[0], value.size.slice(1).reduce((x, y) => x * y, 1)];
  const shown = Math.min(rows, mostRows);
  const table = Array.from({ length: shown }, (_, i) => Array.from({ length: columns }, (_, j) => i + j * rows));
  return [...elementTable(value, table, columns), ...hiddenRows(rows - shown)];
}

function hiddenRows(count: number): string[] {
  return count > 0 ? [`  … ${count} more rows`] : [];
}

function elementTable(value: ArrayValue, table: readonly (readonly number[])[], columns: number): string[] {
  switch (value.kind) {
    case "logical":
      return tableLines(
        table.map((row) => row.map((at) => `   ${value.data[at]}`)),
        columns,
      );
    case "string":
      return paddedTable(
        table,
        columns,
        (at) => (value.values[at] === undefined ? "<missing>" : `"${value.values[at]}"`),
        "    ",
        "",
      );
    case "categorical": {
      const names = namesOf(value);
      return paddedTable(table, columns, (at) => names[at] ?? "<undefined>", "     ", " ");
    }
    case "cell":
      return cellTable(value.elements, table, columns);
    default:
      return [];
  }
}

function paddedTable(
  table: readonly (readonly number[])[],
  columns: number,
  write: (at: number) => string,
  before: string,
  after: string,
): string[] {
  const texts = table.map((row) => row.map(write));
  const widths = Array.from({ length: columns }, (_, j) => texts.reduce((most, row) => Math.max(most, row[j].length), 0));
  const rows = texts.map((row) => row.map((each, j) => before + each.padEnd(widths[j]) + after));
  return tableLines(rows, columns).map((line) => (after === "" ? line.trimEnd() : line));
}

/** Cells of a column are equally wide: numbers are set to the right in their brackets, texts to the left. */
function cellTable(elements: readonly Value[], table: readonly (readonly number[])[], columns: number): string[] {
  const parts = table.map((row) => row.map((at) => inCell(elements[at])));
  const length = (part: { open: string; text: string; close: string }): number =>
    part.text.length + part.open.length + part.close.length;
  const widths = Array.from({ length: columns }, (_, j) => parts.reduce((most, row) => Math.max(most, length(row[j])), 0));
  const rows = parts.map((row) =>
    row.map((part, j) => {
      if (part.open === "") return `    {${part.text.padEnd(widths[j])}}`;
      return `    {${part.open}${part.text.padStart(widths[j] - 2)}${part.close}}`;
    }),
  );
  return tableLines(rows, columns);
}

function numberLines(value: Value & { kind: "numeric" }): string[] {
  const [rows, columns] = value.size;
  const whole = isIntegerClass(value.class);
  if (value.imaginary !== undefined) return complexLines(value, plainNumbers(value.imaginary));
  const data = value.data as ArrayLike<number | bigint>;
  const shown = Math.min(rows, mostRows);
  const format = whole ? undefined : shortFormat(plainNumbers(value.data));
  const most = Array.from(data, (x) => String(x).replace("-", "").length).reduce((x, y) => Math.max(x, y), 0);
  const [width, write] = format ? [format.width, format.write] : [most + 3, String];
  const table = Array.from({ length: shown }, (_, i) =>
    Array.from({ length: columns }, (_, j) => write(data[i + j * rows] as number).padStart(width)),
  );
  const factor = format && format.exponent !== 0 ? [factorLine(format.exponent), ""] : [];
  return [...factor, ...tableLines(table, columns), ...hiddenRows(rows - shown)];
}

/** Real and imaginary parts with four decimals: `   3.0000 + 4.0000i`. */
function complexLines(value: Value & { kind: "numeric" }, imaginary: ArrayLike<number>): string[] {
  const [rows, columns] = value.size;
  const written = Array.from(plainNumbers(value.data), (x, i) => {
    const y = imaginary[i];
    return `${x.toFixed(4)} ${y < 0 ? "-" : "+"} ${Math.abs(y).toFixed(4)}i`;
  });
  const width = 3 + written.reduce((most, each) => Math.max(most, each.length), 0);
  const shown = Math.min(rows, mostRows);
  const table = Array.from({ length: shown }, (_, i) =>
    Array.from({ length: columns }, (_, j) => written[i + j * rows].padStart(width)),
  );
  return [...tableLines(table, columns), ...hiddenRows(rows - shown)];
}

function structLines(value: Value & { kind: "struct" }): string[] {
  const names = [...value.fields.keys()];
  if (numberOfElements(value.size) === 1) return fieldLines(names.map((name) => [name, value.fields.get(name)![0]]));
  if (!isEmptyArray(value)) return names.map((name) => `    ${name}`);
  const of = `  ${sizeText(value.size)} empty struct array with`;
  return names.length === 0 ? [`${of} no fields.`] : [`${of} fields:`, "", ...names.map((name) => `    ${name}`)];
}

function fieldLines(fields: readonly (readonly [string, Value])[]): string[] {
  const width = fields.reduce((most, [name]) => Math.max(most, name.length), 0);
  return fields.map(([name, each]) => `    ${name.padStart(width)}: ${inField(each)}`);
}

function memberLines(value: Value): string[] {
  return fieldLines(
    memberNames(value).flatMap((name) => {
      const list = membersOf(value, name);
      return list.length === 1 ? [[name, list[0]] as const] : [];
    }),
  );
}
