import type { Piece, Rows } from "./piece.ts";

const sweeps = 8;

/** The rows of a piece by the longest way from its start, ordered by the means of what they are connected to: for pieces that are too large for dagre. */
export function plainRows(piece: Piece): Rows {
  const { count, edges } = piece;
  const ranks = ranksOf(piece);
  const rows: number[][] = [];
  for (let place = 0; place < count; place++) {
    rows[ranks[place]] ??= [];
    rows[ranks[place]].push(place);
  }
  edges.forEach(([from, to], i) => {
    for (let r = ranks[from] + 1; r < ranks[to]; r++) rows[r].push(count + i);
  });
  const links = linksOf(rows, piece, ranks);
  let best = rows.map((row) => [...row]);
  let least = crossings(best, links);
  for (let sweep = 0; sweep < sweeps && least > 0; sweep++) {
    const down = sweep % 2 === 0;
    for (let k = 1; k < rows.length; k++) {
      const r = down ? k : rows.length - 1 - k;
      sortByMeans(rows[r], rows[down ? r - 1 : r + 1], down ? links[r - 1] : links[r], down);
    }
    const found = crossings(rows, links);
    if (found < least) [best, least] = [rows.map((row) => [...row]), found];
  }
  return best;
}

/** The longest way to each place; places that nothing leads to stand just above the first that they lead to. */
function ranksOf({ count, edges, guards }: Piece): Int32Array {
  const ranks = new Int32Array(count);
  const all = [...edges, ...guards].sort((a, b) => a[0] - b[0]);
  for (const [from, to] of all) ranks[to] = Math.max(ranks[to], ranks[from] + 1);
  const led = new Set(all.map(([, to]) => to));
  const nearest = new Map<number, number>();
  for (const [from, to] of all) if (!led.has(from)) nearest.set(from, Math.min(nearest.get(from) ?? ranks[to], ranks[to]));
  for (const [place, rank] of nearest) ranks[place] = rank - 1;
  const top = ranks.reduce((least, rank) => Math.min(least, rank), 0);
  return ranks.map((rank) => rank - top);
}

/** Between each row and the next, what is connected to what. */
type Links = readonly (readonly (readonly [above: number, below: number])[])[];

function linksOf(rows: readonly unknown[], { count, edges }: Piece, ranks: Int32Array): Links {
  const links: [number, number][][] = Array.from({ length: Math.max(0, rows.length - 1) }, () => []);
  edges.forEach(([from, to], i) => {
    for (let r = ranks[from]; r < ranks[to]; r++) {
      links[r].push([r === ranks[from] ? from : count + i, r + 1 === ranks[to] ? to : count + i]);
    }
  });
  return links;
}

function sortByMeans(row: number[], fixed: readonly number[], links: Links[number], down: boolean): void {
  const placeOf = new Map(fixed.map((item, place) => [item, place]));
  const sums = new Map<number, { sum: number; count: number }>();
  for (const [above, below] of links) {
    const [mine, other] = down ? [below, above] : [above, below];
    const known = sums.get(mine) ?? { sum: 0, count: 0 };
    sums.set(mine, { sum: known.sum + placeOf.get(other)!, count: known.count + 1 });
  }
  const means = new Map(
    row.map((item, place) => {
      const known = sums.get(item);
      return [item, known ? known.sum / known.count : (place * fixed.length) / row.length];
    }),
  );
  row.sort((a, b) => means.get(a)! - means.get(b)!);
}

/** How many links cross: inversions, counted with a tree of sums. */
function crossings(rows: readonly (readonly number[])[], links: Links): number {
  let total = 0;
  links.forEach((between, r) => {
    const [above, below] = [r, r + 1].map((k) => new Map(rows[k].map((item, place) => [item, place])));
    const ends = between.map(([a, b]) => [above.get(a)!, below.get(b)!] as const);
    ends.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const tree = new Int32Array(below.size + 1);
    ends.forEach(([, end], seen) => {
      let before = 0;
      for (let i = end + 1; i > 0; i -= i & -i) before += tree[i];
      total += seen - before;
      for (let i = end + 1; i < tree.length; i += i & -i) tree[i]++;
    });
  });
  return total;
}
