import { cellInk } from "./cellInk.ts";
import { at, chartSize, svgDocument, textElement } from "./svg.ts";

/** What a chart of right and wrong classifications shows. */
export interface ConfusionChart {
  readonly title?: string;
  readonly classes: readonly string[];
  /** Rows are true classes, columns predicted ones. */
  readonly counts: readonly (readonly number[])[];
  readonly xLabel?: string;
  readonly yLabel?: string;
  /** What the cells say: counts (`"absolute"`, the default), or shares of the row, the column or all observations. */
  readonly normalization?: "absolute" | "row-normalized" | "column-normalized" | "total-normalized";
  /** Two columns more: the right and the wrong ones of each true class, as counts or as shares of the row (recall); `"off"` by default. */
  readonly rowSummary?: "off" | "absolute" | "row-normalized" | "total-normalized";
  /** Two rows more: the right and the wrong ones of each predicted class, as counts or as shares of the column (precision); `"off"` by default. */
  readonly columnSummary?: "off" | "absolute" | "column-normalized" | "total-normalized";
}

const longestName = 24;
const summaryGap = 8;

/**
 * How many observations of each true class were predicted to be of each class, as a whole SVG document: a cell is the darker, the larger its share of its row.
 * Summaries of rows and columns stand beside and under it.
 *
 * @example confusionChart({ classes, counts, rowSummary: "row-normalized", columnSummary: "column-normalized" });
 * @see MATLAB confusionchart
 */
export function confusionChart(chart: ConfusionChart): string {
  const { title, classes, counts, xLabel = "Predicted Class", yLabel = "True Class" } = chart;
  const names = classes.map((name) => (name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name));
  const longest = Math.max(4, ...names.map((name) => name.length));
  const [left, top] = [50 + 7 * longest, 44];
  const [rowSummary, columnSummary] = [chart.rowSummary ?? "off", chart.columnSummary ?? "off"];
  const columns = Math.max(1, classes.length) + (rowSummary === "off" ? 0 : 2);
  const cell = Math.min(70, (chartSize.width - left - 20 - (rowSummary === "off" ? 0 : summaryGap)) / columns);
  const size = cell * classes.length;
  const below = top + size + (columnSummary === "off" ? 0 : summaryGap + 2 * cell);
  const height = below + 34 + 7 * longest;
  const text = cellText(counts, chart.normalization ?? "absolute");
  const content = [
    ...(title ? [textElement(title, { x: left + size / 2, y: 24, className: "title" })] : []),
    ...counts.flatMap((row, i) =>
      row.map((count, j) => {
        const place = { x: left + j * cell, y: top + i * cell, size: cell, right: i === j };
        return cellOf(shareOf(count, sumOf(row)), count === 0 ? "" : text(i, j), place);
      }),
    ),
    outline(left, top, size, size),
    ...names.map((name, i) =>
      textElement(name, { x: left - 8, y: top + (i + 0.5) * cell + 4, anchor: "end", className: "small" }),
    ),
    ...names.map((name, i) =>
      textElement(name, { x: left + (i + 0.5) * cell + 4, y: below + 10, anchor: "end", className: "small", turned: -90 }),
    ),
    textElement(yLabel, { x: 18, y: top + size / 2, turned: -90 }),
    textElement(xLabel, { x: left + size / 2, y: height - 10 }),
    ...(rowSummary === "off" ? [] : rowSummaries(counts, rowSummary, { x: left + size + summaryGap, y: top, cell })),
    ...(columnSummary === "off" ? [] : columnSummaries(counts, columnSummary, { x: left, y: top + size + summaryGap, cell })),
  ];
  return svgDocument(title ?? "Confusion matrix", content, height);
}

type Counts = ConfusionChart["counts"];

const sumOf = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0);
const columnOf = (counts: Counts, j: number): number[] => counts.map((row) => row[j]);
const shareOf = (count: number, total: number): number => (total === 0 ? 0 : count / total);
const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;

/** What the cell in a row and a column says. */
function cellText(counts: Counts, normalization: NonNullable<ConfusionChart["normalization"]>): (i: number, j: number) => string {
  if (normalization === "absolute") return (i, j) => String(counts[i][j]);
  const all = sumOf(counts.map(sumOf));
  const total = (i: number, j: number): number => {
    if (normalization === "total-normalized") return all;
    return sumOf(normalization === "row-normalized" ? counts[i] : columnOf(counts, j));
  };
  return (i, j) => percent(shareOf(counts[i][j], total(i, j)));
}

interface Corner {
  readonly x: number;
  readonly y: number;
  readonly cell: number;
}

/** For each true class, how many were found and how many were not. */
function rowSummaries(
  counts: Counts,
  kind: "absolute" | "row-normalized" | "total-normalized",
  { x, y, cell }: Corner,
): string[] {
  const all = sumOf(counts.map(sumOf));
  const cells = counts.flatMap((row, i) => {
    const total = sumOf(row);
    return [row[i], total - row[i]].map((count, k) => {
      const place = { x: x + k * cell, y: y + i * cell, size: cell, right: k === 0 };
      return cellOf(shareOf(count, total), summaryText(count, kind, total, all), place);
    });
  });
  return [...cells, outline(x, y, 2 * cell, counts.length * cell)];
}

/** For each predicted class, how many predictions were right and how many were not. */
function columnSummaries(
  counts: Counts,
  kind: "absolute" | "column-normalized" | "total-normalized",
  { x, y, cell }: Corner,
): string[] {
  const all = sumOf(counts.map(sumOf));
  const totals = counts.map((_, j) => sumOf(columnOf(counts, j)));
  const cells = [0, 1].flatMap((k) =>
    counts.map((row, j) => {
      const count = k === 0 ? row[j] : totals[j] - row[j];
      const place = { x: x + j * cell, y: y + k * cell, size: cell, right: k === 0 };
      return cellOf(shareOf(count, totals[j]), summaryText(count, kind, totals[j], all), place);
    }),
  );
  return [...cells, outline(x, y, counts.length * cell, 2 * cell)];
}

function summaryText(count: number, kind: string, total: number, all: number): string {
  if (count === 0) return "";
  if (kind === "absolute") return String(count);
  return percent(shareOf(count, kind === "total-normalized" ? all : total));
}

interface CellPlace {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  /** Whether the classifications of this cell are right. */
  readonly right: boolean;
}

function cellOf(share: number, text: string, { x, y, size, right }: CellPlace): string {
  const color = right ? "cell" : "bar s1";
  const rectangle = `<rect class="${color}" fill-opacity="${at(share)}" x="${at(x)}" y="${at(y)}" width="${at(size)}" height="${at(size)}"/>`;
  if (text === "") return rectangle;
  const className = `small ${cellInk(right ? "right" : "wrong", share)}`;
  return `${rectangle}${textElement(text, { x: x + size / 2, y: y + size / 2 + 4, className })}`;
}

function outline(x: number, y: number, width: number, height: number): string {
  return `<rect class="axis" x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(height)}"/>`;
}
