import { number } from "./construct.ts";
import { namesOf, numbersOf, textOf } from "./convert.ts";
import { describeValue } from "./describe.ts";
import { indexed } from "./indexing.ts";
import { general } from "./numberText.ts";
import { sizeOf } from "./shape.ts";
import type { Table } from "./tableData.ts";
import type { Value } from "./value.ts";

const mostRows = 100;

/** A table as MATLAB displays it: the names of the variables over lines, then the rows. */
export function displayTable({ names, columns, height, rowNames }: Table): string {
  const header = `  ${height}×${names.length} table`;
  if (names.length === 0 || height === 0) return header;
  const rows = Math.min(height, mostRows);
  const cells = columns.map((column) => Array.from({ length: rows }, (_, row) => entry(column, row)));
  const widths = columns.map((_, i) => Math.max(names[i].length, ...cells[i].map((text) => text.length)));
  const label = rowNames ? Math.max(...rowNames.slice(0, rows).map((name) => name.length)) + 4 : 0;
  const line = (texts: readonly string[], start: string): string => `    ${start.padEnd(label)}${texts.join("    ")}`.trimEnd();
  const centred = names
    .map((name, i) => " ".repeat(Math.floor((widths[i] - name.length) / 2)) + name)
    .map((text, i) => text.padEnd(widths[i]));
  const body = Array.from({ length: rows }, (_, row) =>
    line(
      cells.map((column, i) => placed(columns[i], column[row], widths[i])),
      rowNames?.[row] ?? "",
    ),
  );
  const more = height > rows ? ["", `    (${height - rows} more rows)`] : [];
  return [
    header,
    "",
    line(centred, ""),
    line(
      widths.map((width) => "_".repeat(width)),
      "",
    ),
    "",
    ...body,
    ...more,
  ].join("\n");
}

function placed(column: Value, text: string, width: number): string {
  return column.kind === "numeric" || column.kind === "logical" ? text.padStart(width) : text.padEnd(width);
}

function entry(column: Value, row: number): string {
  if (column.kind === "unknown") return column.name;
  const value = indexed(column, [number(row + 1), ":"]);
  if (value.kind === "cell" && value.elements.length === 1) {
    const text = textOf(value.elements[0]);
    return text === undefined ? `{${describeValue(value.elements[0])}}` : `{'${text}'}`;
  }
  if (value.kind === "string" && value.values.length === 1)
    return value.values[0] === undefined ? "<missing>" : `"${value.values[0]}"`;
  if (value.kind === "categorical")
    return namesOf(value)
      .map((name) => name ?? "<undefined>")
      .join("    ");
  const data = value.kind === "logical" ? Array.from(value.data, (bit) => Boolean(bit)) : numbersOf(value);
  if (value.kind === "char") return value.text;
  if (data === undefined) return `[${sizeOf(value).join("×")} ${describeValue(value)}]`;
  return Array.from(data as ArrayLike<number | boolean>, (x) => (typeof x === "number" ? general(x, 5) : String(x))).join("    ");
}
