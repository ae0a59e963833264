import type { Column, CurveSlice } from "../../src/report/live/curves.ts";
import type { CurveName, RunChange, RunFacts, RunStatus, TrainingRun } from "../../src/report/live/trainingRun.ts";

/** Curves as the page keeps them. */
export interface ShownCurves {
  every: number;
  x: number[];
  mean: (number | null)[][];
  /** The same as the mean where each point is one row. */
  least: (number | null)[][];
  most: (number | null)[][];
}

/** What the horizontal axes count. */
export type Axis = "iteration" | "epoch" | "minute";

/** A training on the page: its numbers so far, and how it is shown. */
export class ShownRun {
  readonly facts: RunFacts;
  readonly curves: Readonly<Record<CurveName, ShownCurves>>;
  status: RunStatus;
  visible = true;

  constructor(run: TrainingRun) {
    this.facts = run.facts;
    this.curves = Object.fromEntries(Object.entries(run.curves).map(([name, slice]) => [name, shownCurves(slice)])) as never;
    this.status = run.status;
  }

  /** Takes in what has changed. */
  change({ curves, status }: RunChange): void {
    for (const [name, slice] of Object.entries(curves)) taken(this.curves[name as CurveName], slice);
    this.status = status;
  }

  /** The run as a file holds it. */
  toJson(): TrainingRun {
    const curves = Object.entries(this.curves).map(([name, { every, x, mean, least, most }]) => {
      const spread = every > 1 && least.some((column, i) => column.some((value, j) => value !== mean[i][j]));
      return [name, { every, from: 0, x, mean, ...(spread && { least, most }) }];
    });
    return { format: "layergraph-training/1", facts: this.facts, curves: Object.fromEntries(curves), status: this.status };
  }

  /** Where an iteration lies on an axis; null where nobody knows. */
  place(iteration: number, axis: Axis): number | null {
    if (axis === "iteration") return iteration;
    if (axis === "epoch") return iteration / this.facts.iterationsPerEpoch;
    const seconds = this.seconds(iteration);
    return seconds === null ? null : seconds / 60;
  }

  /** Seconds from the beginning to an iteration. */
  seconds(iteration: number): number | null {
    const { x, mean } = this.curves.progress;
    return x.length === 0 ? null : mean[3][indexAt(x, iteration)];
  }

  /** The last finite number of a column; undefined where there is none. */
  last(name: CurveName, column: number): number | undefined {
    const values = this.curves[name].mean[column] ?? [];
    return values.findLast((value) => value !== null) ?? undefined;
  }

  /** Iterations each second over the last half minute. */
  speed(): number | undefined {
    const { x, mean } = this.curves.progress;
    const seconds = mean[3];
    const last = seconds.length - 1;
    let first = last;
    while (first > 0 && seconds[first - 1] !== null && (seconds[last]! - seconds[first]! < 30 || last - first < 2)) first--;
    const taken = (seconds[last] ?? 0) - (seconds[first] ?? 0);
    return taken > 0 ? (x[last] - x[first]) / taken : undefined;
  }
}

/** The place of the first element of an ascending list that is no less than the value; the last where all are. */
export function indexAt(values: readonly number[], value: number): number {
  let [from, to] = [0, values.length - 1];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (values[middle] < value) from = middle + 1;
    else to = middle;
  }
  return from;
}

function shownCurves({ every, x, mean, least = mean, most = mean }: CurveSlice): ShownCurves {
  const copied = (columns: readonly Column[]): (number | null)[][] => columns.map((column) => [...column]);
  return { every, x: [...x], mean: copied(mean), least: copied(least), most: copied(most) };
}

function taken(curves: ShownCurves, slice: CurveSlice): void {
  if (slice.from === 0) return void Object.assign(curves, shownCurves(slice));
  const { from, x, mean, least = mean, most = mean } = slice;
  replaceFrom(curves.x, from, x);
  for (const [columns, news] of [
    [curves.mean, mean],
    [curves.least, least],
    [curves.most, most],
  ] as const)
    columns.forEach((column, i) => void replaceFrom(column, from, news[i]));
}

function replaceFrom<T>(list: T[], from: number, news: readonly T[]): void {
  list.length = from;
  for (const each of news) list.push(each);
}
