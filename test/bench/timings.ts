/** What several measured runs took, in milliseconds. */
export interface Timing {
  readonly median: number;
  /** A quarter of the runs took no longer than the first, three quarters no longer than the second. */
  readonly quartiles: readonly [number, number];
  readonly count: number;
}

/** Runs that are timed on request: so many milliseconds for each. */
export type TimedRuns = (count: number) => Promise<number[]>;

/** Times a run on request; before the first request it warms up. */
export function timedRuns(warmUps: number, run: () => unknown): TimedRuns {
  let cold = warmUps;
  return async (count) => {
    for (; cold > 0; cold--) await run();
    const taken: number[] = [];
    for (let i = 0; i < count; i++) {
      const start = performance.now();
      await run();
      taken.push(performance.now() - start);
    }
    return taken;
  };
}

/** The timing of measured runs; there must be one. */
export function timing(milliseconds: readonly number[]): Timing {
  const sorted = [...milliseconds].sort((a, b) => a - b);
  const [low, median, high] = [0.25, 0.5, 0.75].map((share) => rounded(quantile(sorted, share)));
  return { median, quartiles: [low, high], count: sorted.length };
}

/** Between two neighbours the value is interpolated. */
function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.ceil(at);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

/** A number with four digits that count, as reports carry it. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
