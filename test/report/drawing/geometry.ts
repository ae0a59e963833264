import type { DrawnBox, DrawnEdge, GraphDrawing } from "../../../src/report/drawing/graphDrawing.ts";
import { endOf, type Path } from "../../../src/report/drawing/path.ts";

type Point = readonly [x: number, y: number];

/** Everything that is wrong with where things are in a drawing, as sentences. */
export function faultsOf(drawing: GraphDrawing): string[] {
  const near = nearBoxes(drawing.boxes);
  return [
    ...drawing.boxes.flatMap((box) => overlaps(box, near)),
    ...drawing.boxes.flatMap((box) => outside(drawing, box)),
    ...drawing.boxes.flatMap(strayPorts(drawing)),
    ...drawing.edges.flatMap((edge) => crossed(edge, near)),
    ...drawing.edges.flatMap(looseEnds(drawing)),
    ...drawing.edges.flatMap((edge) => leaves(drawing, edge)),
  ];
}

/** A part of a path: a straight part along one coordinate, or a short chord of a curve or of another line. */
type Part = readonly [from: Point, to: Point];

/** The parts of a path as it is drawn; curves are cut so that each part is at most about two pixels long. */
export function partsOf(path: Path): Part[] {
  const parts: Part[] = [];
  let from: Point = endOf(path[0]);
  for (const step of path.slice(1)) {
    const to = endOf(step);
    const controls: Point[] = step.length === 2 ? [from, to] : [from, [step[0], step[1]], [step[2], step[3]], to];
    const length = controls.slice(1).reduce((sum, [x, y], i) => sum + Math.hypot(x - controls[i][0], y - controls[i][1]), 0);
    const straight = step.length === 2 && (from[0] === to[0] || from[1] === to[1]);
    const count = straight ? 1 : Math.max(1, Math.ceil(length / 2));
    for (let i = 1; i <= count; i++) {
      const next = i === count ? to : along(controls, i / count);
      parts.push([from, next]);
      from = next;
    }
  }
  return parts;
}

/** A point on a Bézier curve, by halving (de Casteljau). */
function along(controls: readonly Point[], t: number): Point {
  if (controls.length === 1) return controls[0];
  return along(
    controls
      .slice(1)
      .map(([x, y], i): Point => [controls[i][0] + t * (x - controls[i][0]), controls[i][1] + t * (y - controls[i][1])]),
    t,
  );
}

const cellSize = 128;

/** The boxes that may be at a place. */
type Near = (left: number, top: number, right: number, bottom: number) => Iterable<DrawnBox>;

function nearBoxes(boxes: readonly DrawnBox[]): Near {
  const cells = new Map<string, DrawnBox[]>();
  const keys = (left: number, top: number, right: number, bottom: number): string[] => {
    const found: string[] = [];
    for (let i = Math.floor(left / cellSize); i <= Math.floor(right / cellSize); i++)
      for (let j = Math.floor(top / cellSize); j <= Math.floor(bottom / cellSize); j++) found.push(`${i},${j}`);
    return found;
  };
  for (const box of boxes) {
    for (const key of keys(box.x, box.y, box.x + box.width, box.y + box.height)) cells.set(key, [...(cells.get(key) ?? []), box]);
  }
  return (...place) => {
    const found = keys(...place);
    return found.length === 1 ? (cells.get(found[0]) ?? []) : new Set(found.flatMap((key) => cells.get(key) ?? []));
  };
}

function overlaps(box: DrawnBox, near: Near): string[] {
  const [right, bottom] = [box.x + box.width, box.y + box.height];
  return [...near(box.x, box.y, right, bottom)]
    .filter(
      (other) =>
        other.id < box.id &&
        other.x < right &&
        box.x < other.x + other.width &&
        other.y < bottom &&
        box.y < other.y + other.height,
    )
    .map((other) => `'${other.id}' and '${box.id}' overlap`);
}

function outside({ width, height }: GraphDrawing, { id, x, y, width: w, height: h }: DrawnBox): string[] {
  const inside = x >= 0 && y >= 0 && x + w <= width && y + h <= height && w > 0 && h > 0;
  return inside ? [] : [`'${id}' is not within the picture`];
}

/** Ports stand on the side where wires come in or go out, within the box, in places of their own. */
function strayPorts({ direction }: GraphDrawing): (box: DrawnBox) => string[] {
  return ({ id, x, y, width, height, ports }) => {
    const places = new Set(ports.map((port) => `${port.side} ${port.x} ${port.y}`));
    const stray = ports.filter((port) => {
      const [across, along, start, end, near, far] =
        direction === "down" ? [port.x, port.y, x, x + width, y, y + height] : [port.y, port.x, y, y + height, x, x + width];
      return along !== (port.side === "input" ? near : far) || across <= start || across >= end;
    });
    return [
      ...stray.map((port) => `port '${port.name}' of '${id}' is not on its side`),
      ...(places.size < ports.length ? [`ports of '${id}' stand in one place`] : []),
    ];
  };
}

function crossed({ source, destination, path }: DrawnEdge, near: Near): string[] {
  const slack = 0.01;
  const boxes = new Set<string>();
  for (const [[x1, y1], [x2, y2]] of partsOf(path)) {
    const [left, right, top, bottom] = [Math.min(x1, x2), Math.max(x1, x2), Math.min(y1, y2), Math.max(y1, y2)];
    for (const { id, x, y, width, height } of near(left, top, right, bottom)) {
      const inside = right > x + slack && left < x + width - slack && bottom > y + slack && top < y + height - slack;
      if (inside) boxes.add(id);
    }
  }
  return [...boxes].map((id) => `the connection from '${source}' to '${destination}' runs through '${id}'`);
}

function looseEnds({ boxes }: GraphDrawing): (edge: DrawnEdge) => string[] {
  const byId = new Map(boxes.map((box) => [box.id, box]));
  return ({ source, sourcePort, destination, destinationPort, path }) => {
    const atPort = (id: string, side: string, name: string, [x, y]: Point): boolean =>
      byId.get(id)!.ports.some((port) => port.side === side && port.name === name && port.x === x && port.y === y && !port.open);
    const starts = atPort(source, "output", sourcePort, endOf(path[0]));
    const ends = atPort(destination, "input", destinationPort, endOf(path.at(-1)!));
    return starts && ends ? [] : [`the connection from '${source}' to '${destination}' does not end at its ports`];
  };
}

function leaves({ width, height }: GraphDrawing, { source, destination, path }: DrawnEdge): string[] {
  const all = partsOf(path).every((part) => part.every(([x, y]) => x >= 0 && y >= 0 && x <= width && y <= height));
  return all ? [] : [`the connection from '${source}' to '${destination}' leaves the picture`];
}
