import type { AnalyzedArray, NetworkAnalysis } from "./analyze.ts";
import { counted, printSight } from "./printSight.ts";
import { printIssue } from "./validate.ts";

const heads = ["", "Name", "Type", "Activations", "Learnables", "States"];
const narrowest = 6;
const gap = "  ";

/**
 * An analysis as a table for a terminal of the given width (100 columns by default): one row for each layer, longer cells broken into
 * lines, then the totals, what the last outputs along time see, whether they are causal, operations and memory, and the problems.
 *
 * @see MATLAB analyzeNetwork
 */
export function printAnalysis(analysis: NetworkAnalysis, width = 100): string {
  const rows = analysis.layers.map((layer, i) => [
    [String(i + 1)],
    [layer.name],
    [layer.title],
    layer.activations.map((a) => (layer.activations.length > 1 ? `${a.port}: ${a.size}` : a.size)),
    printArrays(layer.learnables),
    printArrays(layer.state),
  ]);
  const used = heads.map((_, column) => column).filter((column) => column < 4 || rows.some((row) => row[column].length > 0));
  const table = fitted([used.map((c) => [heads[c]]), ...rows.map((row) => used.map((c) => row[c]))], width);
  const told = [printTotals(analysis), ...printSight(analysis)].flatMap((line) => wrapped(line, width));
  return [...table, "", ...told, ...printIssues(analysis, width)].join("\n");
}

function printArrays(arrays: readonly AnalyzedArray[]): string[] {
  return arrays.map(({ name, size }) => `${name} ${size.join("×")}`);
}

function printTotals({ totals }: NetworkAnalysis): string {
  const { layers, connections, learnables, errors, warnings } = totals;
  const contents = [counted(layers, "layer"), counted(connections, "connection"), counted(learnables, "learnable")];
  return [...contents, counted(errors, "error"), counted(warnings, "warning")].join(", ");
}

function printIssues({ issues }: NetworkAnalysis, width: number): string[] {
  if (issues.length === 0) return [];
  const lines = issues.flatMap((issue) => {
    const [first, ...rest] = printIssue(issue)
      .split("\n")
      .flatMap((line) => wrapped(line, Math.max(narrowest, width - 9)));
    return [`${issue.severity.padEnd(9)}${first}`, ...rest.map((line) => `${" ".repeat(9)}${line}`)];
  });
  return ["", ...lines];
}

/** Rows of cells of lines as lines of text; the widest columns give way until the table fits. */
function fitted(rows: readonly (readonly (readonly string[])[])[], width: number): string[] {
  const widths = rows[0].map((_, column) =>
    rows.reduce((width, row) => row[column].reduce((w, line) => Math.max(w, line.length), width), 1),
  );
  const total = (): number => widths.reduce((sum, w) => sum + w, 0) + gap.length * (widths.length - 1);
  while (total() > width) {
    const widest = widths.indexOf(Math.max(...widths));
    if (widths[widest] <= narrowest) break;
    widths[widest]--;
  }
  const lines = rows.flatMap((row) => {
    const cells = row.map((cell, column) => cell.flatMap((line) => wrapped(line, widths[column])));
    const height = Math.max(1, ...cells.map((cell) => cell.length));
    return Array.from({ length: height }, (_, i) =>
      cells
        .map((cell, column) => (column === 0 ? (cell[i] ?? "").padStart(widths[0]) : (cell[i] ?? "").padEnd(widths[column])))
        .join(gap)
        .trimEnd(),
    );
  });
  return [lines[0], widths.map((w) => "─".repeat(w)).join(gap), ...lines.slice(1)];
}

/** A line broken at spaces, or anywhere where a word is too long. */
function wrapped(line: string, width: number): string[] {
  const lines: string[] = [];
  let rest = line;
  while (rest.length > width) {
    const space = rest.lastIndexOf(" ", width);
    const at = space > 0 ? space : width;
    lines.push(rest.slice(0, at));
    rest = rest.slice(space > 0 ? at + 1 : at);
  }
  return [...lines, rest];
}
