import { layerNormalizationLayer } from "../../layers/index.ts";
import { testLayer } from "./testLayer.ts";

const sequences = [{ format: "CBT", shape: [2, 4, 5] }] as const;
const learnables = { offset: [4, 1], scale: [4, 1] };
const sameSize = { inputs: sequences, output: "[batch, 4, time] (CBT)", learnables };

testLayer({
  make: layerNormalizationLayer,
  minimal: layerNormalizationLayer(),
  options: {
    epsilon: 1e-5,
    numChannels: "auto",
    operationDimension: "auto",
    offsetInitializer: "zeros",
    offsetLearnRateFactor: 1,
    offsetL2Factor: 1,
    scaleInitializer: "ones",
    scaleLearnRateFactor: 1,
    scaleL2Factor: 1,
  },
  golden: 22,
  cases: {
    "each time step by itself": {
      ...sameSize,
      layer: layerNormalizationLayer({ epsilon: 0.01 }),
      description: "Layer normalization with 4 channels",
    },
    "channels only": { ...sameSize, layer: layerNormalizationLayer({ operationDimension: "channel-only", numChannels: 4 }) },
    "channels and time together": { ...sameSize, layer: layerNormalizationLayer({ operationDimension: "batch-excluded" }) },
    features: {
      layer: layerNormalizationLayer({ operationDimension: "batch-excluded" }),
      inputs: [{ format: "CB", shape: [3, 4] }],
      output: "[batch, 4] (CB)",
      learnables,
    },
    "images with all their positions": {
      layer: layerNormalizationLayer(),
      inputs: [{ format: "SSCB", shape: [2, 4, 3, 2] }],
      output: "[batch, 4, 3, 2] (SSCB)",
      learnables,
    },
    "one-dimensional images, all of a sequence": {
      layer: layerNormalizationLayer({ operationDimension: "batch-excluded" }),
      inputs: [{ format: "SCBT", shape: [2, 4, 2, 3] }],
      output: "[batch, 4, 2, time] (SCBT)",
      learnables,
    },
    "one-dimensional images, each step with its positions": {
      layer: layerNormalizationLayer({ operationDimension: "spatial-channel" }),
      inputs: [{ format: "SCBT", shape: [2, 4, 2, 3] }],
      output: "[batch, 4, 2, time] (SCBT)",
      learnables,
    },
  },
  refused: [
    [{ epsilon: 0 }, "option 'epsilon' must be a positive number, received 0"],
    [
      { operationDimension: "time" },
      'must be "auto" or "channel-only" or "spatial-channel" or "batch-excluded", received "time"',
    ],
    [{ numChannels: "all" }, "option 'numChannels' must be \"auto\" or a positive whole number"],
  ],
  refusedInputs: [[layerNormalizationLayer({ numChannels: 3 }), [...sequences], "has 4 channels, but numChannels says 3"]],
});
