import { expect, it } from "vitest";
import { featureInputLayer } from "../../layers/index.ts";
import { inputCase, normalized } from "./normalization.ts";
import { testLayer } from "./testLayer.ts";

const sameSize = { inputs: [{ format: "CB", shape: [4, 3] }] as const, output: "[batch, 3] (CB)" };

testLayer({
  make: featureInputLayer,
  minimal: featureInputLayer(3),
  trains: false,
  options: { inputSize: 3, normalization: "none", normalizationDimension: "auto", splitComplexInputs: false },
  golden: 27,
  cases: {
    none: { ...sameSize, layer: featureInputLayer(3), description: "3 features" },
    zscore: { ...sameSize, layer: featureInputLayer(3, { normalization: "zscore" }) },
    "one feature": {
      layer: featureInputLayer(1, { normalization: "rescale-symmetric" }),
      inputs: [{ format: "CB", shape: [3, 1] }],
      output: "[batch, 1] (CB)",
    },
    "many features, one statistic": {
      layer: featureInputLayer(7, { normalization: "zerocenter", normalizationDimension: "all" }),
      inputs: [{ format: "CB", shape: [2, 7] }],
      output: "[batch, 7] (CB)",
    },
    "rescale-zero-one": { ...sameSize, layer: featureInputLayer(3, { normalization: "rescale-zero-one", min: 0, max: 10 }) },
  },
  refused: [
    [{ inputSize: [2, 3] }, "option 'inputSize' must be a positive whole number, received [2,3]"],
    [{ normalizationDimension: "element" }, 'must be "auto" or "channel" or "all"'],
    [{ splitComplexInputs: true }, "option 'splitComplexInputs' must be false"],
  ],
});

it("normalizes each feature", () => {
  const state = { mean: [1, 2, 3], standardDeviation: [1, 0, 2] };
  expect(normalized(featureInputLayer(3, { normalization: "zscore" }), [2, 5, 7], state)).toEqual([1, 3, 2]);
  expect(
    Object.values(inputCase(featureInputLayer(3, { normalization: "zerocenter", normalizationDimension: "all" }))),
  ).toMatchObject([{ size: [1, 1], statistic: { over: "all" } }]);
});
