import { type ChartedAttention, headMaps, headMapsBottom } from "./attentionHeads.ts";
import { cellInk } from "./cellInk.ts";
import { heatmap, largest } from "./heatmap.ts";
import { frame, short } from "./panel.ts";
import { chartSize, svgDocument, textElement } from "./svg.ts";

/** Names along the axes; steps are numbered where there are none. */
export interface AlignmentNames {
  readonly queries?: readonly string[] | undefined;
  readonly keys?: readonly string[] | undefined;
}

const longestName = 24;

/** The mean weights as a matrix with the keys along the top and the queries down the left: a sentence, and the words of its translation. */
export function alignmentPicture(map: ChartedAttention, title: string, names: AlignmentNames): string {
  const { queries, keys, mean } = map;
  const [down, across] = [named(names.queries, queries), named(names.keys, keys)];
  const left = 24 + 7 * longest(down);
  const cell = Math.max(4, Math.min(48, (chartSize.width - left - 20) / keys));
  const upright = 7 * longest(across) > cell - 4;
  const top = 44 + (upright ? 7 * longest(across) : 18);
  const box = { x: left, y: top, width: cell * keys, height: Math.max(14, cell) * queries };
  const row = box.height / queries;
  const most = largest(mean);
  const content = [
    textElement(title, { x: Math.max(left + box.width / 2, 120), y: 24, className: "title" }),
    ...heatmap({ rows: mean, titleOf: (i, j) => `${down[i]} → ${across[j]}: ${short(mean[i][j])}` }, box),
    frame(box),
    ...across.map((name, j) => {
      const x = left + (j + 0.5) * cell;
      return upright
        ? textElement(name, { x: x + 4, y: top - 8, anchor: "start", turned: -90, className: "small" })
        : textElement(name, { x, y: top - 8, className: "small" });
    }),
    ...down.map((name, i) => textElement(name, { x: left - 8, y: top + (i + 0.5) * row + 4, anchor: "end", className: "small" })),
    ...(cell < 34 ? [] : numbers(mean, most, { ...box, cell, row })),
    ...headMaps(map, top + box.height + 40),
  ];
  return svgDocument(title, content, Math.max(headMapsBottom(map, top + box.height + 40), top + box.height + 20));
}

function named(names: readonly string[] | undefined, count: number): string[] {
  const cut = (name: string): string => (name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name);
  return Array.from({ length: count }, (_, i) => (names ? cut(names[i] ?? "") : String(i)));
}

function longest(names: readonly string[]): number {
  return Math.max(1, ...names.map((name) => name.length));
}

interface Cells {
  readonly x: number;
  readonly y: number;
  readonly cell: number;
  readonly row: number;
}

/** The weights of at least one percent in their cells. */
function numbers(rows: readonly (readonly number[])[], most: number, { x, y, cell, row }: Cells): string[] {
  return rows.flatMap((weights, i) =>
    weights.flatMap((weight, j) => {
      if (weight < 0.01) return [];
      const place = { x: x + (j + 0.5) * cell, y: y + (i + 0.5) * row + 4 };
      return [textElement(weight.toFixed(2), { ...place, className: `small ${cellInk("more", weight / most)}` })];
    }),
  );
}
