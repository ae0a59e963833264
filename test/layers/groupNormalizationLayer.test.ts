import { groupNormalizationLayer } from "../../layers/index.ts";
import { testLayer } from "./testLayer.ts";

const learnables = { offset: [4, 1], scale: [4, 1] };

testLayer({
  make: groupNormalizationLayer,
  minimal: groupNormalizationLayer(2),
  options: {
    numGroups: 2,
    epsilon: 1e-5,
    numChannels: "auto",
    offsetInitializer: "zeros",
    offsetLearnRateFactor: 1,
    offsetL2Factor: 1,
    scaleInitializer: "ones",
    scaleLearnRateFactor: 1,
    scaleL2Factor: 1,
  },
  golden: 17,
  cases: {
    images: {
      layer: groupNormalizationLayer(2, { epsilon: 0.01 }),
      inputs: [{ format: "SSCB", shape: [2, 4, 3, 2] }],
      output: "[batch, 4, 3, 2] (SSCB)",
      learnables,
      description: "Group normalization with 4 channels split into 2 groups",
    },
    "sequences with all channels": {
      layer: groupNormalizationLayer("all-channels", { epsilon: 0.01, numChannels: 4 }),
      inputs: [{ format: "CBT", shape: [2, 4, 5] }],
      output: "[batch, 4, time] (CBT)",
      learnables,
      description: "Group normalization with 4 channels split into one group",
    },
    "sequences, each channel by itself": {
      layer: groupNormalizationLayer("channel-wise", { epsilon: 0.01 }),
      inputs: [{ format: "CBT", shape: [2, 4, 5] }],
      output: "[batch, 4, time] (CBT)",
      learnables,
      description: "Group normalization with 4 channels split into channel-wise groups",
    },
    features: {
      layer: groupNormalizationLayer(2, { epsilon: 0.1 }),
      inputs: [{ format: "CB", shape: [3, 4] }],
      output: "[batch, 4] (CB)",
      learnables,
    },
    "image sequences": {
      layer: groupNormalizationLayer(2, { epsilon: 0.01 }),
      inputs: [{ format: "SSCBT", shape: [2, 4, 2, 2, 3] }],
      output: "[batch, 4, 2, 2, time] (SSCBT)",
      learnables,
    },
  },
  refused: [[{ numGroups: "each" }, "option 'numGroups' must be"]],
  refusedInputs: [
    [
      groupNormalizationLayer(3),
      [{ format: "CB", shape: [2, 4] }],
      "4 channels are no 3 equal groups. Set numGroups to a divisor of 4",
    ],
    [groupNormalizationLayer(2, { numChannels: 2 }), [{ format: "CB", shape: [2, 4] }], "has 4 channels, but numChannels says 2"],
  ],
});
