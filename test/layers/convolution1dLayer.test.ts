import { convolution1dLayer } from "../../layers/index.ts";
import { testLayer } from "./testLayer.ts";

const sequences = [{ format: "CBT", shape: [2, 3, 9] }] as const;
const learnables = { weights: [3, 3, 4], bias: [1, 4] };

testLayer({
  make: convolution1dLayer,
  minimal: convolution1dLayer(5, 8),
  options: {
    filterSize: 5,
    numFilters: 8,
    stride: 1,
    dilationFactor: 1,
    padding: 0,
    paddingValue: 0,
    numChannels: "auto",
    weightsInitializer: "glorot",
    weightLearnRateFactor: 1,
    weightL2Factor: 1,
    biasInitializer: "zeros",
    biasLearnRateFactor: 1,
    biasL2Factor: 0,
  },
  golden: 68,
  cases: {
    "no padding": {
      layer: convolution1dLayer(3, 4),
      inputs: sequences,
      output: "[batch, 4, time-2] (CBT)",
      learnables,
      description: "4 3×3 convolutions with stride 1 and padding [0  0]",
    },
    "causal and dilated": {
      layer: convolution1dLayer(3, 4, { padding: "causal", dilationFactor: 2 }),
      inputs: sequences,
      output: "[batch, 4, time] (CBT)",
      learnables,
      description: "4 3×3 convolutions with stride 1, dilation factor 2, and padding 'causal'",
    },
    "causal with a stride": {
      layer: convolution1dLayer(3, 4, { padding: "causal", stride: 2 }),
      inputs: sequences,
      output: "[batch, 4, floor((time+1)/2)] (CBT)",
      learnables,
    },
    same: {
      layer: convolution1dLayer(4, 2, { padding: "same", numChannels: 3 }),
      inputs: sequences,
      output: "[batch, 2, time] (CBT)",
      learnables: { weights: [4, 3, 2], bias: [1, 2] },
    },
    "same with a stride": {
      layer: convolution1dLayer(3, 4, { padding: "same", stride: 2 }),
      inputs: sequences,
      output: "[batch, 4, floor((time+1)/2)] (CBT)",
      learnables,
    },
    "same with a stride above the filter size": {
      layer: convolution1dLayer(2, 2, { padding: "same", stride: 3 }),
      inputs: sequences,
      output: "[batch, 2, floor((time+2)/3)] (CBT)",
      learnables: { weights: [2, 3, 2], bias: [1, 2] },
    },
    "padding left and right": {
      layer: convolution1dLayer(3, 4, { padding: [1, 3], stride: 2, dilationFactor: 2 }),
      inputs: sequences,
      output: "[batch, 4, floor((time+1)/2)] (CBT)",
      learnables,
    },
    "padding with a number": {
      layer: convolution1dLayer(3, 4, { padding: 2, paddingValue: 1.5 }),
      inputs: sequences,
      output: "[batch, 4, time+2] (CBT)",
      learnables,
    },
    "same with a stride, padding with a number": {
      layer: convolution1dLayer(3, 4, { padding: "same", stride: 2, paddingValue: -1 }),
      inputs: sequences,
      output: "[batch, 4, floor((time+1)/2)] (CBT)",
      learnables,
    },
    replicate: {
      layer: convolution1dLayer(3, 4, { padding: [2, 3], paddingValue: "replicate" }),
      inputs: sequences,
      output: "[batch, 4, time+3] (CBT)",
      learnables,
    },
    "symmetric with the edge": {
      layer: convolution1dLayer(3, 4, { padding: "same", paddingValue: "symmetric-include-edge", dilationFactor: 2 }),
      inputs: sequences,
      output: "[batch, 4, time] (CBT)",
      learnables,
    },
    "symmetric without the edge, with a stride": {
      layer: convolution1dLayer(3, 4, { padding: "same", paddingValue: "symmetric-exclude-edge", stride: 2 }),
      inputs: sequences,
      output: "[batch, 4, floor((time+1)/2)] (CBT)",
      learnables,
    },
    "causal, further than a short sequence reaches": {
      layer: convolution1dLayer(3, 4, { padding: "causal", paddingValue: "symmetric-exclude-edge", dilationFactor: 3 }),
      inputs: sequences,
      output: "[batch, 4, time] (CBT)",
      learnables,
    },
    "over the spatial dimension": {
      layer: convolution1dLayer(3, 4, { padding: [0, 1], stride: 2 }),
      inputs: [{ format: "SCB", shape: [2, 3, 6] }],
      output: "[batch, 4, 3] (SCB)",
      learnables,
    },
    "over the spatial dimension of each time step": {
      layer: convolution1dLayer(3, 4, { padding: "same", paddingValue: "replicate" }),
      inputs: [{ format: "SCBT", shape: [2, 3, 5, 4] }],
      output: "[batch, 4, 5, time] (SCBT)",
      learnables,
    },
    "over the spatial dimension with a stride": {
      layer: convolution1dLayer(3, 4, { padding: "same", stride: 2 }),
      inputs: [{ format: "SCBT", shape: [2, 3, 6, 3] }],
      output: "[batch, 4, 3, time] (SCBT)",
      learnables,
    },
  },
  refused: [
    [{ filterSize: 0 }, "option 'filterSize' must be a positive whole number, received 0"],
    [
      { padding: "valid" },
      'option \'padding\' must be "same", "causal", a whole number of at least 0, or [left, right], received "valid"',
    ],
    [{ padding: [1, -1] }, "option 'padding.1' must be a whole number of at least 0, received -1"],
    [{ paddingValue: "zeros" }, "option 'paddingValue' must be a number or"],
    [{ stride: 1.5 }, "option 'stride' must be a positive whole number"],
    [
      { biasInitializer: "glorot" },
      'option \'biasInitializer\' must be "zeros", "ones", "narrow-normal" or a function of the size',
    ],
    [{ weightsInitializer: "random" }, "option 'weightsInitializer' must be \"glorot\""],
    [{ biasL2Factor: -1 }, "option 'biasL2Factor' must be a number of at least 0"],
  ],
  refusedInputs: [
    [convolution1dLayer(3, 4), [{ format: "CB", shape: [2, 3] }], "received [batch, 3] (CB), expected a format with time steps"],
    [convolution1dLayer(3, 4, { numChannels: 5 }), [...sequences], "has 3 channels, but numChannels says 5"],
    [convolution1dLayer(9, 4), [{ format: "SCB", shape: [2, 3, 6] }], "6 steps are fewer than the 9 that one window covers"],
    [
      convolution1dLayer(3, 4),
      [{ format: "SSCB", shape: [2, 3, 6, 6] }],
      "expected a format with time steps or one spatial dimension",
    ],
  ],
});
