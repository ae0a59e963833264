import { at, escaped } from "../svg.ts";
import { light } from "./colors.ts";
import type { DrawnEdge, GraphDrawing } from "./graphDrawing.ts";
import type { Direction } from "./measure.ts";
import { endOf, type Path } from "./path.ts";

/** Arrow heads: how long, and half of how wide. */
const head = { length: 8, half: 4 } as const;

/** A connection with its arrow head, and its ends for those who point at it. */
export function edgeElement(edge: DrawnEdge, color: number | undefined, direction: Direction): string {
  const { source, sourcePort, destination, destinationPort, path, rows } = edge;
  const kind = rows < 1 ? " loop" : color === undefined ? "" : ` skip k${color}`;
  const [x, y] = endOf(path.at(-1)!);
  const [l, h] = [head.length, head.half];
  const tip =
    direction === "down"
      ? `M${at(x - h)} ${at(y - l)}H${at(x + h)}L${at(x)} ${at(y)}Z`
      : `M${at(x - l)} ${at(y - h)}V${at(y + h)}L${at(x)} ${at(y)}Z`;
  const text = `${end(source, sourcePort)} → ${end(destination, destinationPort)}`;
  return `<g class="edge${kind}"><title>${escaped(text)}</title><path class="wire" d="${pathData(path)}"/><path class="head" d="${tip}"/></g>`;
}

function end(layer: string, port: string): string {
  return /^(in|out)?$/.test(port) || port === layer ? layer : `${layer}/${port}`;
}

/** A path as SVG writes it. */
export function pathData(path: Path): string {
  return path
    .map((step, i) => {
      const numbers = step.map(at).join(" ");
      return `${i === 0 ? "M" : step.length === 2 ? "L" : "C"}${numbers}`;
    })
    .join("");
}

/** For each edge that skips rows a colour that no other such edge beside it has, while colours last; undefined for the others. */
export function skipColors({ edges, boxes }: GraphDrawing): (number | undefined)[] {
  const along = new Map(boxes.map(({ id }, i) => [id, i]));
  const colors = new Array<number | undefined>(edges.length);
  const skips = edges
    .map(({ source, destination, rows }, i) => ({ i, rows, from: along.get(source)!, to: along.get(destination)! }))
    .filter(({ rows }) => rows > 1)
    .sort((a, b) => a.from - b.from || a.to - b.to);
  const until = new Array<number>(light.skips.length).fill(Number.NEGATIVE_INFINITY);
  for (const { i, from, to } of skips) {
    const free = until.findIndex((end) => end <= from);
    const color = free >= 0 ? free : until.indexOf(Math.min(...until));
    until[color] = Math.max(until[color], to);
    colors[i] = color;
  }
  return colors;
}
