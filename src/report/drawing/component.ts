import { placesAcross } from "./across.ts";
import { type Grid, gridOf } from "./columns.ts";
import { type Gaps, gapsOf } from "./gaps.ts";
import { type Lane, lanesOf } from "./lanes.ts";
import { type Path, Pen } from "./path.ts";
import { portPlaces } from "./ports.ts";
import type { Layering } from "./rows.ts";
import type { Wire } from "./wires.ts";

/** How large a box is along the way of computing and across it, and what its ports are called. */
export interface BoxShape {
  readonly along: number;
  readonly across: number;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** How far ports of each side are apart, and from the ends of the side. */
  readonly slot: number;
  readonly margin: number;
}

/** A box in its place. Coordinates are across the way of computing and along it. */
export interface PlacedBox {
  readonly box: number;
  readonly across: number;
  readonly along: number;
  /** Where its ports stand across. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/** Connected boxes and their wires in their places. */
export interface PlacedComponent {
  readonly boxes: readonly PlacedBox[];
  readonly wires: readonly PlacedWire[];
  /** Places along the way of computing, between rows, at which every wire that passes is straight; none where wires run beside all boxes. */
  readonly gaps: readonly number[];
}

/** A wire in its place. */
export interface PlacedWire {
  readonly wire: Wire;
  readonly path: Path;
  /** Rows from its source to its destination; negative or zero for one that closes a loop. */
  readonly rows: number;
}

/** Places connected boxes and draws their wires; `loose` are the wires that the layering does not hold. */
export function placedComponent(
  layering: Layering,
  wires: readonly Wire[],
  loose: readonly Wire[],
  shapes: readonly BoxShape[],
): PlacedComponent {
  const grid = gridOf(layering, wires, (box) => shapes[box].across);
  const across = placesAcross(grid, layering.spine);
  const lanes = lanesBeside(grid, across, loose);
  const heights = grid.rows.map((row) =>
    row.reduce((most, spot) => Math.max(most, shapes[grid.spots[spot].item.box ?? -1]?.along ?? 0), 0),
  );
  const gaps = gapsOf(grid, across, heights, lanes);
  const boxes = placedBoxes({ grid, across, lanes, heights, gaps }, shapes);
  const placed = new Map(boxes.map((each) => [each.box, each]));
  const ends = (wire: Wire): Ends => endsOf(wire, placed, shapes);
  const through = [...grid.ways].map(([wire, way]) => ({
    wire,
    path: wirePath(ends(wire), way, grid, across, gaps),
    rows: way.length - 1,
  }));
  const beside = lanes.map((lane) => ({
    wire: lane.wire,
    path: lanePath(ends(lane.wire), lane, gaps),
    rows: lane.into - lane.out + 1,
  }));
  return { boxes, wires: [...through, ...beside], gaps: lanes.length > 0 ? [] : gaps.bendEnds.slice(1, -1) };
}

/** The lanes of the wires that go beside all boxes. */
function lanesBeside(grid: Grid, across: readonly number[], loose: readonly Wire[]): readonly Lane[] {
  const edges = grid.rows.map((row) => Math.max(...row.map((spot) => across[spot] + grid.spots[spot].half)));
  const rows = new Map(grid.spots.map(({ item, row }) => [item.box, row]));
  return lanesOf(loose, (box) => rows.get(box)!, edges);
}

/** What is known when boxes are put into their rows. */
interface Rows {
  readonly grid: Grid;
  readonly across: readonly number[];
  readonly lanes: readonly Lane[];
  readonly heights: readonly number[];
  readonly gaps: Gaps;
}

/** Each box in the middle of its row, its ports where their wires wish them. */
function placedBoxes({ grid, across, lanes, heights, gaps }: Rows, shapes: readonly BoxShape[]): PlacedBox[] {
  const wishes = wishesOf(grid, across, lanes);
  return grid.spots.flatMap(({ item: { box }, row }, spot): PlacedBox[] => {
    if (box === undefined) return [];
    const { inputs, outputs, along, across: breadth, slot, margin } = shapes[box];
    const low = across[spot] - breadth / 2;
    const places = (names: readonly string[], side: "input" | "output"): number[] => {
      const wished = names.map((name) => wishes.get(portKey(box, side, name)));
      return portPlaces(wished, low + margin, low + breadth - margin, slot);
    };
    return [
      {
        box,
        across: low,
        along: gaps.rowStarts[row] + (heights[row] - along) / 2,
        inputs: places(inputs, "input"),
        outputs: places(outputs, "output"),
      },
    ];
  });
}

function portKey(box: number, side: "input" | "output", name: string): string {
  return `${box} ${side} ${name}`;
}

/** Where the wires of each port come from or go to, on average. */
function wishesOf(grid: Grid, across: readonly number[], lanes: readonly Lane[]): Map<string, number> {
  const sums = new Map<string, { sum: number; count: number }>();
  const add = (key: string, at: number): void => {
    const known = sums.get(key) ?? { sum: 0, count: 0 };
    sums.set(key, { sum: known.sum + at, count: known.count + 1 });
  };
  const addEnds = (wire: Wire, first: number, last: number): void => {
    add(portKey(wire.source, "output", wire.sourcePort), first);
    add(portKey(wire.destination, "input", wire.destinationPort), last);
  };
  for (const [wire, way] of grid.ways) addEnds(wire, across[way[1]], across[way.at(-2)!]);
  for (const { wire, at } of lanes) addEnds(wire, at, at);
  return new Map([...sums].map(([key, { sum, count }]) => [key, sum / count]));
}

/** Where a wire begins and ends. */
interface Ends {
  readonly from: readonly [across: number, along: number];
  readonly to: readonly [across: number, along: number];
}

function endsOf(wire: Wire, placed: ReadonlyMap<number, PlacedBox>, shapes: readonly BoxShape[]): Ends {
  const [source, destination] = [placed.get(wire.source)!, placed.get(wire.destination)!];
  const output = shapes[wire.source].outputs.indexOf(wire.sourcePort);
  const input = shapes[wire.destination].inputs.indexOf(wire.destinationPort);
  return {
    from: [source.outputs[output], source.along + shapes[wire.source].along],
    to: [destination.inputs[input], destination.along],
  };
}

/** Through rows straight, between rows from column to column. */
function wirePath({ from, to }: Ends, way: readonly number[], grid: Grid, across: readonly number[], gaps: Gaps): Path {
  const pen = new Pen(...from);
  let at = from[0];
  way.slice(1).forEach((spot, i) => {
    const gap = grid.spots[spot].row;
    const next = i === way.length - 2 ? to[0] : across[spot];
    pen.lineTo(at, gaps.bendStarts[gap]).bendTo(next, gaps.bendEnds[gap]);
    at = next;
  });
  return pen.lineTo(...to).path;
}

const cornerRadius = 7;

function lanePath({ from, to }: Ends, { out, into, outTrack, intoTrack, at }: Lane, gaps: Gaps): Path {
  const [below, above] = [gaps.outTrack(out, outTrack), gaps.intoTrack(into, intoTrack)];
  const corners = [[from[0], below], [at, below], [at, above], [to[0], above], to] as const;
  return new Pen(...from).through(corners, cornerRadius).path;
}
