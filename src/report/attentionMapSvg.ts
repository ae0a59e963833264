import { alignmentPicture } from "./attentionAlignment.ts";
import { type ChartedAttention, headMaps, headMapsBottom } from "./attentionHeads.ts";
import { heatmap } from "./heatmap.ts";
import { type Box, frame, lineIn, rangeLabels, type Series, seriesIn, short, stepAxis } from "./panel.ts";
import { at, chartSize, svgDocument, textElement } from "./svg.ts";
import { ticksOver } from "./ticks.ts";

/** What a picture of attention has beside the weights. */
export interface AttentionPicture {
  readonly title?: string;
  /** The signal that the keys are steps of, features × time; drawn above the weights, over the same width. */
  readonly series?: Series;
  /** Names of queries and keys, such as words: a matrix with the names on its axes. Those of the map by default. */
  readonly queryLabels?: readonly string[];
  readonly keyLabels?: readonly string[];
}

const [left, mapWidth, gap] = [64, 440, 14];

/**
 * Where a layer looks, as a whole SVG document: the mean over the heads large, and each head beside it. Steps of a signal are drawn under the signal, with the
 * share of attention that each step gets and how widely each query looks (entropy, from 0 at one key to 1 at all alike); one query, as of pooling, is a
 * strip for each head; with names of queries or keys it is the matrix of an alignment with its words on the axes.
 *
 * @example writeFileSync("attention.svg", attentionMapSvg(await attentionMap(net, x, "attention"), { series: x }));
 */
export function attentionMapSvg(map: ChartedAttention, picture: AttentionPicture = {}): string {
  const title = picture.title ?? `Attention of ${map.layer}`;
  const names = { queries: picture.queryLabels ?? map.labels?.queries, keys: picture.keyLabels ?? map.labels?.keys };
  if (names.queries || names.keys) return alignmentPicture(map, title, names);
  return map.queries === 1 ? poolingPicture(map, title, picture.series) : stepsPicture(map, title, picture.series);
}

/** The weights of one query: a strip for each head, and their mean as a curve. */
function poolingPicture(map: ChartedAttention, title: string, series: Series | undefined): string {
  const { heads, keys, weights, mean, normalizedEntropy } = map;
  const width = chartSize.width - left - 84;
  const boxes = stacked([...(series ? [90] : []), 70, ...weights.map(() => 16)], width);
  const [signal] = boxes;
  const curve = boxes[series ? 1 : 0];
  const strips = boxes.slice(series ? 2 : 1);
  const most = Math.max(...mean[0]);
  const across = { x: left + width + 8, anchor: "start", className: "small" } as const;
  const content = [
    textElement(title, { x: left + width / 2, y: 24, className: "title" }),
    ...(series ? seriesIn(series, signal) : []),
    ...curveOf(mean[0], most, curve),
    textElement("weight", { ...across, y: curve.y + 14 }),
    ...strips.flatMap((box, head) => [
      ...heatmap({ rows: weights[head], titleOf: (_, key) => `step ${key}: ${short(weights[head][0][key])}` }, box),
      frame(box),
      textElement(heads === 1 ? "weight" : `head ${head + 1}`, { x: left - 6, y: box.y + 12, anchor: "end", className: "small" }),
      textElement(`entropy ${normalizedEntropy[head][0].toFixed(2)}`, { ...across, y: box.y + 12 }),
    ]),
    ...stepAxis(keys, strips.at(-1)!, "time step"),
  ];
  return svgDocument(title, content, bottom(strips.at(-1)!) + 44);
}

/** Many queries over the steps of a signal. */
function stepsPicture(map: ChartedAttention, title: string, series: Series | undefined): string {
  const { queries, keys, mean, normalizedEntropy, heads } = map;
  const mapHeight = Math.max(60, Math.min(mapWidth, (mapWidth * queries) / keys));
  const boxes = stacked([...(series ? [90] : []), 44, mapHeight], mapWidth);
  const [received, box] = boxes.slice(-2);
  const taken = Array.from({ length: keys }, (_, key) => mean.reduce((sum, row) => sum + row[key], 0) / queries);
  const side: Box = { x: left + mapWidth + 16, y: box.y, width: 84, height: box.height };
  const content = [
    textElement(title, { x: left + mapWidth / 2, y: 24, className: "title" }),
    ...(series ? seriesIn(series, boxes[0]) : []),
    ...curveOf(taken, Math.max(...taken), received),
    textElement("attention", { x: left + mapWidth + 8, y: received.y + 16, anchor: "start", className: "small" }),
    textElement("received", { x: left + mapWidth + 8, y: received.y + 32, anchor: "start", className: "small" }),
    ...heatmap({ rows: mean, titleOf: (query, key) => `query ${query}, key ${key}: ${short(mean[query][key])}` }, box),
    frame(box),
    ...queryAxis(queries, box),
    ...stepAxis(keys, box, heads === 1 ? "key step" : "key step (mean over the heads)"),
    ...entropyPanel(normalizedEntropy, side),
    ...headMaps(map, bottom(box) + 60),
  ];
  return svgDocument(title, content, headMapsBottom(map, bottom(box) + 60));
}

/** Boxes of these heights, one below the other. */
function stacked(heights: readonly number[], width: number): Box[] {
  let y = 40;
  return heights.map((height) => {
    const box = { x: left, y, width, height };
    y += height + gap;
    return box;
  });
}

function bottom({ y, height }: Box): number {
  return y + height;
}

/** Numbers from 0 as a line with the area under it. */
function curveOf(values: readonly number[], most: number, box: Box): string[] {
  const scale = { least: 0, most, steps: values.length };
  return [lineIn(values, box, { ...scale, className: "curve s0" }), frame(box), ...rangeLabels(0, most, box)];
}

/** Steps of the queries at the left of a map. */
function queryAxis(queries: number, { x, y, height }: Box): string[] {
  const { values, labels } = ticksOver(0, Math.max(1, queries - 1), Math.max(2, Math.round(height / 50)));
  const down = (query: number): number => y + ((query + 0.5) / queries) * height;
  const ticks = values.flatMap((value, i) =>
    value <= queries - 1 && Number.isInteger(value)
      ? [textElement(labels[i], { x: x - 6, y: down(value) + 4, anchor: "end", className: "small" })]
      : [],
  );
  return [...ticks, textElement("query step", { x: 16, y: y + height / 2, turned: -90, className: "small" })];
}

/** How widely the queries look, from the left (at one key) to the right (at all alike), a line for each head. */
function entropyPanel(entropy: readonly (readonly number[])[], box: Box): string[] {
  const count = entropy[0].length;
  const lines = entropy.map((row, head) => {
    const places = row.map(
      (value, query) => `${at(box.x + value * box.width)} ${at(box.y + ((query + 0.5) / count) * box.height)}`,
    );
    return `<path class="curve s${head % 7}" d="M${places.join("L")}"/>`;
  });
  const label = { y: bottom(box) + 16, className: "small" } as const;
  return [
    ...lines,
    frame(box),
    textElement("0", { ...label, x: box.x }),
    textElement("1", { ...label, x: box.x + box.width }),
    textElement("entropy", { x: box.x + box.width / 2, y: bottom(box) + 34, className: "small" }),
  ];
}
