import { frame } from "./panel.ts";
import { at, chartSize, svgDocument, textElement } from "./svg.ts";

/** What histograms of scores show. */
export interface ScoreHistograms {
  readonly title?: string;
  readonly classes: readonly string[];
  /** For each observation, the scores of all classes. */
  readonly scores: readonly ArrayLike<number>[];
  /** The true class of each observation. */
  readonly actual: readonly string[];
  /** How many bars; 20 by default. */
  readonly bins?: number;
}

const perLine = 3;
const panel = { width: 180, height: 96, gap: 24, line: 152 } as const;

/**
 * For each class, how its scores are spread over the observations of that class (blue) and over all others (orange), as a whole SVG document. The bars of each
 * kind show shares of their observations, so that a rare class can be seen.
 *
 * @example scoreHistograms({ classes, scores, actual: YTest });
 */
export function scoreHistograms({ title = "Scores by class", classes, scores, actual, bins = 20 }: ScoreHistograms): string {
  const { least, most } = range(scores);
  const content = classes.flatMap((name, k) => {
    const box = {
      x: 40 + (k % perLine) * (panel.width + panel.gap),
      y: 62 + Math.floor(k / perLine) * panel.line,
      width: panel.width,
      height: panel.height,
    };
    const own = scores.flatMap((row, i) => (actual[i] === name ? [row[k]] : []));
    const others = scores.flatMap((row, i) => (actual[i] === name ? [] : [row[k]]));
    const shares = [own, others].map((values) => histogram(values, { least, most, bins }));
    const highest = Math.max(1e-9, ...shares.flat());
    const label = { y: box.y + box.height + 15, className: "small" } as const;
    return [
      textElement(name.length > 22 ? `${name.slice(0, 21)}…` : name, {
        x: box.x + box.width / 2,
        y: box.y - 8,
        className: "small",
      }),
      ...shares.map((each, which) => bars(each, highest, box, which === 0 ? "more" : "less")),
      frame(box),
      textElement(short(least), { ...label, x: box.x, anchor: "start" }),
      textElement(short(most), { ...label, x: box.x + box.width, anchor: "end" }),
    ];
  });
  const bottom = 62 + Math.ceil(classes.length / perLine) * panel.line;
  const heading = [textElement(title, { x: chartSize.width / 2, y: 24, className: "title" })];
  return svgDocument(title, [...heading, ...content, ...legend(bottom - 12)], bottom + 8);
}

function range(scores: readonly ArrayLike<number>[]): { readonly least: number; readonly most: number } {
  let [least, most] = [0, 1]; // probabilities lie there; other scores may go beyond
  for (const row of scores) {
    for (let i = 0; i < row.length; i++) {
      least = Math.min(least, row[i]);
      most = Math.max(most, row[i]);
    }
  }
  return { least, most };
}

/** The share of the values in each of equal parts of a range. */
function histogram(values: readonly number[], { least, most, bins }: { least: number; most: number; bins: number }): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) counts[Math.min(bins - 1, Math.max(0, Math.floor(((value - least) / (most - least)) * bins)))]++;
  return counts.map((count) => (values.length === 0 ? 0 : count / values.length));
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function bars(shares: readonly number[], highest: number, { x, y, width, height }: Place, className: string): string {
  const step = width / shares.length;
  const drawn = shares.map((share, i) => {
    const size = (share / highest) * (height - 4);
    if (size === 0) return "";
    return `<rect x="${at(x + i * step)}" y="${at(y + height - size)}" width="${at(step)}" height="${at(size)}"/>`;
  });
  return `<g class="${className}" fill-opacity="0.65">${drawn.join("")}</g>`;
}

function legend(y: number): string[] {
  const entry = (x: number, className: string, text: string): string[] => [
    `<rect class="${className}" fill-opacity="0.65" x="${x}" y="${at(y - 10)}" width="12" height="12"/>`,
    textElement(text, { x: x + 18, y, anchor: "start", className: "small" }),
  ];
  return [...entry(40, "more", "observations of the class"), ...entry(240, "less", "all others")];
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
