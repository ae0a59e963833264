import type { Item, Layering } from "./rows.ts";
import type { Wire } from "./wires.ts";

/** A place in a row. */
export interface Spot {
  readonly item: Item;
  readonly row: number;
  /** Half of what it takes across the rows. */
  readonly half: number;
}

/** A wire between spots of neighbouring rows. */
export interface Link {
  readonly above: number;
  readonly below: number;
  readonly wire: Wire;
}

/** Rows as a list of spots and the links between them. */
export interface Grid {
  readonly spots: readonly Spot[];
  /** The spots of each row. */
  readonly rows: readonly (readonly number[])[];
  readonly links: readonly Link[];
  /** The spots that each wire takes, from its source to its destination. */
  readonly ways: ReadonlyMap<Wire, readonly number[]>;
}

/** How far spots stay apart: boxes, boxes and wires, wires. */
const apart = { boxes: 28, mixed: 20, wires: 14 } as const;

/** The spots of a layering; `breadth` is what a box takes across the rows. */
export function gridOf({ rows }: Layering, wires: readonly Wire[], breadth: (box: number) => number): Grid {
  const spots: Spot[] = [];
  const spotOfBox = new Map<number, number>();
  const bends = new Map<Wire, number[]>();
  const numbered = rows.map((row, r) =>
    row.map((item) => {
      const spot = spots.push({ item, row: r, half: item.box === undefined ? 0 : breadth(item.box) / 2 }) - 1;
      if (item.box !== undefined) spotOfBox.set(item.box, spot);
      else if (bends.get(item.wire)?.push(spot) === undefined) bends.set(item.wire, [spot]);
      return spot;
    }),
  );
  const ways = new Map(
    wires.map((wire) => [
      wire,
      [spotOfBox.get(wire.source)!, ...(bends.get(wire) ?? []), spotOfBox.get(wire.destination)!] as readonly number[],
    ]),
  );
  const links = [...ways].flatMap(([wire, way]) => way.slice(1).map((below, i): Link => ({ above: way[i], below, wire })));
  return { spots, rows: numbered, links, ways };
}

/** How far the middles of neighbours in a row are apart at least. */
export function distance(a: Spot, b: Spot): number {
  const [boxA, boxB] = [a.item.box !== undefined, b.item.box !== undefined];
  return a.half + b.half + (boxA && boxB ? apart.boxes : boxA || boxB ? apart.mixed : apart.wires);
}

/**
 * Spots that stand exactly above each other, as the number of its column for each spot: the longest way first, then wires that pass, then others, where
 * they do not cross what is straight already.
 */
export function columnsOf({ spots, rows, links }: Grid, spine: ReadonlySet<Wire>): Int32Array {
  const placeInRow = new Int32Array(spots.length);
  for (const row of rows)
    row.forEach((spot, place) => {
      placeInRow[spot] = place;
    });
  const passes = (spot: number): boolean => spots[spot].item.box === undefined;
  const rank = ({ above, below, wire }: Link): number => (spine.has(wire) ? 0 : passes(above) && passes(below) ? 1 : 2);
  const straight: Link[][] = rows.map(() => []);
  const up = new Int32Array(spots.length).fill(-1);
  const taken = new Set<number>();
  for (const link of links.map((each) => ({ each, rank: rank(each) })).sort((a, b) => a.rank - b.rank)) {
    const { above, below } = link.each;
    if (taken.has(above) || up[below] >= 0) continue;
    const beside = straight[spots[above].row];
    const crosses = beside.some(
      (other) => placeInRow[above] < placeInRow[other.above] !== placeInRow[below] < placeInRow[other.below],
    );
    if (crosses) continue;
    beside.push(link.each);
    taken.add(above);
    up[below] = above;
  }
  const columns = new Int32Array(spots.length);
  let count = 0;
  for (const row of rows) for (const spot of row) columns[spot] = up[spot] >= 0 ? columns[up[spot]] : count++;
  return columns;
}
