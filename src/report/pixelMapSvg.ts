import { heatmap, largest } from "./heatmap.ts";
import { frame, short } from "./panel.ts";
import { chartSize, svgDocument, textElement } from "./svg.ts";

/** What a map of the pixels of an image shows. */
export interface PixelMap {
  readonly title: string;
  /** height × width. */
  readonly rows: readonly ArrayLike<number>[];
}

/** Numbers at the pixels of an image, blue above zero and orange below it, as a whole SVG document. */
export function pixelMapSvg({ title, rows }: PixelMap): string {
  const [height, width] = [rows.length, rows[0]?.length ?? 0];
  const scale = Math.min(360 / Math.max(1, height), 560 / Math.max(1, width));
  const size = { width: scale * width, height: scale * height };
  const box = { x: (chartSize.width - size.width) / 2, y: 40, ...size };
  const content = [
    textElement(title, { x: chartSize.width / 2, y: 24, className: "title" }),
    ...heatmap({ rows }, box),
    frame(box),
    textElement(`${height}×${width} pixels, full colour: ±${short(largest(rows))}`, {
      x: chartSize.width / 2,
      y: box.y + box.height + 20,
      className: "small",
    }),
  ];
  return svgDocument(title, content, box.y + box.height + 32);
}
