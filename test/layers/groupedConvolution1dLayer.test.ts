import { groupedConvolution1dLayer } from "../../layers/index.ts";
import { testLayer } from "./testLayer.ts";

const sequences = [{ format: "CBT", shape: [2, 4, 9] }] as const;

testLayer({
  make: groupedConvolution1dLayer,
  minimal: groupedConvolution1dLayer(3, 2, 4),
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
  golden: 20,
  cases: {
    "two groups": {
      layer: groupedConvolution1dLayer(3, 3, 2, { stride: 2 }),
      inputs: sequences,
      output: "[batch, 6, floor((time+1)/2)-1] (CBT)",
      learnables: { weights: [3, 2, 3, 2], bias: [1, 3, 2] },
      description: "2 groups of 3 3×2 convolutions with stride 2 and padding [0  0]",
    },
    "each channel by itself, causal": {
      layer: groupedConvolution1dLayer(3, 1, "channel-wise", { padding: "causal", dilationFactor: 2 }),
      inputs: sequences,
      output: "[batch, 4, time] (CBT)",
      learnables: { weights: [3, 1, 1, 4], bias: [1, 1, 4] },
      description: "4 groups of 1 3×1 convolutions with stride 1, dilation factor 2, and padding 'causal'",
    },
    "over the spatial dimension": {
      layer: groupedConvolution1dLayer(2, 1, 2, { padding: "same", paddingValue: "replicate" }),
      inputs: [{ format: "SCB", shape: [2, 4, 5] }],
      output: "[batch, 2, 5] (SCB)",
      learnables: { weights: [2, 2, 1, 2], bias: [1, 1, 2] },
    },
    "over the spatial dimension of each time step": {
      layer: groupedConvolution1dLayer(2, 1, 2, { padding: 1 }),
      inputs: [{ format: "SCBT", shape: [2, 4, 4, 3] }],
      output: "[batch, 2, 5, time] (SCBT)",
      learnables: { weights: [2, 2, 1, 2], bias: [1, 1, 2] },
    },
  },
  refused: [[{ numGroups: 0 }, "option 'numGroups' must be a positive whole number"]],
  refusedInputs: [
    [groupedConvolution1dLayer(3, 1, 3), [...sequences], "4 channels are no 3 equal groups"],
    [groupedConvolution1dLayer(3, 1, 2), [{ format: "SSCB", shape: [2, 4, 6, 6] }], "for two dimensions."],
  ],
});
