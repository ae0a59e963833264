import type { Wire } from "./wires.ts";

/** How a wire goes that passes beside all boxes: out below the row of its source, along a lane, in above the row of its destination. */
export interface Lane {
  readonly wire: Wire;
  /** The gaps between rows that it leaves and enters through; gap g is above row g. */
  readonly out: number;
  readonly into: number;
  /** Its place among the wires that turn in these gaps. */
  readonly outTrack: number;
  readonly intoTrack: number;
  /** Where it stands across the rows. */
  readonly at: number;
}

/** How far lanes are from boxes, and from each other. */
const apart = { boxes: 22, lanes: 12 } as const;

/** Lanes for wires, the shorter the nearer. `edges` is where the last thing in each row ends. */
export function lanesOf(wires: readonly Wire[], rowOf: (box: number) => number, edges: readonly number[]): Lane[] {
  const spans = wires.map((wire) => {
    const [out, into] = [rowOf(wire.source) + 1, rowOf(wire.destination)];
    return { wire, out, into, from: Math.min(out, into), to: Math.max(out, into) - 1 };
  });
  const order = [...spans].sort((a, b) => a.to - a.from - (b.to - b.from) || a.from - b.from);
  const taken = edges.map((edge) => edge + apart.boxes);
  const [outTracks, intoTracks] = [new Map<number, number>(), new Map<number, number>()];
  return order.map(({ wire, out, into, from, to }) => {
    let at = Number.NEGATIVE_INFINITY;
    for (let row = from; row <= to; row++) at = Math.max(at, taken[row]);
    for (let row = from; row <= to; row++) taken[row] = at + apart.lanes;
    return { wire, out, into, outTrack: next(outTracks, out), intoTrack: next(intoTracks, into), at };
  });
}

function next(counts: Map<number, number>, key: number): number {
  const count = counts.get(key) ?? 0;
  counts.set(key, count + 1);
  return count;
}
