import type { Tensor } from "../tensor.ts";

/** Where two arrays differ most, and by how much of the largest expected number. */
export interface Difference {
  readonly relative: number;
  readonly at: number;
  readonly received: number;
  readonly expected: number;
}

/** The largest difference, as a part of the largest expected number (at least `least`); infinite where one is no finite number. */
export function largestDifference(
  received: ArrayLike<number>,
  expected: ArrayLike<number>,
  least: number,
  places?: readonly number[],
): Difference {
  let size = least;
  for (let i = 0; i < expected.length; i++) size = Math.max(size, Math.abs(expected[i]));
  let worst: Difference = { relative: 0, at: 0, received: received[0], expected: expected[0] };
  const count = places?.length ?? expected.length;
  for (let i = 0; i < count; i++) {
    const at = places ? places[i] : i;
    const gap = Math.abs(received[at] - expected[at]) / size;
    const relative = Number.isFinite(gap) ? gap : Number.POSITIVE_INFINITY;
    if (relative > worst.relative) worst = { relative, at, received: received[at], expected: expected[at] };
  }
  return worst;
}

/** The numbers of an array. */
export function numbers({ data }: Tensor): Float64Array {
  return data instanceof Float64Array ? data : Float64Array.from(data as ArrayLike<number | bigint>, Number);
}

/** The place of the first number that is not finite; −1 where all are. */
export function notFinite(data: ArrayLike<number>): number {
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) return i;
  return -1;
}
