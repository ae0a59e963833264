import type { Box } from "./panel.ts";
import { type Color, encodePng } from "./png.ts";
import { at, escaped } from "./svg.ts";

/** Numbers as colours. */
export interface Heatmap {
  /** Rows from the top, each from the left. */
  readonly rows: readonly ArrayLike<number>[];
  /** What is drawn in full colour; the largest size of the numbers by default. */
  readonly most?: number;
  /** What a cell says when it is pointed at; in maps of few cells. */
  readonly titleOf?: (row: number, column: number) => string;
}

/** So many cells are drawn one by one; more become a picture. */
const mostCells = 1600;
/** So many pixels a picture has at most for each unit of its box: finer ones could not be seen. */
const pixelsPerUnit = 2;

/** On white and on a dark page alike; the more opaque, the larger the number. */
const above: readonly [number, number, number] = [20, 119, 196];
const below: readonly [number, number, number] = [222, 98, 34];

/**
 * A map of numbers in a box: blue above zero, orange below it, the fainter the nearer to it, so that it can be read on a light and on a dark page. Of very
 * many cells, several share a pixel, which shows the largest of them.
 */
export function heatmap({ rows, most = largest(rows), titleOf }: Heatmap, box: Box): string[] {
  const [height, width] = [rows.length, rows[0]?.length ?? 0];
  if (height === 0 || width === 0) return [];
  const shareOf = (value: number): number => (most > 0 && Number.isFinite(value) ? Math.max(-1, Math.min(1, value / most)) : 0);
  if (height * width > mostCells) return [picture(rows, shareOf, box)];
  const [dx, dy] = [box.width / width, box.height / height];
  return rows.map((row, i) =>
    Array.from({ length: width }, (_, j) => {
      const share = shareOf(row[j]);
      const place = `x="${at(box.x + j * dx)}" y="${at(box.y + i * dy)}" width="${at(dx)}" height="${at(dy)}"`;
      const title = titleOf ? `<title>${escaped(titleOf(i, j))}</title>` : "";
      if (share === 0 && !titleOf) return "";
      return `<rect class="${share < 0 ? "less" : "more"}" fill-opacity="${at(Math.abs(share))}" ${place}>${title}</rect>`;
    }).join(""),
  );
}

/** The largest size of the numbers. */
export function largest(rows: readonly ArrayLike<number>[]): number {
  let most = 0;
  for (const row of rows)
    for (let i = 0; i < row.length; i++) if (Math.abs(row[i]) > most && Number.isFinite(row[i])) most = Math.abs(row[i]);
  return most;
}

/** The colours of a picture by number: the strongest below zero is 1, zero 128, the strongest above it 255. */
const colors: readonly Color[] = Array.from({ length: 256 }, (_, number) => {
  const share = Math.max(-1, (number - 128) / 127);
  const [red, green, blue] = share < 0 ? below : above;
  return [red, green, blue, Math.round(255 * Math.abs(share))];
});

function picture(rows: readonly ArrayLike<number>[], shareOf: (value: number) => number, { x, y, width, height }: Box): string {
  const down = Math.ceil(rows.length / (pixelsPerUnit * height));
  const across = Math.ceil(rows[0].length / (pixelsPerUnit * width));
  const [tall, wide] = [Math.ceil(rows.length / down), Math.ceil(rows[0].length / across)];
  const strongest = new Float64Array(tall * wide);
  for (const [i, row] of rows.entries()) {
    const line = Math.floor(i / down) * wide;
    for (let j = 0; j < row.length; j++) {
      const pixel = line + Math.floor(j / across);
      if (Math.abs(row[j]) > Math.abs(strongest[pixel])) strongest[pixel] = row[j];
    }
  }
  const bytes = encodePng(
    wide,
    tall,
    Uint8Array.from(strongest, (value) => 128 + Math.round(127 * shareOf(value))),
    colors,
  );
  const link = `data:image/png;base64,${Buffer.from(bytes).toString("base64")}`;
  const place = `x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(height)}"`;
  return `<image ${place} preserveAspectRatio="none" style="image-rendering:pixelated" href="${link}"/>`;
}
