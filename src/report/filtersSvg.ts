import { heatmap, largest } from "./heatmap.ts";
import { frame, short } from "./panel.ts";
import { chartSize, svgDocument, textElement } from "./svg.ts";

/** What a picture of learned filters shows. */
export interface FiltersPicture {
  readonly title?: string;
  /** Each filter as rows of numbers: channels × taps in one dimension, height × width in two. */
  readonly filters: readonly (readonly ArrayLike<number>[])[];
  /** What rows and columns are, for the text under the picture; `"channels × taps"` by default. */
  readonly dimensions?: string;
}

const [left, right, gap, mostFilters] = [24, 20, 12, 128];

/**
 * The filters that a convolution has learned, as a whole SVG document: a small map for each, all in the same colours, blue above zero and orange below it.
 *
 * @example filtersSvg({ title: "conv1", filters: learnedFilters(net, "conv1").filters });
 */
export function filtersSvg({ title = "Filters", filters, dimensions = "channels × taps" }: FiltersPicture): string {
  const shown = filters.slice(0, mostFilters);
  const perLine = Math.max(1, Math.min(shown.length, shown.length > 32 ? 16 : 8));
  const width = Math.min(90, (chartSize.width - left - right - (perLine - 1) * gap) / perLine);
  const [rows, columns] = [shown[0]?.length ?? 1, shown[0]?.[0]?.length ?? 1];
  const height = Math.max(10, Math.min(1.6 * width, (width * rows) / columns));
  const most = largest(shown.flat());
  const content = shown.flatMap((filter, i) => {
    const box = {
      x: left + (i % perLine) * (width + gap),
      y: 52 + Math.floor(i / perLine) * (height + 26),
      width,
      height,
    };
    const number = textElement(String(i), { x: box.x + width / 2, y: box.y - 4, className: "small" });
    return [...heatmap({ rows: filter, most }, box), frame(box), number];
  });
  const bottom = 52 + Math.ceil(shown.length / perLine) * (height + 26);
  const more = filters.length > shown.length ? `, the first ${shown.length} of ${filters.length}` : "";
  const text = `${rows}×${columns} (${dimensions})${more}; full colour: ±${short(most)}`;
  return svgDocument(
    title,
    [
      textElement(title, { x: chartSize.width / 2, y: 24, className: "title" }),
      ...content,
      textElement(text, { x: chartSize.width / 2, y: bottom + 6, className: "small" }),
    ],
    bottom + 20,
  );
}
