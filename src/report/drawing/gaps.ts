import type { Grid } from "./columns.ts";
import type { Lane } from "./lanes.ts";

/** What lies along the way of computing: rows, and the gaps between them in which wires change their columns. Gap g is above row g. */
export interface Gaps {
  readonly rowStarts: readonly number[];
  /** From where to where wires bend in each gap; outside of that they are straight. */
  readonly bendStarts: readonly number[];
  readonly bendEnds: readonly number[];
  /** Where the n-th wire that leaves for a lane turns in a gap, or the n-th that comes from one. */
  outTrack(gap: number, n: number): number;
  intoTrack(gap: number, n: number): number;
}

/** Room below a row, room above one with its arrow heads, and the tracks of wires that turn. */
const room = { below: 6, above: 12, track: 9 } as const;
const bend = { none: 10, least: 18, most: 90, perDistance: 0.07 } as const;

/** The gaps of a grid, wider where wires bend far or turn. */
export function gapsOf(grid: Grid, across: readonly number[], heights: readonly number[], lanes: readonly Lane[]): Gaps {
  const farthest = new Float64Array(heights.length + 1);
  for (const { above, below } of grid.links) {
    const gap = grid.spots[below].row;
    farthest[gap] = Math.max(farthest[gap], Math.abs(across[above] - across[below]));
  }
  const [outs, intos] = [new Int32Array(heights.length + 1), new Int32Array(heights.length + 1)];
  for (const { out, into } of lanes) {
    outs[out]++;
    intos[into]++;
  }
  const bendHeight = (gap: number): number => {
    if (gap === 0 || gap === heights.length) return 0;
    return farthest[gap] === 0 ? bend.none : Math.min(bend.most, bend.least + bend.perDistance * farthest[gap]);
  };
  const [rowStarts, bendStarts, bendEnds]: number[][] = [[], [], []];
  let at = 0;
  for (let gap = 0; gap <= heights.length; gap++) {
    bendStarts.push(at + (gap === 0 ? 0 : room.below) + room.track * outs[gap]);
    bendEnds.push(Math.round(bendStarts[gap] + bendHeight(gap)));
    if (gap === heights.length) break;
    rowStarts.push(bendEnds[gap] + room.track * intos[gap] + (gap === 0 && intos[gap] === 0 ? 0 : room.above));
    at = rowStarts[gap] + heights[gap];
  }
  return {
    rowStarts,
    bendStarts,
    bendEnds,
    outTrack: (gap, n) => bendStarts[gap] - room.track * (outs[gap] - n) + 1,
    intoTrack: (gap, n) => bendEnds[gap] + room.track * (intos[gap] - n) - 1,
  };
}
