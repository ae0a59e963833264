import { expect, it } from "vitest";
import { spatialDropoutLayer } from "../../layers/index.ts";
import { dropsOf } from "./drops.ts";
import { testLayer } from "./testLayer.ts";

testLayer({
  make: spatialDropoutLayer,
  minimal: spatialDropoutLayer(),
  options: { probability: 0.5 },
  golden: 8,
  cases: {
    sequences: {
      layer: spatialDropoutLayer(0.4),
      inputs: [{ format: "CBT", shape: [2, 3, 4] }],
      output: "[batch, 3, time] (CBT)",
      description: "Spatial dropout with factor 0.4",
    },
    "images of each time step": {
      layer: spatialDropoutLayer({ probability: 0.3 }),
      inputs: [{ format: "SSCBT", shape: [2, 3, 2, 2, 2] }],
      output: "[batch, 3, 2, 2, time] (SSCBT)",
    },
    features: {
      layer: spatialDropoutLayer({ probability: 0.5 }),
      inputs: [{ format: "CB", shape: [2, 3] }],
      output: "[batch, 3] (CB)",
    },
  },
  refused: [[{ probability: 1.5 }, "option 'probability' must be at least 0 and less than 1, received 1.5"]],
});

it("draws once for each channel of each observation", () => {
  const { drawn, y } = dropsOf(spatialDropoutLayer(0.5), [2, 2, 3], [0.4, 0.5, 0.9, 0.1]);
  expect(drawn).toEqual(["batch", 2, 1]);
  expect(y).toEqual([0, 0, 0, 2, 2, 2, 2, 2, 2, 0, 0, 0]);
});

it("is named as a custom layer where the probability is given by position, and as MATLAB's own where by name", () => {
  expect(spatialDropoutLayer(0.1).base).toBe("layer");
  expect(spatialDropoutLayer(0.1, { name: "drop" })).toMatchObject({ base: "layer", name: "drop" });
  expect(spatialDropoutLayer({ probability: 0.1 }).base).toBe("spatialdropout");
  expect(spatialDropoutLayer().base).toBe("spatialdropout");
});
