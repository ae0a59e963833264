import { type Wire, wiresInto } from "./wires.ts";

/** An order of computing that follows from the structure alone, and the wires that run against it. */
export interface DemandOrder {
  /** Places in the order in which results ask for them: what feeds the first input of a place comes first, blocks stay together. */
  readonly places: readonly number[];
  /** Wires that close a loop. */
  readonly back: ReadonlySet<Wire>;
}

/**
 * The order in which places are computed when results ask for them: depth first from those that feed nothing, through the wires into each place
 * in their order.
 */
export function demandOrder(count: number, wires: readonly Wire[]): DemandOrder {
  const into = wiresInto(count, wires);
  const feeds = new Set(wires.filter(({ source, destination }) => source !== destination).map((wire) => wire.source));
  const all = Array.from({ length: count }, (_, place) => place);
  const roots = [...all.filter((place) => !feeds.has(place)), ...all];
  const state = new Uint8Array(count);
  const places: number[] = [];
  const back = new Set<Wire>();
  for (const root of roots) {
    const path = state[root] === 0 ? [{ place: root, at: 0 }] : [];
    state[root] ||= 1;
    for (let visit = path.at(-1); visit; visit = path.at(-1)) {
      const wire: Wire | undefined = into[visit.place][visit.at++];
      if (wire === undefined) {
        places.push(visit.place);
        state[visit.place] = 2;
        path.pop();
      } else if (state[wire.source] === 1) back.add(wire);
      else if (state[wire.source] === 0) {
        state[wire.source] = 1;
        path.push({ place: wire.source, at: 0 });
      }
    }
  }
  return { places, back };
}
