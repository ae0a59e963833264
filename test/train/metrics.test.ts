import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accuracy, confusionMatrix, rmse } from "../../src/train/metrics.ts";
import { printClassReport, printConfusionMatrix } from "../../src/train/printMatrix.ts";

describe("accuracy", () => {
  it("is the share of labels that are right, over time steps where there are several for each observation", () => {
    expect(accuracy(["a", "b", "a", "a"], ["a", "b", "b", "a"])).toBe(0.75);
    expect(accuracy([["a", "a", "b"], ["b"]], [["a", "b", "b"], ["b"]])).toBe(0.75);
    expect(accuracy([1, 2], ["1", "3"])).toBe(0.5);
  });

  it("refuses labels that do not belong together", () => {
    expect(() => accuracy(["a"], ["a", "b"])).toThrow("There are 1 predicted labels, but 2 actual ones; both must be the same.");
    expect(() => accuracy([["a"]], [["a", "b"]])).toThrow(
      "There are 1 predicted steps for observation 0, but 2 actual ones; both must be the same.",
    );
    expect(() => accuracy(["a"], [["a"]])).toThrow("There are no predicted steps for observation 0, but 1 actual ones");
    expect(() => accuracy(["a", ["a"]] as never, ["a", "a"])).toThrow("The predicted labels hold 1 lists and 1 single labels");
    expect(() => accuracy([], [])).toThrow("There are no labels to compare");
  });
});

describe("confusionMatrix", () => {
  it("counts predictions in columns for true classes in rows, and derives the rates", () => {
    const actual = ["cat", "cat", "cat", "dog", "dog", "bird"];
    const predicted = ["cat", "cat", "dog", "dog", "cat", "cat"];
    const matrix = confusionMatrix(actual, predicted, ["cat", "dog", "bird", "fish"]);
    expect(matrix.classes).toEqual(["cat", "dog", "bird", "fish"]);
    expect(matrix.counts).toEqual([
      [2, 1, 0, 0],
      [1, 1, 0, 0],
      [1, 0, 0, 0],
      [0, 0, 0, 0],
    ]);
    expect(matrix.precision).toEqual([0.5, 0.5, Number.NaN, Number.NaN]);
    expect(matrix.recall).toEqual([2 / 3, 0.5, 0, Number.NaN]);
    expect(matrix.f1).toEqual([4 / 7, 0.5, 0, Number.NaN]);
    expect(matrix.support).toEqual([3, 2, 1, 0]);
    expect(matrix.accuracy).toBe(0.5);
  });

  it("takes the classes from the labels, in MATLAB's order", () => {
    expect(confusionMatrix([10, 9], [9, 2]).classes).toEqual(["2", "9", "10"]);
    expect(confusionMatrix([["b"], ["a"]], [["b"], ["b"]]).counts).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });

  it("refuses labels that are none of the classes", () => {
    expect(() => confusionMatrix(["a"], ["c"], ["a", "b"])).toThrow(
      "confusionMatrix: predicted label 0 is 'c', which is not one of the classes 'a', 'b'.",
    );
    expect(() => confusionMatrix(["constructor"], ["a"], ["a", "b"])).toThrow("actual label 0 is 'constructor'");
  });

  it("refuses numbers that are no classes before they fill the memory", () => {
    const numbers = Array.from({ length: 6000 }, (_, at) => at / 7);
    expect(() => confusionMatrix(numbers, numbers)).toThrow(
      "the labels have 6000 classes, expected at most 5000. Compare numbers with rmse.",
    );
  });

  it("has sums that fit the labels, whatever they are", () => {
    const label = fc.constantFrom("a", "b", "c", "d");
    fc.assert(
      fc.property(fc.array(fc.tuple(label, label), { minLength: 1 }), (pairs) => {
        const [actual, predicted] = [pairs.map(([a]) => a), pairs.map(([, p]) => p)];
        const matrix = confusionMatrix(actual, predicted);
        expect(matrix.counts.flat().reduce((a, b) => a + b, 0)).toBe(pairs.length);
        expect(matrix.accuracy).toBe(accuracy(predicted, actual));
        expect(matrix.support).toEqual(matrix.classes.map((name) => actual.filter((value) => value === name).length));
      }),
    );
  });
});

describe("rmse", () => {
  it("is the usual one for one response", () => {
    expect(rmse([1, 2, 3], [1, 4, 3])).toBeCloseTo(Math.sqrt(4 / 3), 12);
  });

  it("sums over responses and averages over time steps, so that it is the root of twice the regression loss", () => {
    expect(
      rmse(
        [
          [1, 2],
          [0, 0],
        ],
        [
          [1, 4],
          [3, 0],
        ],
      ),
    ).toBeCloseTo(Math.sqrt((4 + 9) / 2), 12);
    const sequence = (data: number[], size: [number, number]) => ({ data: Float32Array.from(data), size });
    const actual = [sequence([0, 0, 0, 0], [2, 2]), sequence([1], [1, 1])];
    const predicted = [sequence([1, 2, 3, 4], [2, 2]), sequence([3], [1, 1])];
    expect(rmse(predicted, actual)).toBeCloseTo(Math.sqrt((30 / 2 + 4) / 2), 12);
  });

  it("refuses numbers that do not belong together", () => {
    expect(() => rmse([1], [1, 2])).toThrow("There are 1 predicted observations and 2 actual ones");
    expect(() => rmse([], [])).toThrow("expected the same number, at least one");
    expect(() => rmse([[1, 2]], [[1]])).toThrow("Observation 0 has 2 predicted numbers over 1 steps and 1 actual ones over 1");
  });
});

describe("a printed confusion matrix", () => {
  const matrix = confusionMatrix(["cat", "cat", "dog"], ["cat", "dog", "dog"]);

  it("has a row for each true and a column for each predicted class", () => {
    expect(printConfusionMatrix(matrix)).toBe(
      ["true \\ predicted  cat  dog", "cat                 1    1", "dog                 0    1"].join("\n"),
    );
  });

  it("comes with a report of each class", () => {
    expect(printClassReport(matrix)).toBe(
      [
        "class  precision     recall         F1    support",
        "cat      100.00%     50.00%     66.67%          2",
        "dog       50.00%    100.00%     66.67%          1",
        "",
        "accuracy 66.67% (2 of 3)",
      ].join("\n"),
    );
  });

  it("keeps to the width, in blocks of columns and with shortened names", () => {
    const names = Array.from({ length: 30 }, (_, at) => `a rather long name of class ${at}`);
    const wide = confusionMatrix(names, names);
    for (const width of [40, 60, 80, 120]) {
      const lines = printConfusionMatrix(wide, width).split("\n");
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
      expect(lines.filter((line) => line.startsWith("true")).length).toBeGreaterThan(1);
      expect(lines.join("").match(/1/g)?.length).toBeGreaterThanOrEqual(30);
    }
    expect(
      Math.max(
        ...printClassReport(wide, 60)
          .split("\n")
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(60);
  });
});
