import { expect, it } from "vitest";
import { sequenceInputLayer } from "../../layers/index.ts";
import { applyLayer } from "../../src/layer/apply.ts";
import { input, multiply, sum, symbol } from "../../src/ops/index.ts";
import { inputCase, normalized } from "./normalization.ts";
import { testLayer } from "./testLayer.ts";

const sequences = [{ format: "CBT", shape: [2, 3, 4] }] as const;
const sameSize = { inputs: sequences, output: "[batch, 3, time] (CBT)" };

testLayer({
  make: sequenceInputLayer,
  minimal: sequenceInputLayer(4),
  options: {
    inputSize: 4,
    minLength: 1,
    normalization: "none",
    normalizationDimension: "auto",
    splitComplexInputs: false,
    timeDimension: "time",
  },
  golden: 35,
  cases: {
    none: { ...sameSize, layer: sequenceInputLayer(3), description: "Sequence input with 3 dimensions" },
    zerocenter: { ...sameSize, layer: sequenceInputLayer(3, { normalization: "zerocenter", mean: [1, 2, 3] }) },
    zscore: { ...sameSize, layer: sequenceInputLayer(3, { normalization: "zscore", normalizationDimension: "all" }) },
    "rescale-symmetric": { ...sameSize, layer: sequenceInputLayer(3, { normalization: "rescale-symmetric", min: -1, max: 1 }) },
    "rescale-zero-one": { ...sameSize, layer: sequenceInputLayer(3, { normalization: "rescale-zero-one", minLength: 2 }) },
    "one-dimensional images": {
      layer: sequenceInputLayer([4, 2], { normalization: "zscore", minLength: 3 }),
      inputs: [{ format: "SCBT", shape: [2, 2, 4, 3] }],
      output: "[batch, 2, 4, time] (SCBT)",
    },
    "images, each element by itself": {
      layer: sequenceInputLayer([2, 3, 2], { normalization: "zscore", normalizationDimension: "element" }),
      inputs: [{ format: "SSCBT", shape: [2, 2, 2, 3, 2] }],
      output: "[batch, 2, 2, 3, time] (SSCBT)",
      description: "Sequence input with 2×3×2 dimensions",
    },
  },
  refused: [
    [{ inputSize: 0 }, "option 'inputSize' must be"],
    [{ inputSize: [2] }, "option 'inputSize'"],
    [{ minLength: 0 }, "option 'minLength' must be a positive whole number, received 0"],
    [
      { normalization: "whiten" },
      'option \'normalization\' must be "none", "zerocenter", "zscore", "rescale-symmetric", "rescale-zero-one" or a function',
    ],
    [
      { mean: 1 },
      'option \'mean\' must be left out, since normalization is "none"; it belongs to normalization "zerocenter" or "zscore"',
    ],
    [{ normalization: "zscore", min: 1 }, "option 'min' must be left out, since normalization is \"zscore\""],
    [{ timeDimension: "batch" }, "option 'timeDimension' must not be \"batch\""],
    [{ timeDimension: "a b" }, "option 'timeDimension' must be a name of letters, digits and underscores"],
    [{ splitComplexInputs: true }, "option 'splitComplexInputs' must be false: complex numbers are not supported"],
  ],
});

it("takes the format of each kind of sequence", () => {
  const spec = (inputSize: number | number[]) => sequenceInputLayer(inputSize, { minLength: 7 }).definition;
  const of = (inputSize: number | number[]) => spec(inputSize).input?.({ inputSize, minLength: 7 } as never);
  expect(of(12)).toEqual({ format: "CBT", channels: 12, spatial: [], minLength: 7 });
  expect(of([5, 2])).toEqual({ format: "SCBT", channels: 2, spatial: [5], minLength: 7 });
  expect(of([5, 4, 2])).toEqual({ format: "SSCBT", channels: 2, spatial: [5, 4], minLength: 7 });
  expect(of([5, 4, 3, 2])).toEqual({ format: "SSSCBT", channels: 2, spatial: [5, 4, 3], minLength: 7 });
});

it("normalizes by the formulas of MATLAB", () => {
  const data = [1, 2, 3, 10, 20, 30]; // two channels of three steps
  const state = { mean: [2, 20], standardDeviation: [0.5, 10], min: [1, 10], max: [3, 30] };
  expect(normalized(sequenceInputLayer(2, { normalization: "zerocenter" }), data, state)).toEqual([-1, 0, 1, -10, 0, 10]);
  expect(normalized(sequenceInputLayer(2, { normalization: "zscore" }), data, state)).toEqual([-2, 0, 2, -1, 0, 1]);
  expect(normalized(sequenceInputLayer(2, { normalization: "rescale-symmetric" }), data, state)).toEqual([-1, 0, 1, -1, 0, 1]);
  expect(normalized(sequenceInputLayer(2, { normalization: "rescale-zero-one" }), data, state)).toEqual([0, 0.5, 1, 0, 0.5, 1]);
  const doubled = sequenceInputLayer(2, { normalization: (x) => multiply(x, 2) });
  expect(normalized(doubled, data, {})).toEqual(data.map((v) => 2 * v));
});

it("divides by 1 where a deviation or a range is zero", () => {
  const data = [5, 5, 5, 1, 2, 3];
  const state = { mean: [5, 2], standardDeviation: [0, 1], min: [5, 1], max: [5, 3] };
  expect(normalized(sequenceInputLayer(2, { normalization: "zscore" }), data, state)).toEqual([0, 0, 0, -1, 0, 1]);
  expect(normalized(sequenceInputLayer(2, { normalization: "rescale-zero-one" }), data, state)).toEqual([0, 0, 0, 0, 0.5, 1]);
});

it("says which statistics it needs, and over what", () => {
  const zscore = { normalization: "zscore" } as const;
  expect(inputCase(sequenceInputLayer(3, zscore))).toEqual({
    mean: { size: [3, 1], initial: 0, given: undefined, statistic: { kind: "mean", over: "channel" } },
    standardDeviation: { size: [3, 1], initial: 1, given: undefined, statistic: { kind: "standardDeviation", over: "channel" } },
  });
  const sizes = (layer: Parameters<typeof inputCase>[0]) =>
    Object.values(inputCase(layer)).map((s) => [s.size, s.statistic?.over]);
  expect(sizes(sequenceInputLayer(3, { normalization: "zerocenter", normalizationDimension: "all" }))).toEqual([[[1, 1], "all"]]);
  expect(sizes(sequenceInputLayer(3, { normalization: "zerocenter", mean: 4 }))).toEqual([[[1, 1], "all"]]);
  expect(sizes(sequenceInputLayer([4, 3], { normalization: "zerocenter" }))).toEqual([[[1, 3], "channel"]]);
  expect(
    sizes(
      sequenceInputLayer([2, 3], {
        normalization: "zerocenter",
        mean: [
          [1, 2, 3],
          [4, 5, 6],
        ],
      }),
    ),
  ).toEqual([[[2, 3], "element"]]);
  expect(inputCase(sequenceInputLayer(3))).toEqual({});
});

it("takes statistics of each element in MATLAB's order", () => {
  // A step is 2 high, 3 wide, with 2 channels; the mean of an element counts in MATLAB's order.
  const layer = sequenceInputLayer([2, 3, 2], { normalization: "zerocenter", normalizationDimension: "element" });
  const mean = Array.from({ length: 12 }, (_, i) => -i);
  const result = normalized(layer, new Array(12).fill(0), { mean }, [1, 2, 2, 3, 1]);
  const expected = [0, 1].flatMap((c) => [0, 1].flatMap((row) => [0, 1, 2].map((column) => row + 2 * (column + 3 * c))));
  expect(result).toEqual(expected);
});

it("refuses a normalization function that returns another size, and names itself", () => {
  const layer = sequenceInputLayer(2, { normalization: (x) => sum(x, [2]), name: "input" });
  const x = { value: input("x", [symbol("batch"), 2, symbol("time")]), format: "CBT" } as const;
  const none = () => {
    throw new Error("not needed");
  };
  expect(() => applyLayer(layer, [x], { training: false, learnable: none, state: none, random: none })).toThrow(
    "sequenceInputLayer 'input': the normalization function returned [batch, 2, 1], expected an array of the input's size [batch, 2, time].",
  );
});
