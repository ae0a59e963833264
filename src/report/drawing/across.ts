import { columnsOf, distance, type Grid } from "./columns.ts";
import type { Wire } from "./wires.ts";

/** How often columns are drawn towards what they are connected to. */
const rounds = 3;

/** Where each spot stands across the rows: neighbours keep their distance, columns are straight, and as near as can be to what they are connected to. */
export function placesAcross(grid: Grid, spine: ReadonlySet<Wire>): number[] {
  const columns = columnsOf(grid, spine);
  const { order, left, right } = neighbours(grid, columns);
  const pulls = pullsOf(grid, columns);
  const at = new Float64Array(left.length);
  const least = (column: number): number =>
    left[column].reduce((bound, { column: other, distance: d }) => Math.max(bound, at[other] + d), Number.NEGATIVE_INFINITY);
  const most = (column: number): number =>
    right[column].reduce((bound, { column: other, distance: d }) => Math.min(bound, at[other] - d), Number.POSITIVE_INFINITY);
  for (const column of order) at[column] = left[column].length > 0 ? least(column) : 0;
  for (let round = 0; round < rounds; round++) {
    for (const column of [...order].reverse()) at[column] = Math.min(most(column), Math.max(at[column], wish(pulls[column], at)));
    for (const column of order) {
      const wished = pulls[column].length > 0 ? wish(pulls[column], at) : at[column];
      at[column] = Math.max(least(column), Math.min(most(column), wished));
    }
  }
  return Array.from(columns, (column) => Math.round(at[column]));
}

interface Beside {
  readonly column: number;
  readonly distance: number;
}

interface Neighbours {
  /** Columns, each after all that are left of it. */
  readonly order: readonly number[];
  readonly left: readonly (readonly Beside[])[];
  readonly right: readonly (readonly Beside[])[];
}

function neighbours({ spots, rows }: Grid, columns: Int32Array): Neighbours {
  const count = columns.reduce((most, column) => Math.max(most, column), -1) + 1;
  const widest = new Map<number, number>();
  for (const row of rows) {
    for (let i = 1; i < row.length; i++) {
      const key = columns[row[i - 1]] * count + columns[row[i]];
      // Half a pixel more on each side, since places are rounded in the end.
      widest.set(key, Math.max(widest.get(key) ?? 0, distance(spots[row[i - 1]], spots[row[i]]) + 1));
    }
  }
  const left: Beside[][] = Array.from({ length: count }, () => []);
  const right: Beside[][] = Array.from({ length: count }, () => []);
  for (const [key, d] of widest) {
    const [a, b] = [Math.floor(key / count), key % count];
    left[b].push({ column: a, distance: d });
    right[a].push({ column: b, distance: d });
  }
  const waiting = left.map((each) => each.length);
  const order = waiting.flatMap((n, column) => (n === 0 ? [column] : []));
  for (const column of order) for (const { column: next } of right[column]) if (--waiting[next] === 0) order.push(next);
  return { order, left, right };
}

/** For each column the other columns that it is connected to. */
function pullsOf({ links }: Grid, columns: Int32Array): number[][] {
  const pulls: number[][] = Array.from({ length: columns.reduce((most, column) => Math.max(most, column), -1) + 1 }, () => []);
  for (const { above, below } of links) {
    const [a, b] = [columns[above], columns[below]];
    if (a === b) continue;
    pulls[a].push(b);
    pulls[b].push(a);
  }
  return pulls;
}

/** The middle of the places of columns. */
function wish(columns: readonly number[], at: Float64Array): number {
  if (columns.length === 0) return Number.NEGATIVE_INFINITY;
  const places = columns.map((column) => at[column]).sort((a, b) => a - b);
  const middle = (places.length - 1) / 2;
  return (places[Math.floor(middle)] + places[Math.ceil(middle)]) / 2;
}
