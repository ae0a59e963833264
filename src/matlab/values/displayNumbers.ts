import { exponential } from "./numberText.ts";

/** How the numbers of one array are written: every one alone, in columns of one width, after taking a common factor out. */
export interface NumberFormat {
  /** The width of a column, the space before it included. */
  readonly width: number;
  /** The power of ten that is taken out; 0 for none. */
  readonly exponent: number;
  readonly write: (x: number) => string;
}

/** `format short` for the numbers of a double or single array. */
export function shortFormat(data: ArrayLike<number>): NumberFormat {
  let [greatest, whole] = [0, true];
  for (let i = 0; i < data.length; i++) {
    const x = Math.abs(data[i]);
    if (!Number.isFinite(x)) continue;
    if (x > greatest) greatest = x;
    if (!Number.isInteger(x)) whole = false;
  }
  const write = (text: (x: number) => string) => (x: number) => (Number.isFinite(x) ? text(x) : nonFinite(x));
  if (whole && greatest < 1000) return { width: 6, exponent: 0, write: write((x) => String(x + 0)) };
  if (whole && greatest < 1e9) return { width: 12, exponent: 0, write: write((x) => String(x + 0)) };
  if (data.length === 1) return scalarFormat(greatest, write);
  const exponent = factorOf(greatest);
  const scale = 10 ** exponent;
  return { width: 10, exponent, write: write((x) => (x === 0 ? "0" : (x / scale).toFixed(4))) };
}

function scalarFormat(x: number, write: (text: (x: number) => string) => (x: number) => string): NumberFormat {
  if (x > 0.001 && x < 1000) return { width: 10, exponent: 0, write: write((each) => each.toFixed(4)) };
  return { width: 13, exponent: 0, write: write((each) => exponential(each, 4)) };
}

function factorOf(greatest: number): number {
  if (greatest >= 1000) return Math.floor(Math.log10(greatest));
  return greatest < 0.001 && greatest > 0 ? Math.floor(Math.log10(greatest)) + 1 : 0;
}

function nonFinite(x: number): string {
  return Number.isNaN(x) ? "NaN" : x > 0 ? "Inf" : "-Inf";
}

/** One number in a cell, a field or a short list: `5`, `0.5000`, `1.0000e-04`, `NaN`. */
export function shortNumber(x: number): string {
  if (!Number.isFinite(x)) return nonFinite(x);
  const size = Math.abs(x);
  if (Number.isInteger(x) && size < 1e9) return String(x + 0);
  return size > 0.001 && size < 1000 ? x.toFixed(4) : exponential(x, 4);
}

/** The factor line above an array's numbers: `   1.0e+03 *`. */
export function factorLine(exponent: number): string {
  return `   ${exponential(10 ** exponent, 1)} *`;
}

/** Rows of cells of text in lines of 80 characters; columns that do not fit follow below, under a line that counts them. */
export function tableLines(rows: readonly (readonly string[])[], columns: number): string[] {
  const widths = Array.from({ length: columns }, (_, j) => rows.reduce((most, row) => Math.max(most, row[j].length), 0));
  const blocks: [number, number][] = [];
  for (let from = 0; from < columns; ) {
    let [to, used] = [from, 0];
    while (to < columns && (to === from || used + widths[to] <= 80)) used += widths[to++];
    blocks.push([from, to]);
    from = to;
  }
  if (blocks.length === 1) return rows.map((row) => row.join(""));
  return blocks.flatMap(([from, to], i) => {
    const title = from + 1 === to ? `  Column ${to}` : `  Columns ${from + 1} through ${to}`;
    return [...(i === 0 ? [] : [""]), title, "", ...rows.map((row) => row.slice(from, to).join(""))];
  });
}
