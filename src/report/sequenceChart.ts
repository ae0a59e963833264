import { type Box, frame, type Series, seriesIn, stepAxis } from "./panel.ts";
import { at, chartSize, escaped, seriesColors, svgDocument, textElement } from "./svg.ts";

/** What a picture of a signal and its labels shows. */
export interface SequenceChart {
  readonly title?: string;
  /** Features × time. */
  readonly series: Series;
  /** A label for each time step. */
  readonly predicted?: readonly string[];
  readonly actual?: readonly string[];
  /** The classes in the order of their colours; by default those that occur, in their order. */
  readonly classes?: readonly string[];
}

const [left, top, band] = [64, 40, 22];

/**
 * A signal over time with the predicted and the true label of each step as bands of colour under it, as a whole SVG document. Where they differ, a third band is
 * marked.
 *
 * @example sequenceChart({ series: x, predicted: labels[0], actual: YTest[0] });
 */
export function sequenceChart({ title, series, predicted, actual, classes }: SequenceChart): string {
  const steps = series[0]?.length ?? 0;
  const width = chartSize.width - left - 20;
  const names = classes ?? [...new Set([...(actual ?? []), ...(predicted ?? [])])];
  const signal: Box = { x: left, y: top, width, height: 150 };
  const bands = [
    ...(predicted ? [{ name: "predicted", labels: predicted }] : []),
    ...(actual ? [{ name: "true", labels: actual }] : []),
  ];
  const boxes = bands.map((_, i) => ({ x: left, y: top + 162 + i * (band + 4), width, height: band }));
  const wrong = predicted && actual ? { x: left, y: top + 162 + 2 * (band + 4), width, height: 8 } : undefined;
  const last = wrong ?? boxes.at(-1) ?? signal;
  const legend = legendOf(names, last.y + last.height + 52);
  const content = [
    textElement(title ?? "Sequence", { x: left + width / 2, y: 24, className: "title" }),
    ...seriesIn(series, signal),
    ...bands.flatMap(({ name, labels }, i) => [
      ...bandOf(labels, names, boxes[i]),
      frame(boxes[i]),
      textElement(name, { x: left - 6, y: boxes[i].y + 15, anchor: "end", className: "small" }),
    ]),
    ...(wrong
      ? [
          ...marks(predicted!, actual!, wrong),
          textElement("differ", { x: left - 6, y: wrong.y + 8, anchor: "end", className: "small" }),
        ]
      : []),
    ...stepAxis(steps, last, "time step"),
    ...(bands.length > 0 ? legend.content : []),
  ];
  return svgDocument(title ?? "Sequence", content, bands.length > 0 ? legend.bottom : last.y + last.height + 44);
}

interface Run {
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

/** Neighbouring steps with the same label, taken together. */
function runsOf(labels: readonly string[]): Run[] {
  const runs: Run[] = [];
  for (let from = 0, to = 1; from < labels.length; from = to++) {
    while (to < labels.length && labels[to] === labels[from]) to++;
    runs.push({ label: labels[from], from, to });
  }
  return runs;
}

function bandOf(labels: readonly string[], names: readonly string[], box: Box): string[] {
  const step = box.width / labels.length;
  return runsOf(labels).map(({ label, from, to }) => {
    const place = `x="${at(box.x + from * step)}" y="${at(box.y)}" width="${at((to - from) * step)}" height="${at(box.height)}"`;
    const color = Math.max(0, names.indexOf(label)) % seriesColors;
    const range = to - from === 1 ? `step ${from}` : `steps ${from} to ${to - 1}`;
    return `<rect class="bar s${color}" ${place}><title>${escaped(`${label}: ${range}`)}</title></rect>`;
  });
}

function marks(predicted: readonly string[], actual: readonly string[], box: Box): string[] {
  const step = box.width / actual.length;
  return runsOf(actual.map((label, i) => (label === predicted[i] ? "" : "wrong"))).flatMap(({ label, from, to }) =>
    label === ""
      ? []
      : [
          `<rect class="bar s6" x="${at(box.x + from * step)}" y="${at(box.y)}" width="${at((to - from) * step)}" height="${at(box.height)}"/>`,
        ],
  );
}

const longestName = 20;

/** The colours of the classes, as many in a line as fit. */
function legendOf(names: readonly string[], y: number): { readonly content: string[]; readonly bottom: number } {
  let [x, line] = [left, 0];
  const content = names.flatMap((name, i) => {
    const text = name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name;
    const size = 34 + 7.5 * text.length;
    if (x + size > chartSize.width) [x, line] = [left, line + 1];
    const from = x;
    x += size;
    const place = `x="${at(from)}" y="${at(y + 20 * line)}" width="14" height="14"`;
    return [
      `<rect class="bar s${i % seriesColors}" ${place}/>`,
      textElement(text, { x: from + 20, y: y + 20 * line + 11, anchor: "start", className: "small" }),
    ];
  });
  return { content, bottom: y + 20 * line + 26 };
}
