import { convolution2dLayer } from "../../layers/index.ts";
import { testLayer } from "./testLayer.ts";

const images = [{ format: "SSCB", shape: [2, 3, 5, 6] }] as const;
const learnables = { weights: [3, 2, 3, 4], bias: [1, 1, 4] };

testLayer({
  make: convolution2dLayer,
  minimal: convolution2dLayer(5, 8),
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
  golden: 33,
  trains: false,
  cases: {
    "no padding": {
      layer: convolution2dLayer([3, 2], 4),
      inputs: images,
      output: "[batch, 4, 3, 5] (SSCB)",
      learnables,
      description: "4 3×2×3 convolutions with stride [1  1] and padding [0  0  0  0]",
    },
    same: {
      layer: convolution2dLayer([3, 2], 4, { padding: "same", dilationFactor: [1, 2], numChannels: 3 }),
      inputs: images,
      output: "[batch, 4, 5, 6] (SSCB)",
      learnables,
      description: "4 3×2×3 convolutions with stride [1  1], dilation factor [1  2], and padding 'same'",
    },
    "same with a stride": {
      layer: convolution2dLayer([3, 2], 4, { padding: "same", stride: [2, 3] }),
      inputs: images,
      output: "[batch, 4, 3, 2] (SSCB)",
      learnables,
    },
    "padding of each side": {
      layer: convolution2dLayer([3, 2], 4, { padding: [1, 0, 2, 1], paddingValue: 1.5, stride: 2 }),
      inputs: images,
      output: "[batch, 4, 2, 4] (SSCB)",
      learnables,
      description: "4 3×2×3 convolutions with stride [2  2] and padding [1  0  2  1]",
    },
    "vertical and horizontal padding": {
      layer: convolution2dLayer([3, 2], 4, { padding: [2, 1], paddingValue: "symmetric-include-edge" }),
      inputs: images,
      output: "[batch, 4, 7, 7] (SSCB)",
      learnables,
    },
    "many channels": {
      layer: convolution2dLayer(2, 2, { padding: "same", paddingValue: "replicate" }),
      inputs: [{ format: "SSCB", shape: [2, 8, 3, 4] }],
      output: "[batch, 2, 3, 4] (SSCB)",
      learnables: { weights: [2, 2, 8, 2], bias: [1, 1, 2] },
    },
    "each time step": {
      layer: convolution2dLayer([3, 2], 4, { padding: 1, stride: [1, 2] }),
      inputs: [{ format: "SSCBT", shape: [2, 3, 4, 5, 3] }],
      output: "[batch, 4, 4, 3, time] (SSCBT)",
      learnables,
    },
  },
  refused: [
    [{ filterSize: 0 }, "option 'filterSize' must be a positive whole number"],
    [{ stride: [1, 2, 3] }, "option 'stride' must be a positive whole number or [height, width], received [1,2,3]"],
    [
      { padding: "causal" },
      "option 'padding' must be \"same\", a whole number of at least 0, [vertical, horizontal], or [top, bottom, left, right]",
    ],
    [{ padding: [1, 2, 3] }, "[top, bottom, left, right], received [1,2,3]"],
    [{ paddingValue: "zeros" }, "option 'paddingValue' must be a number or \"replicate\""],
  ],
  refusedInputs: [
    [convolution2dLayer(3, 4), [{ format: "CBT", shape: [2, 3, 6] }], "Use the layer of this kind for one dimension."],
    [convolution2dLayer(3, 4), [{ format: "CB", shape: [2, 3] }], "Put it before the layer that removes the spatial dimensions."],
    [convolution2dLayer(3, 4, { numChannels: 5 }), [...images], "has 3 channels, but numChannels says 5"],
    [convolution2dLayer([3, 7], 4), [...images], "6 columns are fewer than the 7 that one window covers"],
    [convolution2dLayer([7, 3], 4), [...images], "5 rows are fewer than the 7 that one window covers"],
  ],
});
