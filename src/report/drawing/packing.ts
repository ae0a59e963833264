import type { Direction } from "./measure.ts";

/** What a part of a drawing takes, and where it begins. */
export interface Extent {
  readonly across: number;
  readonly along: number;
  readonly breadth: number;
  readonly length: number;
}

/** Where the parts of a drawing begin, and how large the whole is. */
export interface Packing {
  readonly at: readonly { readonly across: number; readonly along: number }[];
  readonly width: number;
  readonly height: number;
}

const apart = 48;
const margin = 16;

/** Parts side by side across the way of computing, in several shelves where there are many. */
export function packed(extents: readonly Extent[], direction: Direction): Packing {
  const area = extents.reduce((sum, { breadth, length }) => sum + (breadth + apart) * (length + apart), 0);
  const widest = extents.reduce((most, { breadth }) => Math.max(most, breadth), 0);
  const shelf = Math.max(widest, 1200, 1.4 * Math.sqrt(area));
  let [across, along, deepest, broadest] = [margin, margin, 0, 0];
  const at = extents.map(({ breadth, length }) => {
    if (across > margin && across + breadth > margin + shelf) [across, along, deepest] = [margin, along + deepest + apart, 0];
    const place = { across, along };
    across += breadth + apart;
    deepest = Math.max(deepest, length);
    broadest = Math.max(broadest, place.across + breadth);
    return place;
  });
  const [breadth, length] = [Math.ceil(Math.max(broadest, margin) + margin), Math.ceil(along + deepest + margin)];
  return direction === "down" ? { at, width: breadth, height: length } : { at, width: length, height: breadth };
}
