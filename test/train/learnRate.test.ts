import { describe, expect, it } from "vitest";
import { learnRateAt } from "../../src/train/learnRate.ts";
import { trainingOptions } from "../../src/train/trainingOptions.ts";

describe("learnRateAt", () => {
  it("stays at the initial rate without a schedule", () => {
    const options = trainingOptions("adam", { learnRateDropPeriod: 1 });
    expect([1, 2, 1000].map((epoch) => learnRateAt(options, epoch))).toEqual([0.001, 0.001, 0.001]);
  });

  it("drops after each period, as a training log of MATLAB with factor 0.9 every 30 epochs shows", () => {
    const options = trainingOptions("sgdm", {
      initialLearnRate: 0.05,
      learnRateSchedule: "piecewise",
      learnRateDropFactor: 0.9,
      learnRateDropPeriod: 30,
    });
    expect(learnRateAt(options, 1)).toBe(0.05);
    expect(learnRateAt(options, 30)).toBe(0.05);
    expect(learnRateAt(options, 31)).toBeCloseTo(0.045, 12);
    expect(learnRateAt(options, 50)).toBeCloseTo(0.045, 12);
    expect(learnRateAt(options, 100)).toBeCloseTo(0.03645, 12);
  });
});
