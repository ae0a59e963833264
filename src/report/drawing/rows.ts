import { dagreRows } from "./dagreRows.ts";
import { type Arrow, type Piece, type Rows, spineOf } from "./piece.ts";
import { plainRows } from "./plainRows.ts";
import { tidied } from "./tidy.ts";
import type { Wire } from "./wires.ts";

/** What stands in a row: a box, or a wire that passes. */
export type Item = { readonly box: number; readonly wire?: undefined } | { readonly wire: Wire; readonly box?: undefined };

/** Connected boxes in rows, the order in each row decided. */
export interface Layering {
  readonly rows: readonly (readonly Item[])[];
  /** The wires of the longest way, which is drawn straight. */
  readonly spine: ReadonlySet<Wire>;
}

/** What dagre is asked to lay out in one drawing: boxes, and rows that wires pass. It takes about a millisecond for each. */
const mostForDagre = { piece: 500, drawing: 900 };

/** Puts connected boxes in rows, remembering pieces of the same structure; one for each drawing. */
export class RowMaker {
  readonly #known = new Map<string, { readonly rows: Rows; readonly spine: readonly number[] }>();
  #cost = 0;

  /**
   * Boxes, ascending in an order of computing, with wires that lead from a lower to a higher one. They are cut wherever one box is all that the boxes
   * before have to do with those behind: so a deep network is many small pieces, and blocks of the same structure look the same.
   */
  layering(boxes: readonly number[], wires: readonly Wire[]): Layering {
    const rows: Item[][] = [];
    const spine = new Set<Wire>();
    for (const part of partsOf(boxes, wires)) {
      const { rows: local, spine: edges } = this.#rowsOf(pieceOf(part));
      const count = part.boxes.length;
      const found = local.map((row) =>
        row.map((item): Item => (item < count ? { box: part.boxes[item] } : { wire: part.wires[item - count] })),
      );
      rows.push(...(part.first ? found : found.slice(1)));
      for (const i of edges) spine.add(part.wires[i]);
    }
    return { rows, spine };
  }

  #rowsOf(piece: Piece): { readonly rows: Rows; readonly spine: readonly number[] } {
    const key = JSON.stringify([piece.count, piece.edges, piece.guards]);
    const before = this.#known.get(key);
    if (before) return before;
    const spine = spineOf(piece);
    const cost = costOf(piece);
    const small = cost <= mostForDagre.piece && this.#cost + cost <= mostForDagre.drawing;
    if (small) this.#cost += cost;
    const rows = tidied(small ? dagreRows(piece) : plainRows(piece), piece, spine);
    this.#known.set(key, { rows, spine });
    return { rows, spine };
  }
}

/** Boxes, and rows that wires pass, by the longest ways. */
function costOf({ count, edges }: Piece): number {
  const depth = new Int32Array(count);
  for (const [from, to] of [...edges].sort((a, b) => a[0] - b[0])) depth[to] = Math.max(depth[to], depth[from] + 1);
  return edges.reduce((sum, [from, to]) => sum + depth[to] - depth[from], count);
}

interface Part {
  readonly boxes: readonly number[];
  readonly wires: readonly Wire[];
  /** Whether nothing is above. */
  readonly first: boolean;
  readonly last: boolean;
}

/** The parts of a network between boxes that no wire passes by; such a box ends one part and begins the next. */
function partsOf(boxes: readonly number[], wires: readonly Wire[]): Part[] {
  const farthest = new Map<number, number>();
  for (const { source, destination } of wires) farthest.set(source, Math.max(farthest.get(source) ?? 0, destination));
  const waists: number[] = [];
  let reach = -1;
  boxes.forEach((box, i) => {
    if (reach <= box) waists.push(i);
    reach = Math.max(reach, farthest.get(box) ?? -1);
  });
  const ends = waists.length === 1 ? [waists[0]] : waists.slice(1);
  const partOf = new Map<number, number>();
  boxes.forEach((box, i) => {
    partOf.set(box, lowerBound(ends, i));
  });
  const own: Wire[][] = ends.map(() => []);
  for (const wire of wires) own[partOf.get(wire.destination)!].push(wire);
  return ends.map((end, k) => ({
    boxes: boxes.slice(k === 0 ? 0 : ends[k - 1], end + 1),
    wires: own[k],
    first: k === 0,
    last: k === ends.length - 1,
  }));
}

/** The place of the first number that is at least `value`. */
function lowerBound(ascending: readonly number[], value: number): number {
  let [from, to] = [0, ascending.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (ascending[middle] < value) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** A part as a piece. A box that is shared with the next part must stand alone in its row. */
function pieceOf({ boxes, wires, first, last }: Part): Piece {
  const placeOf = new Map(boxes.map((box, place) => [box, place]));
  const edges = wires.map((wire): Arrow => [placeOf.get(wire.source)!, placeOf.get(wire.destination)!]);
  const [led, leading] = [new Set(edges.map(([, to]) => to)), new Set(edges.map(([from]) => from))];
  const end = boxes.length - 1;
  const guards: Arrow[] = [];
  for (let place = 1; place < end; place++) {
    if (!first && !led.has(place)) guards.push([0, place]);
    if (!last && !leading.has(place)) guards.push([place, end]);
  }
  if (!first && end > 0 && !led.has(end)) guards.push([0, end]);
  return { count: boxes.length, edges, guards };
}
