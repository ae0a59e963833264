import { embeddingConcatenationLayer } from "../../layers/index.ts";
import { testLayer } from "./testLayer.ts";

testLayer({
  make: embeddingConcatenationLayer,
  minimal: embeddingConcatenationLayer(),
  options: { weightsInitializer: "narrow-normal", weightLearnRateFactor: 1, weightL2Factor: 1 },
  golden: 3,
  cases: {
    sequences: {
      layer: embeddingConcatenationLayer(),
      inputs: [{ format: "CBT", shape: [2, 3, 4] }],
      output: "[batch, 3, time+1] (CBT)",
      learnables: { weights: [3, 1] },
      description: "Embedding concatenation",
    },
    "images, a given token": {
      layer: embeddingConcatenationLayer({ weights: [1, 2], weightL2Factor: 0 }),
      inputs: [{ format: "SCB", shape: [2, 2, 4] }],
      output: "[batch, 2, 5] (SCB)",
      learnables: { weights: [2, 1] },
    },
    "images of each time step": {
      layer: embeddingConcatenationLayer({ weightsInitializer: "ones" }),
      inputs: [{ format: "SCBT", shape: [2, 2, 3, 4] }],
      output: "[batch, 2, 4, time] (SCBT)",
      learnables: { weights: [2, 1] },
    },
  },
  refused: [[{ weightsInitializer: "zero" }, "option 'weightsInitializer' must be"]],
  refusedInputs: [
    [
      embeddingConcatenationLayer(),
      [{ format: "CB", shape: [2, 3] }],
      "received [batch, 3] (CB), expected a format with time steps",
    ],
  ],
});
