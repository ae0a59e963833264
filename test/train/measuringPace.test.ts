import { describe, expect, it } from "vitest";
import { MeasuringPace } from "../../src/train/measuringPace.ts";

/** A training whose steps take so many seconds, measured ones and those after them more: which are measured, and the share of time that it costs. */
function training(step: number, extra: number, iterations: number) {
  const pace = new MeasuringPace();
  const measured: number[] = [];
  let [now, spent, after] = [0, 0, false];
  for (let iteration = 1; iteration <= iterations; iteration++) {
    const due = pace.due(iteration, now);
    const more = due || after ? extra / 2 : 0;
    now += step + more;
    if (iteration > 1000) spent += more;
    if (due) measured.push(iteration);
    after = due;
    pace.took({ iteration, seconds: now, ...(due && { layers: {} }) });
  }
  return { measured, share: spent / (now - 1000 * step) };
}

describe("the pace of measuring", () => {
  it("measures the first twenty iterations, later ones at most twice a second", () => {
    const { measured } = training(0.01, 0, 2000);
    expect(measured.slice(0, 20)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(measured.length).toBeGreaterThan(40);
    expect(measured.length).toBeLessThan(70);
  });

  it.each([
    [0.001, 0.002],
    [0.02, 0.01],
    [0.17, 0.01],
    [0.05, 0.1],
    [3, 5],
  ])("takes at most a hundredth of the time where a step takes %d s and a measurement %d s", (step, extra) => {
    const { measured, share } = training(step, extra, 20_000);
    expect(share).toBeLessThan(0.01);
    expect(measured.length).toBeGreaterThan(22);
  });
});
