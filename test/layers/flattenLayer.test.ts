import { expect, it } from "vitest";
import { flattenLayer } from "../../layers/index.ts";
import { resultsOf } from "./resultsOf.ts";
import { testLayer } from "./testLayer.ts";

testLayer({
  make: flattenLayer,
  minimal: flattenLayer(),
  options: {},
  golden: 4,
  cases: {
    features: { layer: flattenLayer(), inputs: [{ format: "CB", shape: [2, 3] }], output: "[batch, 3] (CB)" },
    sequences: { layer: flattenLayer(), inputs: [{ format: "CBT", shape: [2, 3, 4] }], output: "[batch, 3, time] (CBT)" },
    "one-dimensional images": {
      layer: flattenLayer(),
      inputs: [{ format: "SCB", shape: [2, 3, 4] }],
      output: "[batch, 12] (CB)",
    },
    images: { layer: flattenLayer(), inputs: [{ format: "SSCB", shape: [2, 3, 2, 4] }], output: "[batch, 24] (CB)" },
    volumes: { layer: flattenLayer(), inputs: [{ format: "SSSCB", shape: [2, 2, 2, 3, 2] }], output: "[batch, 24] (CB)" },
    "sequences of images": {
      layer: flattenLayer(),
      inputs: [{ format: "SSCBT", shape: [2, 3, 2, 4, 3] }],
      output: "[batch, 24, time] (CBT)",
    },
  },
});

it("takes MATLAB's order: down the columns first, the channels last", () => {
  // Two channels of a 2 × 3 image, written row by row.
  const [{ data }] = resultsOf(flattenLayer(), [
    { format: "SSCB", shape: [1, 2, 2, 3], data: [1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60] },
  ]);
  expect([...data]).toEqual([1, 4, 2, 5, 3, 6, 10, 40, 20, 50, 30, 60]);
});
