import { expect, it } from "vitest";
import { fullyConnectedLayer } from "../../layers/index.ts";
import { makePlan } from "../../src/plan/plan.ts";
import { evaluatePlan } from "../../src/run/reference.ts";
import type { Tensor } from "../../src/tensor.ts";
import { drawLayer } from "./drawnLayer.ts";
import { testLayer } from "./testLayer.ts";

testLayer({
  make: fullyConnectedLayer,
  minimal: fullyConnectedLayer(10),
  options: {
    outputSize: 10,
    weightsInitializer: "glorot",
    weightLearnRateFactor: 1,
    weightL2Factor: 1,
    biasInitializer: "zeros",
    biasLearnRateFactor: 1,
    biasL2Factor: 0,
  },
  golden: 7,
  cases: {
    features: {
      layer: fullyConnectedLayer(4, {
        weights: [
          [1, 2, 3],
          [4, 5, 6],
          [7, 8, 9],
          [1, 1, 1],
        ],
      }),
      inputs: [{ format: "CB", shape: [2, 3] }],
      output: "[batch, 4] (CB)",
      learnables: { weights: [4, 3], bias: [4, 1] },
      description: "4 fully connected layer",
    },
    "each time step": {
      layer: fullyConnectedLayer(4),
      inputs: [{ format: "CBT", shape: [2, 3, 4] }],
      output: "[batch, 4, time] (CBT)",
      learnables: { weights: [4, 3], bias: [4, 1] },
    },
    "one output": {
      layer: fullyConnectedLayer(1),
      inputs: [{ format: "CBT", shape: [2, 3, 4] }],
      output: "[batch, 1, time] (CBT)",
      learnables: { weights: [1, 3], bias: [1, 1] },
    },
    images: {
      layer: fullyConnectedLayer(4),
      inputs: [{ format: "SSCB", shape: [2, 3, 2, 2] }],
      output: "[batch, 4] (CB)",
      learnables: { weights: [4, 12], bias: [4, 1] },
    },
    "images of each time step": {
      layer: fullyConnectedLayer(2),
      inputs: [{ format: "SCBT", shape: [2, 3, 2, 3] }],
      output: "[batch, 2, time] (CBT)",
      learnables: { weights: [2, 6], bias: [2, 1] },
    },
  },
  refused: [[{ outputSize: 0 }, "option 'outputSize' must be a positive whole number, received 0"]],
});

it("joins height, width and channels in MATLAB's order: height varies fastest", () => {
  const height = 2;
  const width = 3;
  const drawn = drawLayer(fullyConnectedLayer(1), [{ format: "SSCB", shape: [1, 2, height, width] }]);
  const feed = (shape: readonly number[], data: readonly number[]): Tensor => ({
    type: "float64",
    shape,
    data: Float64Array.from(data),
  });
  const weights = Array.from({ length: 12 }, (_, i) => 1000 + i);
  for (const [channel, row, column] of [
    [0, 1, 0],
    [0, 0, 2],
    [1, 1, 1],
  ]) {
    const image = Array.from({ length: 12 }, (_, i) => (i === (channel * height + row) * width + column ? 1 : 0));
    const feeds = { x0: feed([1, 2, height, width], image), x1: feed([12, 1], weights), x2: feed([1, 1], [0]) };
    const { y } = evaluatePlan(makePlan("fc", { y: drawn.outputs[0].value }), feeds);
    expect(Number(y.data[0])).toBe(1000 + row + height * (column + width * channel));
  }
});
