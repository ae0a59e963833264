/**
 * A part of a network to be put in rows: places 0 … count−1 in an order of computing, and edges between them, each from a lower to a higher place.
 */
export interface Piece {
  readonly count: number;
  readonly edges: readonly Arrow[];
  /** Edges that only keep a place below or above another and are not drawn. */
  readonly guards: readonly Arrow[];
}

/** From a place to a place. */
export type Arrow = readonly [from: number, to: number];

/** What stands in a row: a place, or `count + i` where edge `i` passes through the row. */
export type Rows = readonly (readonly number[])[];

/** The edges of the longest way through a piece, from its first place to its last one if there is such a way. */
export function spineOf({ count, edges }: Piece): number[] {
  const into: number[][] = Array.from({ length: count }, () => []);
  edges.forEach(([, to], i) => {
    into[to].push(i);
  });
  const walk = (root: number | undefined): { readonly length: Int32Array; readonly via: Int32Array } => {
    const length = new Int32Array(count).fill(root === undefined ? 0 : -1);
    if (root !== undefined) length[root] = 0;
    const via = new Int32Array(count).fill(-1);
    for (let place = 0; place < count; place++) {
      for (const i of into[place]) {
        const [from] = edges[i];
        if (length[from] < 0 || length[from] + 1 <= length[place]) continue;
        length[place] = length[from] + 1;
        via[place] = i;
      }
    }
    return { length, via };
  };
  const whole = walk(0);
  const { length, via } = whole.length[count - 1] >= 0 ? whole : walk(undefined);
  let end = count - 1;
  if (whole.length[count - 1] < 0) for (let place = 0; place < count; place++) if (length[place] > length[end]) end = place;
  const spine: number[] = [];
  for (let i = via[end]; i >= 0; i = via[edges[i][0]]) spine.push(i);
  return spine.reverse();
}

/** The row of each place in rows. */
export function rowNumbers(rows: Rows, count: number): Int32Array {
  const numbers = new Int32Array(count);
  rows.forEach((row, r) => {
    for (const item of row) if (item < count) numbers[item] = r;
  });
  return numbers;
}
