/** Some numbers over a common axis; null where there is no finite number. */
export type Column = readonly (number | null)[];

/** Points of curves, from one of them on: what a reader of the curves is sent. */
export interface CurveSlice {
  /** How many rows each point stands for. */
  readonly every: number;
  /** The place of the first point; the reader replaces its own from there on. */
  readonly from: number;
  readonly x: readonly number[];
  /** The mean of the rows of each point, a column for each curve. */
  readonly mean: readonly Column[];
  /** The least and the largest of them; left out where each point is one row, and where nobody wants them. */
  readonly least?: readonly Column[];
  readonly most?: readonly Column[];
}

/** What a reader has of curves. */
export interface CurvePlace {
  readonly rows: number;
  readonly every: number;
}

/** What a reader has that was sent nothing. */
export const nothingRead: CurvePlace = { rows: 0, every: 0 };

/**
 * Curves that grow row by row and never take more than `limit` points: when they would, each two neighbours become one, with the mean, the least
 * and the largest of both. `x` grows from row to row.
 */
export class Curves {
  readonly #limit: number;
  readonly #spread: boolean;
  readonly #x: number[] = [];
  readonly #mean: number[][];
  readonly #least: number[][];
  readonly #most: number[][];
  #every = 1;
  #rows = 0;

  constructor(columns: number, { limit = 4096, spread = false }: { readonly limit?: number; readonly spread?: boolean } = {}) {
    const empty = (): number[][] => Array.from({ length: columns }, () => []);
    this.#limit = limit + (limit % 2);
    this.#spread = spread;
    [this.#mean, this.#least, this.#most] = [empty(), empty(), empty()];
  }

  /** Where a reader is that has everything. */
  get place(): CurvePlace {
    return { rows: this.#rows, every: this.#every };
  }

  /** Adds a row: a number for each curve. */
  add(x: number, row: readonly number[]): void {
    const within = this.#rows % this.#every;
    if (within > 0) this.#fold(x, row, within);
    else {
      if (this.#x.length === this.#limit) this.#halve();
      this.#x.push(x);
      for (const kind of [this.#mean, this.#least, this.#most]) kind.forEach((column, i) => void column.push(row[i]));
    }
    this.#rows++;
  }

  /** The points that a reader lacks; undefined where it has all. */
  since({ rows, every }: CurvePlace): CurveSlice | undefined {
    if (rows === this.#rows && every === this.#every) return undefined;
    return this.slice(every === this.#every ? Math.floor(rows / every) : 0);
  }

  /** The points from the given place on. */
  slice(from = 0): CurveSlice {
    const cut = (columns: readonly number[][]): Column[] => columns.map((column) => column.slice(from).map(written));
    return {
      every: this.#every,
      from,
      x: this.#x.slice(from),
      mean: cut(this.#mean),
      ...(this.#spread && this.#every > 1 && { least: cut(this.#least), most: cut(this.#most) }),
    };
  }

  #fold(x: number, row: readonly number[], within: number): void {
    const last = this.#x.length - 1;
    this.#x[last] = x;
    row.forEach((value, i) => {
      this.#mean[i][last] += (value - this.#mean[i][last]) / (within + 1);
      this.#least[i][last] = Math.min(this.#least[i][last], value);
      this.#most[i][last] = Math.max(this.#most[i][last], value);
    });
  }

  #halve(): void {
    const half = this.#x.length / 2;
    const paired = (column: number[], together: (a: number, b: number) => number): void => {
      for (let i = 0; i < half; i++) column[i] = together(column[2 * i], column[2 * i + 1]);
      column.length = half;
    };
    paired(this.#x, (_, later) => later);
    for (const column of this.#mean) paired(column, (a, b) => (a + b) / 2);
    for (const column of this.#least) paired(column, Math.min);
    for (const column of this.#most) paired(column, Math.max);
    this.#every *= 2;
  }
}

/** Six digits are more than a picture shows. */
function written(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(6)) : null;
}
