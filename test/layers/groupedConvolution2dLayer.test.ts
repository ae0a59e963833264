import { groupedConvolution2dLayer } from "../../layers/index.ts";
import { testLayer } from "./testLayer.ts";

const images = [{ format: "SSCB", shape: [2, 4, 4, 5] }] as const;

testLayer({
  make: groupedConvolution2dLayer,
  minimal: groupedConvolution2dLayer(3, 2, 4),
  options: {
    filterSize: 3,
    numFiltersPerGroup: 2,
    numGroups: 4,
    numChannelsPerGroup: "auto",
    stride: 1,
    dilationFactor: 1,
    padding: 0,
    paddingValue: 0,
    weightsInitializer: "glorot",
    weightLearnRateFactor: 1,
    weightL2Factor: 1,
    biasInitializer: "zeros",
    biasLearnRateFactor: 1,
    biasL2Factor: 0,
  },
  golden: 13,
  trains: false,
  cases: {
    "two groups": {
      layer: groupedConvolution2dLayer([3, 2], 3, 2, { numChannelsPerGroup: 2 }),
      inputs: images,
      output: "[batch, 6, 2, 4] (SSCB)",
      learnables: { weights: [3, 2, 2, 3, 2], bias: [1, 1, 3, 2] },
      description: "2 groups of 3 3×2×2 convolutions with stride [1  1] and padding [0  0  0  0]",
    },
    "each channel by itself": {
      layer: groupedConvolution2dLayer(3, 1, "channel-wise", { padding: "same", stride: 2 }),
      inputs: images,
      output: "[batch, 4, 2, 3] (SSCB)",
      learnables: { weights: [3, 3, 1, 1, 4], bias: [1, 1, 1, 4] },
      description: "4 groups of 1 3×3×1 convolutions with stride [2  2] and padding 'same'",
    },
    "each time step": {
      layer: groupedConvolution2dLayer([2, 1], 2, 2, { padding: [1, 0], dilationFactor: [2, 1] }),
      inputs: [{ format: "SSCBT", shape: [2, 4, 3, 2, 3] }],
      output: "[batch, 4, 3, 2, time] (SSCBT)",
      learnables: { weights: [2, 1, 2, 2, 2], bias: [1, 1, 2, 2] },
    },
    "three groups of one row": {
      layer: groupedConvolution2dLayer([1, 2], 1, 3),
      inputs: [{ format: "SSCB", shape: [3, 6, 1, 4] }],
      output: "[batch, 3, 1, 3] (SSCB)",
      learnables: { weights: [1, 2, 2, 1, 3], bias: [1, 1, 1, 3] },
    },
  },
  refused: [
    [{ numGroups: "all" }, "option 'numGroups' must be \"channel-wise\" or a positive whole number"],
    [{ numFiltersPerGroup: 0 }, "option 'numFiltersPerGroup' must be a positive whole number"],
  ],
  refusedInputs: [
    [groupedConvolution2dLayer(3, 1, 3), [...images], "4 channels are no 3 equal groups. Set numGroups to a divisor of 4"],
    [
      groupedConvolution2dLayer(3, 1, 2, { numChannelsPerGroup: 3 }),
      [...images],
      "has 2 channels in each group, but numChannelsPerGroup says 3",
    ],
  ],
});
