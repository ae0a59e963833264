import { expect, it } from "vitest";
import { positionEmbeddingLayer } from "../../layers/index.ts";
import { makePlan } from "../../src/plan/plan.ts";
import { runOnRuntime } from "../ops/opSuite.ts";
import { drawLayer } from "./drawnLayer.ts";
import { testLayer } from "./testLayer.ts";

testLayer({
  make: positionEmbeddingLayer,
  minimal: positionEmbeddingLayer(3, 12),
  options: {
    outputSize: 3,
    maxPosition: 12,
    positions: "auto",
    weightsInitializer: "narrow-normal",
    weightLearnRateFactor: 1,
    weightL2Factor: 1,
  },
  golden: 3,
  trains: false,
  cases: {
    "time steps": {
      layer: positionEmbeddingLayer(3, 12),
      inputs: [{ format: "CBT", shape: [2, 4, 5] }],
      output: "[batch, 3, time] (CBT)",
      learnables: { weights: [3, 12] },
      description: "Position embedding with 3 channels for 12 positions",
    },
    "places of each time step": {
      layer: positionEmbeddingLayer(2, 4, { positions: "spatial-indices" }),
      inputs: [{ format: "SCBT", shape: [2, 3, 4, 2] }],
      output: "[batch, 2, 4, time] (SCBT)",
      learnables: { weights: [2, 4] },
    },
    places: {
      layer: positionEmbeddingLayer(2, 6),
      inputs: [{ format: "SCB", shape: [2, 3, 4] }],
      output: "[batch, 2, 4] (SCB)",
      learnables: { weights: [2, 6] },
    },
    "values of sequences": {
      layer: positionEmbeddingLayer(3, 6, { positions: "data-values" }),
      inputs: [{ format: "CBT", shape: [2, 1, 4], integers: 6 }],
      output: "[batch, 3, time] (CBT)",
      learnables: { weights: [3, 6] },
    },
  },
  refused: [[{ positions: "time" }, "option 'positions' must be"]],
  refusedInputs: [
    [
      positionEmbeddingLayer(3, 4),
      [{ format: "SCB", shape: [2, 3, 5] }],
      "received 5 positions, but maxPosition is 4. Set maxPosition to 5 or more.",
    ],
    [
      positionEmbeddingLayer(3, 4, { positions: "temporal-indices" }),
      [{ format: "SCB", shape: [2, 3, 5] }],
      "received [batch, 3, 5] (SCB), expected time steps",
    ],
    [
      positionEmbeddingLayer(3, 4),
      [{ format: "CB", shape: [2, 3] }],
      "received [batch, 3] (CB), expected one channel that holds positions",
    ],
  ],
});

it("refuses sequences that are longer, and position 0, when it runs", async () => {
  const long = drawLayer(positionEmbeddingLayer(3, 4), [{ format: "CBT", shape: [1, 2, 5] }]);
  await expect(runOnRuntime(makePlan("long", { y: long.outputs[0].value }), long.feeds)).rejects.toThrow(
    "Layer 'layer' failed while running",
  );
  const layer = positionEmbeddingLayer(3, 4, { positions: "data-values" });
  const values = drawLayer(layer, [{ format: "CB", shape: [1, 1], integers: 4 }]);
  const feeds = { ...values.feeds, x0: { type: "float64", shape: [1, 1], data: Float64Array.of(0) } as const };
  await expect(runOnRuntime(makePlan("zero", { y: values.outputs[0].value }), feeds)).rejects.toThrow("out of data bounds");
});
