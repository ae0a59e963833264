import { type Place, pathOf, thinned } from "./curve.ts";
import { at, seriesColors, textElement } from "./svg.ts";
import { ticksOver } from "./ticks.ts";

/** A part of a picture. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A signal: features × time steps. */
export type Series = readonly ArrayLike<number>[];

/** So many features have a colour of their own; of more, all are drawn faintly. */
const mostColors = seriesColors;

/** Where the middle of a time step stands in a box over so many steps. */
export function stepAcross({ x, width }: Box, steps: number): (step: number) => number {
  return (step) => x + ((step + 0.5) / steps) * width;
}

/** The features of a signal as lines in a box, over the same range of values, with that range at the left; `plain` lines are grey, where colours mean something else. */
export function seriesIn(series: Series, box: Box, inks: "colors" | "plain" = "colors"): string[] {
  const steps = series[0]?.length ?? 0;
  const { least, most } = rangeOf(series);
  const classOf = inks === "plain" ? plainClass : colorClass;
  const lines = series.map((feature, i) =>
    lineIn(Array.from(feature), box, { least, most, steps, className: classOf(i, series.length) }),
  );
  return [...lines, frame(box), ...rangeLabels(least, most, box)];
}

function colorClass(feature: number, count: number): string {
  return count > mostColors ? "curve faint s0" : `curve s${feature % seriesColors}`;
}

function plainClass(feature: number): string {
  return `curve plain${feature === 0 ? "" : " faint"}`;
}

/** How a line lies in its box. */
export interface LineScale {
  readonly least: number;
  readonly most: number;
  readonly steps: number;
  readonly className: string;
}

/** Numbers over time steps as a line in a box. */
export function lineIn(values: readonly number[], box: Box, { least, most, steps, className }: LineScale): string {
  const across = stepAcross(box, steps);
  const up = upIn(box, least, most);
  const places = values.map((value, i): Place | undefined => (Number.isFinite(value) ? [across(i), up(value)] : undefined));
  return `<path class="${className}" d="${pathOf(thinned(places, box.width))}"/>`;
}

/** Where a value stands in a box. */
export function upIn({ y, height }: Box, least: number, most: number): (value: number) => number {
  const span = most > least ? most - least : 1;
  return (value) => y + height - ((value - least) / span) * height;
}

/** The range of the finite numbers of a signal; 0 to 1 where there are none. */
export function rangeOf(series: Series): { readonly least: number; readonly most: number } {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const feature of series) {
    for (let i = 0; i < feature.length; i++) {
      if (feature[i] < least && Number.isFinite(feature[i])) least = feature[i];
      if (feature[i] > most && Number.isFinite(feature[i])) most = feature[i];
    }
  }
  if (least > most) return { least: 0, most: 1 };
  return least === most ? { least: least - 0.5, most: most + 0.5 } : { least, most };
}

/** The ends of a range at the left of a box. */
export function rangeLabels(least: number, most: number, { x, y, height }: Box): string[] {
  const place = { x: x - 6, anchor: "end", className: "small" } as const;
  return [
    textElement(short(most), { ...place, y: y + 10 }),
    ...(height < 40 ? [] : [textElement(short(least), { ...place, y: y + height })]),
  ];
}

/** The outline of a box. */
export function frame({ x, y, width, height }: Box): string {
  return `<rect class="axis" x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(height)}"/>`;
}

/** Time steps, counted from 0, under a box, with what they are of. */
export function stepAxis(steps: number, box: Box, label?: string): string[] {
  const across = stepAcross(box, steps);
  const y = box.y + box.height;
  const ticks = ticksOver(0, Math.max(1, steps - 1), 8);
  const shown = ticks.values.flatMap((value, i) =>
    value <= steps - 1 && Number.isInteger(value) ? [[value, ticks.labels[i]] as const] : [],
  );
  return [
    ...shown.map(
      ([value]) => `<line class="axis" x1="${at(across(value))}" y1="${at(y)}" x2="${at(across(value))}" y2="${at(y + 4)}"/>`,
    ),
    ...shown.map(([value, text]) => textElement(text, { x: across(value), y: y + 16, className: "small" })),
    ...(label === undefined ? [] : [textElement(label, { x: box.x + box.width / 2, y: y + 34, className: "small" })]),
  ];
}

/** A number as it is written beside a picture. */
export function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
