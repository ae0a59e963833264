import { parse } from "csv-parse/sync";
import { isNumberText } from "../../data/numberText.ts";
import { cellOfTexts, numbers } from "../values/construct.ts";
import { readNumber } from "../values/convert.ts";
import type { Value } from "../values/value.ts";

/** The columns of a text with a heading: numbers, or texts in a cell array. */
export interface TextTable {
  readonly names: readonly string[];
  readonly columns: readonly Value[];
}

/** The rows of a text whose cells are divided by commas, tabs, semicolons or blanks, whichever its first line has. */
export function rowsOfText(content: string): string[][] {
  const first = content.split(/\r\n|\r|\n/, 1)[0];
  const delimiter = [",", "\t", ";"].find((each) => first.includes(each));
  if (delimiter === undefined)
    return content
      .split(/\r\n|\r|\n/)
      .map((line) => line.trim().split(/\s+/))
      .filter((row) => row.some((word) => word !== ""));
  return parse(content, { delimiter, relax_column_count: true, skip_empty_lines: true, trim: true, relax_quotes: true });
}

/** The rows that are all numbers, those before the first such row left out; gaps are NaN. */
export function numericRows(rows: readonly (readonly string[])[]): number[][] {
  const numeric = (row: readonly string[]): boolean =>
    row.some(isNumberText) && row.every((word) => word === "" || isNumberText(word));
  const start = rows.findIndex(numeric);
  return start < 0 ? [] : rows.slice(start).map((row) => row.map((word) => (word === "" ? Number.NaN : readNumber(word))));
}

/** Rows as columns; the first row is their names unless it is all numbers. */
export function columnsOf(rows: readonly (readonly string[])[], named?: boolean): TextTable {
  const heading = named ?? (rows.length > 0 && !rows[0].every(isNumberText));
  const body = heading ? rows.slice(1) : rows;
  const width = Math.max(0, ...rows.map((row) => row.length));
  const names = Array.from({ length: width }, (_, j) => (heading ? validName(rows[0][j] ?? "", j) : `Var${j + 1}`));
  const distinct = names.map((name, j) =>
    names.indexOf(name) === j ? name : `${name}_${names.slice(0, j).filter((each) => each === name).length}`,
  );
  const columns = Array.from({ length: width }, (_, j) => column(body.map((row) => row[j] ?? "")));
  return { names: distinct, columns };
}

function validName(given: string, at: number): string {
  const name = given
    .trim()
    .replace(/\s+([a-z])/g, (_, letter: string) => letter.toUpperCase())
    .replace(/\W+/g, "_");
  return name === "" ? `Var${at + 1}` : /^\d/.test(name) ? `x${name}` : name;
}

function column(words: readonly string[]): Value {
  const size = [words.length, 1];
  if (words.some((word) => word !== "" && !isNumberText(word))) return cellOfTexts(words, size);
  return numbers(size, words.map(readNumber));
}
