import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CurveSlice, Curves, nothingRead } from "../../src/report/live/curves.ts";

/** What a reader has after it took in slices: it cuts its own points where a slice begins. */
function taken(slices: readonly CurveSlice[]): { x: number[]; mean: (number | null)[]; every: number } {
  const has = { x: [] as number[], mean: [] as (number | null)[], every: 0 };
  for (const { from, every, x, mean } of slices) {
    has.x = [...has.x.slice(0, from), ...x];
    has.mean = [...has.mean.slice(0, from), ...mean[0]];
    has.every = every;
  }
  return has;
}

describe("curves", () => {
  it("are their rows as long as these are few", () => {
    const curves = new Curves(2, { limit: 4, spread: true });
    curves.add(1, [0.5, 10]);
    curves.add(2, [0.25, Number.NaN]);
    expect(curves.slice()).toEqual({
      every: 1,
      from: 0,
      x: [1, 2],
      mean: [
        [0.5, 0.25],
        [10, null],
      ],
    });
  });

  it("never have more points than they may, each the mean, the least and the largest of its rows", () => {
    const curves = new Curves(1, { limit: 4, spread: true });
    for (let i = 1; i <= 11; i++) curves.add(i, [i === 6 ? 60 : i]);
    expect(curves.slice()).toEqual({
      every: 4,
      from: 0,
      x: [4, 8, 11],
      mean: [[2.5, (5 + 60 + 7 + 8) / 4, 10]],
      least: [[1, 5, 9]],
      most: [[4, 60, 11]],
    });
  });

  it("tell a reader exactly what it lacks, whenever it asks", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 60 }), fc.constantFrom(2, 4, 8), (asks, limit) => {
        const curves = new Curves(1, { limit });
        const slices: CurveSlice[] = [];
        let place = nothingRead;
        const ask = (): void => {
          const slice = curves.since(place);
          if (slice) slices.push(slice);
          place = curves.place;
        };
        asks.forEach((asked, i) => {
          curves.add(i, [i * i]);
          if (asked) ask();
        });
        ask();
        expect(curves.since(place)).toBeUndefined();
        const { x, mean, every } = curves.slice();
        if (asks.length > 0) expect(taken(slices)).toEqual({ x, mean: mean[0], every });
        expect(x.length).toBeLessThanOrEqual(limit);
      }),
    );
  });
});
