import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkedDataSet, numFeatures } from "../../src/data/dataSet.ts";
import { sortedClasses, toResponses } from "../../src/data/responses.ts";
import { type SequenceInput, toFeatures, toSequences } from "../../src/data/sequences.ts";
import { codeOf } from "./realFiles.ts";

describe("sequences", () => {
  test("are rows of features or flat numbers with their size, time fastest", () => {
    expect(
      toSequences([
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
        { data: [7, 8], size: [2, 1] },
      ]),
    ).toEqual([
      { data: Float32Array.of(1, 2, 3, 4, 5, 6), size: [2, 3] },
      { data: Float32Array.of(7, 8), size: [2, 1] },
    ]);
  });

  test("keep every number in its place", () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 6 }));
    fc.assert(
      fc.property(
        sizes,
        fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 30, maxLength: 30 }),
        ([features, time], values) => {
          const rows = Array.from({ length: features }, (_, feature) => values.slice(feature * time, (feature + 1) * time));
          const flat = toSequences([{ data: rows.flat(), size: [features, time] }]);
          expect(toSequences([rows])).toEqual(flat);
          expect(toSequences(flat)).toEqual(flat);
          expect(Array.from(flat[0].data)).toEqual(rows.flat());
        },
      ),
    );
  });

  test.each<[string, unknown, string]>([
    [
      "rows of unequal length",
      [[[1, 2], [3]]],
      "X[0][1] has 1 time steps, but X[0][0] has 2; all features of a sequence must have the same.",
    ],
    ["NaN", [[[1, Number.NaN]]], "X[0][0][1] is NaN; expected a finite number. Remove the observation or fill the gap first."],
    [
      "NaN in flat numbers",
      [{ data: [1, 2, 3, Number.NaN], size: [2, 2] }],
      "X[0] (feature 1, step 1) is NaN; expected a finite number. Remove the observation or fill the gap first.",
    ],
    ["text", [[["1"]]], "X[0][0][0] is '1'; expected a finite number. Remove the observation or fill the gap first."],
    [
      "unequal numbers of features",
      [[[1]], [[1], [2]]],
      "X[1] has 2 features, but X[0] has 1; all sequences must have the same. Features are rows, time steps are columns.",
    ],
    [
      "a single sequence",
      [
        [1, 2],
        [3, 4],
      ],
      "X[0] is a list of numbers, but a sequence is a list of features, each a list of numbers; for one sequence write [X].",
    ],
    ["a size that does not fit", [{ data: [1, 2, 3], size: [2, 2] }], "X[0] has 3 numbers; its size [2, 2] takes 4."],
    ["a sequence of no steps", [[[], []]], "X[0] has no time steps; leave it out."],
  ])("are refused with %s", (_what, x, message) => {
    expect(() => toSequences(x as SequenceInput[])).toThrow(message);
  });

  test("may miss values where the caller allows it", () => {
    expect(toSequences([[[Number.NaN, 1]]], { allowMissing: true })[0].data).toEqual(Float32Array.of(Number.NaN, 1));
    expect(codeOf(() => toSequences([[[Number.POSITIVE_INFINITY]]], { allowMissing: true }))).toBe("bad-number");
    expect(codeOf(() => toSequences([[[1e300]]]))).toBe("bad-number");
  });
});

describe("features", () => {
  test("are rows of equal length", () => {
    expect(
      toFeatures([
        [1, 2],
        [3, 4],
      ]),
    ).toEqual([Float32Array.of(1, 2), Float32Array.of(3, 4)]);
    expect(() => toFeatures([[1, 2], [3]])).toThrow("X[1] has 1 features, but X[0] has 2; all rows must have the same.");
  });
});

describe("responses", () => {
  test("are classes in MATLAB's order: text by character, numbers by size", () => {
    expect(toResponses(["b", "a", "b"])).toEqual({ kind: "labels", classes: ["a", "b"], codes: Int32Array.of(1, 0, 1) });
    expect(toResponses([10, 9, 10], { type: "labels" })).toEqual({
      kind: "labels",
      classes: ["9", "10"],
      codes: Int32Array.of(1, 0, 1),
    });
    expect(sortedClasses(["10", "9", "Z", "a"])).toEqual(["10", "9", "Z", "a"]);
    expect(toResponses([true, false])).toMatchObject({ kind: "labels", classes: ["false", "true"] });
  });

  test("keep given classes in their order, those without observations too", () => {
    const responses = toResponses(["run", "sit"], { classes: ["sit", "walk", "run"] });
    expect(responses).toEqual({ kind: "labels", classes: ["sit", "walk", "run"], codes: Int32Array.of(2, 0) });
    expect(() => toResponses(["fly"], { classes: ["sit", "run"] })).toThrow(
      "T[0] is 'fly', which is not one of the classes 'sit', 'run'.",
    );
  });

  test("are a label for each step where each observation has a list", () => {
    expect(toResponses([["a", "b"], ["b"]])).toEqual({
      kind: "labelSequences",
      classes: ["a", "b"],
      codes: [Int32Array.of(0, 1), Int32Array.of(1)],
    });
  });

  test("are numbers, one or a row for each observation, or responses × time", () => {
    expect(toResponses([1.5, 2])).toEqual({ kind: "numbers", values: [Float32Array.of(1.5), Float32Array.of(2)] });
    expect(
      toResponses([
        [1, 2],
        [3, 4],
      ]),
    ).toEqual({ kind: "numbers", values: [Float32Array.of(1, 2), Float32Array.of(3, 4)] });
    expect(toResponses([[[1, 2, 3]], [[4, 5]]])).toEqual({
      kind: "numberSequences",
      values: [
        { data: Float32Array.of(1, 2, 3), size: [1, 3] },
        { data: Float32Array.of(4, 5), size: [1, 2] },
      ],
    });
    expect(toResponses([{ data: Float32Array.of(1, 2), size: [1, 2] }]).kind).toBe("numberSequences");
  });

  test("are refused where they mix kinds or are none", () => {
    expect(() => toResponses(["a", ["b"]] as unknown as string[])).toThrow(
      "T[0] is a single value, but other responses are lists; give one value for each observation or a list for each.",
    );
    expect(codeOf(() => toResponses(["a"], { type: "numbers" }))).toBe("bad-number");
    expect(codeOf(() => toResponses([]))).toBe("no-responses");
    expect(codeOf(() => toResponses([Number.NaN, 1]))).toBe("bad-number");
    expect(codeOf(() => toResponses([[[1]]], { type: "labels" }))).toBe("mixed-responses");
  });
});

describe("a data set", () => {
  const predictors = toSequences([[[1, 2, 3]], [[4, 5]]]);

  test("has a response for each observation, and for each step where they go step by step", () => {
    expect(() => checkedDataSet({ kind: "sequences", predictors, responses: toResponses(["a"]) })).toThrow(
      "There are 2 observations but 1 responses; each observation needs one.",
    );
    expect(() => checkedDataSet({ kind: "sequences", predictors, responses: toResponses([["a", "a", "a"], ["b"]]) })).toThrow(
      "Observation 1 has 2 time steps, but its response has 1; both must be the same.",
    );
    expect(() => checkedDataSet({ kind: "features", predictors: [Float32Array.of(1)], responses: toResponses([["a"]]) })).toThrow(
      "The responses go step by step, but the observations are feature vectors, which have no time.",
    );
    const whole = { kind: "sequences", predictors, responses: toResponses([[[1, 2, 3]], [[4, 5]]]) } as const;
    expect(checkedDataSet(whole)).toBe(whole);
  });

  test("knows its number of features", () => {
    expect(numFeatures({ kind: "sequences", predictors })).toBe(1);
    expect(numFeatures({ kind: "features", predictors: [Float32Array.of(1, 2)] })).toBe(2);
    expect(numFeatures({ kind: "features", predictors: [] })).toBeUndefined();
  });
});
