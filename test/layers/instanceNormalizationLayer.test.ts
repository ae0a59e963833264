import { instanceNormalizationLayer } from "../../layers/index.ts";
import { testLayer } from "./testLayer.ts";

const learnables = { offset: [4, 1], scale: [4, 1] };

testLayer({
  make: instanceNormalizationLayer,
  minimal: instanceNormalizationLayer(),
  options: {
    epsilon: 1e-5,
    numChannels: "auto",
    offsetInitializer: "zeros",
    offsetLearnRateFactor: 1,
    offsetL2Factor: 1,
    scaleInitializer: "ones",
    scaleLearnRateFactor: 1,
    scaleL2Factor: 1,
  },
  golden: 10,
  trains: false, // the mean over time of what it gives is the same for all data
  cases: {
    images: {
      layer: instanceNormalizationLayer({ epsilon: 0.01 }),
      inputs: [{ format: "SSCB", shape: [2, 4, 3, 2] }],
      output: "[batch, 4, 3, 2] (SSCB)",
      learnables,
      description: "Instance normalization with 4 channels",
    },
    sequences: {
      layer: instanceNormalizationLayer({ epsilon: 0.02, numChannels: 4 }),
      inputs: [{ format: "CBT", shape: [2, 4, 5] }],
      output: "[batch, 4, time] (CBT)",
      learnables,
    },
    "one-dimensional images": {
      layer: instanceNormalizationLayer({ epsilon: 0.01 }),
      inputs: [{ format: "SCB", shape: [2, 4, 3] }],
      output: "[batch, 4, 3] (SCB)",
      learnables,
    },
    "image sequences": {
      layer: instanceNormalizationLayer({ epsilon: 0.01 }),
      inputs: [{ format: "SSCBT", shape: [2, 4, 2, 2, 3] }],
      output: "[batch, 4, 2, 2, time] (SSCBT)",
      learnables,
    },
  },
  refused: [[{ epsilon: 0 }, "option 'epsilon' must be a positive number"]],
  refusedInputs: [
    [instanceNormalizationLayer(), [{ format: "CB", shape: [2, 4] }], "expected a format with positions or time steps"],
    [
      instanceNormalizationLayer({ numChannels: 2 }),
      [{ format: "CBT", shape: [2, 4, 3] }],
      "has 4 channels, but numChannels says 2",
    ],
  ],
});
