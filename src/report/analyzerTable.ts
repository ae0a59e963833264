import type { AnalyzedArray, AnalyzedLayer, NetworkAnalysis } from "../network/analyze.ts";
import { fieldText } from "./analyzerFacts.ts";
import { escaped } from "./svg.ts";

/** One column of the table of layers. */
interface Column {
  readonly head: string;
  /** What stands in a cell, as markup. */
  readonly cell: (layer: AnalyzedLayer, index: number) => string;
  /** What rows are sorted by, where that is a number; their text otherwise. */
  readonly order?: (layer: AnalyzedLayer, index: number) => number;
  readonly numeric?: boolean;
}

const columns: readonly Column[] = [
  { head: "#", cell: (_, index) => String(index + 1), order: (_, index) => index, numeric: true },
  {
    head: "Name",
    cell: ({ name, title, description }) => {
      const told = description === title ? "" : `<div class="quiet">${escaped(description)}</div>`;
      return `<button type="button" class="name" aria-pressed="false">${escaped(name)}</button>${told}`;
    },
  },
  { head: "Type", cell: ({ title }) => escaped(title) },
  {
    head: "Activations",
    cell: ({ activations }) => lines(activations.map(({ port, size }) => (activations.length > 1 ? `${port}: ${size}` : size))),
    order: ({ activations }) => activations.reduce((sum, { shape }) => sum + elementsPerStep(shape), 0),
  },
  { head: "Learnables", cell: ({ learnables }) => arrays(learnables), order: ({ totalLearnables }) => totalLearnables },
  {
    head: "Total",
    cell: ({ totalLearnables }) => (totalLearnables === 0 ? "" : totalLearnables.toLocaleString("en")),
    order: ({ totalLearnables }) => totalLearnables,
    numeric: true,
  },
  { head: "States", cell: ({ state }) => arrays(state), order: ({ state }) => state.reduce((sum, { count }) => sum + count, 0) },
  {
    head: "Receptive field",
    cell: ({ receptiveField }) => lines((receptiveField ?? []).map((field) => fieldText(field, receptiveField!))),
    order: ({ receptiveField }) =>
      Math.max(0, ...(receptiveField ?? []).map(({ steps }) => (steps === "all" ? Infinity : steps))),
  },
  {
    head: "Operations",
    cell: ({ costs }) => (costs === null || costs.operations === 0 ? "" : costs.operations.toLocaleString("en")),
    order: ({ costs }) => costs?.operations ?? 0,
    numeric: true,
  },
  { head: "Causal", cell: ({ causal }) => (causal === null ? "" : causal ? "yes" : '<span class="no">no</span>') },
];

/** The table of layers as MATLAB's analyzer has it, with receptive field and causality; columns that would be empty are left out. */
export function layerTable({ layers, issues }: NetworkAnalysis): string {
  const shown = columns.filter(
    ({ head, cell }, i) => i < 4 || head === "Learnables" || layers.some((layer, n) => cell(layer, n) !== ""),
  );
  const severities = new Map(issues.filter(({ layer }) => layer !== undefined).map(({ layer, severity }) => [layer!, severity]));
  for (const { layer, severity } of issues) if (layer !== undefined && severity === "error") severities.set(layer, "error");
  const heads = shown.map(
    ({ head, numeric }) =>
      `<th scope="col"${numeric ? ' class="number"' : ""} aria-sort="none"><button type="button" class="sort">${head}</button></th>`,
  );
  const rows = layers.map((layer, index) => {
    const cells = shown.map(({ cell, order, numeric }) => {
      const key = order === undefined ? "" : ` data-order="${order(layer, index)}"`;
      return `<td${numeric ? ' class="number"' : ""}${key}>${cell(layer, index)}</td>`;
    });
    const severity = severities.get(layer.name);
    return `<tr data-layer="${escaped(layer.name)}" class="${layer.role}${severity ? ` ${severity}` : ""}">${cells.join("")}</tr>`;
  });
  return `<table id="table"><caption class="hidden">Layers in order</caption><thead><tr>${heads.join("")}</tr></thead><tbody>${rows.join("\n")}</tbody></table>`;
}

/** How many numbers one step of one observation has; sizes that depend on the data count once. */
function elementsPerStep(shape: readonly (number | string)[]): number {
  return shape.reduce<number>((product, size) => product * (typeof size === "number" ? size : 1), 1);
}

function arrays(all: readonly AnalyzedArray[]): string {
  return lines(all.map(({ name, size }) => `${name} ${size.join("×")}`));
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `<div>${escaped(text)}</div>`).join("");
}
