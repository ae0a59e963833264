import { heatmap, largest } from "./heatmap.ts";
import { type Box, frame, lineIn, rangeLabels, rangeOf, type Series, seriesIn, short, stepAxis, upIn } from "./panel.ts";
import { at, chartSize, svgDocument, textElement } from "./svg.ts";

/** What a picture of an explanation over time shows. */
export interface AttributionPicture {
  readonly title: string;
  /** The signal, features × time. */
  readonly series: Series;
  /** For each time step, what it adds to the score; blue above zero, orange below it. */
  readonly values: ArrayLike<number>;
  /** What the values are called. */
  readonly valueLabel?: string;
  /** The same for each feature and time step: a map under the curve. */
  readonly perFeature?: Series;
}

/** Where the panels of pictures over time stand, so that pictures below each other have the same steps below each other. */
export const timePanels = { left: 64, right: 20, top: 40, gap: 14 } as const;

/**
 * What speaks for a score over time, as a whole SVG document: the signal, coloured blue where a step speaks for the score and orange where it speaks
 * against it, the values as a curve, and those of each feature as a map.
 *
 * @example attributionSvg({ title: "Integrated gradients", series: x, values: overTime });
 */
export function attributionSvg({ title, series, values, valueLabel, perFeature }: AttributionPicture): string {
  const { left, right, top, gap } = timePanels;
  const width = chartSize.width - left - right;
  const signal: Box = { x: left, y: top, width, height: 120 };
  const curve: Box = { x: left, y: top + 120 + gap, width, height: 70 };
  const rows = perFeature && perFeature.length > 1 ? perFeature : undefined;
  const mapHeight = rows ? Math.max(24, Math.min(160, 14 * rows.length)) : 0;
  const map: Box = { x: left, y: curve.y + 70 + gap, width, height: mapHeight };
  const last = rows ? map : curve;
  const content = [
    textElement(title, { x: left + width / 2, y: 24, className: "title" }),
    ...shaded(values, signal),
    ...seriesIn(series, signal, "plain"),
    ...signedCurve(Array.from(values), curve),
    ...(valueLabel
      ? [textElement(valueLabel, { x: curve.x + width - 6, y: curve.y + 15, anchor: "end", className: "small" })]
      : []),
    ...(rows ? [...heatmap({ rows }, map), frame(map), ...featureLabels(rows.length, map)] : []),
    ...stepAxis(values.length, last, "time step"),
    ...legend(last),
  ];
  return svgDocument(title, content, last.y + last.height + 44);
}

/** What the colours mean. */
function legend({ x, y, height }: Box): string[] {
  const line = y + height + 34;
  return [
    `<rect class="more" x="${at(x)}" y="${at(line - 9)}" width="10" height="10"/>`,
    textElement("for it", { x: x + 15, y: line, anchor: "start", className: "small" }),
    `<rect class="less" x="${at(x + 62)}" y="${at(line - 9)}" width="10" height="10"/>`,
    textElement("against it", { x: x + 77, y: line, anchor: "start", className: "small" }),
  ];
}

/** The values as colours behind a signal. */
function shaded(values: ArrayLike<number>, box: Box): string[] {
  const most = largest([values]);
  return [`<g opacity="0.55">${heatmap({ rows: [values], most }, box).join("")}</g>`];
}

/** Numbers above and below zero as a line, with zero. */
export function signedCurve(values: readonly number[], box: Box): string[] {
  const range = rangeOf([values, [0]]);
  const zero = upIn(box, range.least, range.most)(0);
  return [
    `<line class="axis" x1="${at(box.x)}" y1="${at(zero)}" x2="${at(box.x + box.width)}" y2="${at(zero)}"/>`,
    lineIn(values, box, { ...range, steps: values.length, className: "curve s0" }),
    frame(box),
    ...rangeLabels(range.least, range.most, box),
  ];
}

/** The first and the last feature at the left of a map. */
function featureLabels(count: number, { x, y, height }: Box): string[] {
  const place = { x: x - 6, anchor: "end", className: "small" } as const;
  const row = height / count;
  return [
    textElement("feature 0", { ...place, y: y + Math.min(row / 2, 8) + 4 }),
    textElement(String(count - 1), { ...place, y: y + height - Math.min(row / 2, 8) + 4 }),
  ];
}

/** What a picture of the values of a row of features shows. */
export interface FeatureBars {
  readonly title: string;
  readonly values: ArrayLike<number>;
  /** Names of the features; their places by default. */
  readonly names?: readonly string[];
}

const mostBars = 40;

/** What each feature of a row adds to a score, as bars to the right (for it) and to the left (against it); of many, the largest. */
export function featureBarsSvg({ title, values, names }: FeatureBars): string {
  const order = Array.from(values, (value, i) => ({ value, name: names?.[i] ?? `feature ${i}` }))
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
    .slice(0, mostBars);
  const most = Math.max(1e-30, ...order.map(({ value }) => Math.abs(value)));
  const [middle, reach, row] = [360, 190, 20];
  const content = order.flatMap(({ value, name }, i) => {
    const y = 44 + i * row;
    const size = (Math.abs(value) / most) * reach;
    const x = value < 0 ? middle - size : middle;
    const place = `x="${at(x)}" y="${at(y)}" width="${at(size)}" height="${row - 6}"`;
    return [
      `<rect class="${value < 0 ? "less" : "more"}" ${place}/>`,
      textElement(name, { x: 150, y: y + 11, anchor: "end", className: "small" }),
      textElement(short(value), { x: 636, y: y + 11, anchor: "end", className: "small" }),
    ];
  });
  const bottom = 44 + order.length * row;
  const left = values.length > order.length ? [`the ${order.length} largest of ${values.length}`] : [];
  return svgDocument(
    title,
    [
      textElement(title, { x: middle, y: 24, className: "title" }),
      ...content,
      `<line class="axis" x1="${middle}" y1="38" x2="${middle}" y2="${bottom}"/>`,
      ...left.map((text) => textElement(text, { x: middle, y: bottom + 16, className: "small" })),
    ],
    bottom + 28,
  );
}
