import { type Piece, type Rows, rowNumbers } from "./piece.ts";

/**
 * Rows that look alike from network to network: in a single column all wires pass at the right, the shorter the nearer; else the side of the longest
 * way with more beside it is the right one.
 */
export function tidied(rows: Rows, piece: Piece, spine: readonly number[]): Rows {
  const column = rows.every((row) => row.filter((item) => item < piece.count).length === 1);
  const nested = column ? nestedRows(rows, piece) : undefined;
  if (nested) return nested;
  const along = new Set(spine.flatMap((i) => [...piece.edges[i], piece.count + i]));
  let balance = 0;
  for (const row of rows) {
    const at = row.findIndex((item) => along.has(item));
    if (at >= 0) balance += row.length - 1 - 2 * at;
  }
  return balance < 0 ? rows.map((row) => [...row].reverse()) : rows;
}

/** A column of places with the passing edges at the right; undefined where some of them would have to cross. */
function nestedRows(rows: Rows, { count, edges }: Piece): Rows | undefined {
  const row = rowNumbers(rows, count);
  const spans = edges.map(([from, to]) => ({ from: row[from], to: row[to] }));
  const order = edges.map((_, i) => i).sort((a, b) => spans[a].from - spans[b].from || spans[b].to - spans[a].to || b - a);
  const open: number[] = [];
  for (const i of order) {
    const { from, to } = spans[i];
    if (to - from < 2) continue;
    while (open.length > 0 && spans[open.at(-1)!].to <= from) open.pop();
    if (open.length > 0 && spans[open.at(-1)!].to < to) return undefined;
    open.push(i);
  }
  const outermost = new Map(order.map((i, place) => [count + i, place]));
  return rows.map((items) => [
    ...items.filter((item) => item < count),
    ...items.filter((item) => item >= count).sort((a, b) => outermost.get(b)! - outermost.get(a)!),
  ]);
}
