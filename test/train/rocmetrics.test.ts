import { describe, expect, it } from "vitest";
import { rocmetrics } from "../../src/index.ts";

/** The chance that an observation of a class scores higher than another one, ties counted half, by going over all pairs. */
function pairsWon(scores: readonly number[], positive: readonly boolean[]): number {
  let [won, all] = [0, 0];
  scores.forEach((a, i) => {
    scores.forEach((b, j) => {
      if (!positive[i] || positive[j]) return;
      all++;
      won += a > b ? 1 : a === b ? 0.5 : 0;
    });
  });
  return won / all;
}

describe("rocmetrics", () => {
  it("has the curve that is worked out by hand", () => {
    const scores = [0.9, 0.8, 0.8, 0.3].map((p) => [p, 1 - p]);
    const [first] = rocmetrics(["a", "b", "a", "b"], scores, ["a", "b"]);
    expect(first.className).toBe("a");
    expect(first.falsePositiveRate).toEqual([0, 0, 0.5, 1]);
    expect(first.truePositiveRate).toEqual([0, 0.5, 1, 1]);
    expect(first.auc).toBe(0.875);
    expect(first.thresholds[0]).toBe(Number.POSITIVE_INFINITY);
    expect(first.thresholds[1]).toBeCloseTo(0.8, 10);
  });

  it("has areas that are the share of pairs in the right order, ties counted half", () => {
    const classes = ["a", "b", "c"];
    const labels = Array.from({ length: 60 }, (_, i) => classes[(i * 7) % 3]);
    const scores = labels.map((label, i) =>
      classes.map((name, k) => Math.round(5 * (Number(name === label) + 2 * Math.sin(9.1 * i + k))) / 5),
    );
    for (const [k, { auc }] of rocmetrics(labels, scores, classes).entries()) {
      const adjusted = scores.map((row) => row[k] - Math.max(...row.filter((_, i) => i !== k)));
      expect(auc).toBeCloseTo(
        pairsWon(
          adjusted,
          labels.map((label) => label === classes[k]),
        ),
        12,
      );
      expect(auc).toBeGreaterThan(0.5);
      expect(auc).toBeLessThan(1);
    }
  });

  it("is unknown for a class that the data lack, and refuses what does not fit", () => {
    expect(
      rocmetrics(
        ["a", "a"],
        [
          [1, 0],
          [0, 1],
        ],
        ["a", "b"],
      ).map(({ auc }) => auc),
    ).toEqual([Number.NaN, Number.NaN]);
    expect(() => rocmetrics(["a"], [], ["a"])).toThrow(
      "rocmetrics: there are 1 labels but scores of 0 observations; both must be the same.",
    );
    expect(() => rocmetrics(["a"], [[1]], ["a", "b"])).toThrow(
      "rocmetrics: observation 0 has 1 scores, expected 2, one for each class.",
    );
    expect(() => rocmetrics(["c"], [[1, 0]], ["a", "b"])).toThrow(
      "rocmetrics: label 0 is 'c', which is not one of the classes 'a', 'b'.",
    );
  });
});
