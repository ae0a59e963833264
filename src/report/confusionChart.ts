import { at, chartSize, svgDocument, textElement } from "./svg.ts";

/** What a chart of right and wrong classifications shows. */
export interface ConfusionChart {
  readonly title?: string;
  readonly classes: readonly string[];
  /** Rows are true classes, columns predicted ones. */
  readonly counts: readonly (readonly number[])[];
  readonly xLabel?: string;
  readonly yLabel?: string;
}

const longestName = 24;

/**
 * How many observations of each true class were predicted to be of each class, as a whole SVG document: a cell is the darker, the larger its share of its row.
 *
 * @see MATLAB confusionchart
 */
export function confusionChart({
  title,
  classes,
  counts,
  xLabel = "Predicted Class",
  yLabel = "True Class",
}: ConfusionChart): string {
  const names = classes.map((name) => (name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name));
  const longest = Math.max(4, ...names.map((name) => name.length));
  const [left, top] = [50 + 7 * longest, 44];
  const cell = Math.min(70, (chartSize.width - left - 20) / Math.max(1, classes.length));
  const size = cell * classes.length;
  const height = top + size + 34 + 7 * longest;
  const content = [
    ...(title ? [textElement(title, { x: left + size / 2, y: 24, className: "title" })] : []),
    ...counts.flatMap((row, i) =>
      row.map((count, j) => cellOf(count, row, { x: left + j * cell, y: top + i * cell, size: cell, right: i === j })),
    ),
    `<rect class="axis" x="${at(left)}" y="${at(top)}" width="${at(size)}" height="${at(size)}"/>`,
    ...names.map((name, i) =>
      textElement(name, { x: left - 8, y: top + (i + 0.5) * cell + 4, anchor: "end", className: "small" }),
    ),
    ...names.map((name, i) =>
      textElement(name, { x: left + (i + 0.5) * cell + 4, y: top + size + 10, anchor: "end", className: "small", turned: -90 }),
    ),
    textElement(yLabel, { x: 18, y: top + size / 2, turned: -90 }),
    textElement(xLabel, { x: left + size / 2, y: height - 10 }),
  ];
  return svgDocument(title ?? "Confusion matrix", content, height);
}

interface CellPlace {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  /** Whether the classifications of this cell are right. */
  readonly right: boolean;
}

function cellOf(count: number, row: readonly number[], { x, y, size, right }: CellPlace): string {
  const total = row.reduce((sum, each) => sum + each, 0);
  const share = total === 0 ? 0 : count / total;
  const color = right ? "cell" : "bar s1";
  const rectangle = `<rect class="${color}" fill-opacity="${at(share)}" x="${at(x)}" y="${at(y)}" width="${at(size)}" height="${at(size)}"/>`;
  if (count === 0) return rectangle;
  const className = share > 0.6 ? "small on" : "small";
  return `${rectangle}${textElement(String(count), { x: x + size / 2, y: y + size / 2 + 4, className })}`;
}
