import { heatmap, largest } from "./heatmap.ts";
import { frame, type Series, seriesIn, short, stepAxis } from "./panel.ts";
import { chartSize, svgDocument, textElement } from "./svg.ts";

/** What a picture of a layer's output shows. */
export interface ActivationsPicture {
  readonly title: string;
  /** Channels × time. */
  readonly values: Series;
  /** The signal that it was computed from, above it. */
  readonly series?: Series;
}

/**
 * What a layer puts out over time, as a whole SVG document: a row for each channel, blue above zero and orange below it.
 *
 * @example activationsSvg({ title: "conv1", values: channelsOverTime, series: x });
 */
export function activationsSvg({ title, values, series }: ActivationsPicture): string {
  const [left, top] = [64, 40];
  const width = chartSize.width - left - 20;
  const signal = { x: left, y: top, width, height: series ? 80 : 0 };
  const height = Math.max(30, Math.min(220, 10 * values.length));
  const box = { x: left, y: series ? top + 94 : top, width, height };
  const steps = values[0]?.length ?? 0;
  const most = largest(values);
  const content = [
    textElement(title, { x: left + width / 2, y: 24, className: "title" }),
    ...(series ? seriesIn(series, signal) : []),
    ...heatmap({ rows: values, most }, box),
    frame(box),
    textElement("channel 0", { x: left - 6, y: box.y + 12, anchor: "end", className: "small" }),
    textElement(String(values.length - 1), { x: left - 6, y: box.y + height - 2, anchor: "end", className: "small" }),
    ...stepAxis(steps, box, `time step (full colour: ±${short(most)})`),
  ];
  return svgDocument(title, content, box.y + height + 44);
}
