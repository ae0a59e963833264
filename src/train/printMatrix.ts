import type { ConfusionMatrix } from "../report/confusionMatrix.ts";

/**
 * A confusion matrix as text: a row for each true class, a column for each predicted one. Where the width does not hold all columns they
 * are printed in blocks one below the other; long class names are shortened.
 *
 * @example
 * printConfusionMatrix(confusionMatrix(actual, predicted), 80)
 */
export function printConfusionMatrix(matrix: ConfusionMatrix, width = 80): string {
  const { classes, counts } = matrix;
  const digits = counts.reduce((most, row) => Math.max(most, ...row.map((count) => String(count).length)), 1);
  const rowNames = fitted(["true \\ predicted", ...classes], Math.max(4, Math.floor(width / 3)));
  const nameWidth = widest(rowNames);
  const columnNames = fitted(classes, Math.max(digits, Math.min(12, width - nameWidth - 2)));
  const columnWidth = Math.max(digits, widest(columnNames)) + 2;
  const perBlock = Math.max(1, Math.floor((width - nameWidth) / columnWidth));
  const blocks: string[] = [];
  for (let start = 0; start < classes.length; start += perBlock) {
    const lineOf = (name: string, cells: readonly string[]): string =>
      name.padEnd(nameWidth) + cells.map((cell) => cell.padStart(columnWidth)).join("");
    const header = lineOf(rowNames[0], columnNames.slice(start, start + perBlock));
    const rows = counts.map((row, at) => lineOf(rowNames[at + 1], row.slice(start, start + perBlock).map(String)));
    blocks.push([header, ...rows].join("\n"));
  }
  return blocks.join("\n\n");
}

/** Precision, recall, F1 and observations of each class as text, with the accuracy in the last line. `-` stands for NaN. */
export function printClassReport(matrix: ConfusionMatrix, width = 80): string {
  const titles = ["precision", "recall", "F1", "support"];
  const names = fitted(["class", ...matrix.classes], Math.max(4, width - titles.length * 11));
  const nameWidth = widest(names);
  const lineOf = (name: string, cells: readonly string[]): string =>
    name.padEnd(nameWidth) + cells.map((cell) => cell.padStart(11)).join("");
  const percent = (share: number): string => (Number.isNaN(share) ? "-" : `${(100 * share).toFixed(2)}%`);
  const rows = matrix.classes.map((_, at) =>
    lineOf(names[at + 1], [
      percent(matrix.precision[at]),
      percent(matrix.recall[at]),
      percent(matrix.f1[at]),
      String(matrix.support[at]),
    ]),
  );
  const right = matrix.counts.reduce((sum, row, at) => sum + row[at], 0);
  const all = matrix.support.reduce((a, b) => a + b, 0);
  return [lineOf(names[0], titles), ...rows, "", `accuracy ${percent(matrix.accuracy)} (${right} of ${all})`].join("\n");
}

function fitted(names: readonly string[], width: number): string[] {
  return names.map((name) => (name.length <= width ? name : `${name.slice(0, width - 1)}…`));
}

function widest(names: readonly string[]): number {
  return names.reduce((most, name) => Math.max(most, name.length), 0);
}
