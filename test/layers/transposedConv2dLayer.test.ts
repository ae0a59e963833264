import { transposedConv2dLayer } from "../../layers/index.ts";
import { testLayer } from "./testLayer.ts";

const images = [{ format: "SSCB", shape: [2, 3, 3, 2] }] as const;
const learnables = { weights: [3, 2, 2, 3], bias: [1, 1, 2] };

testLayer({
  make: transposedConv2dLayer,
  minimal: transposedConv2dLayer(3, 2),
  options: {
    filterSize: 3,
    numFilters: 2,
    stride: 1,
    cropping: 0,
    numChannels: "auto",
    weightsInitializer: "glorot",
    weightLearnRateFactor: 1,
    weightL2Factor: 1,
    biasInitializer: "zeros",
    biasLearnRateFactor: 1,
    biasL2Factor: 0,
  },
  golden: 19,
  trains: false,
  cases: {
    "no cropping": {
      layer: transposedConv2dLayer([3, 2], 2, { stride: [2, 1] }),
      inputs: images,
      output: "[batch, 2, 7, 3] (SSCB)",
      learnables,
      description: "2 3×2×3 transposed convolutions with stride [2  1] and cropping [0  0  0  0]",
    },
    "one row of one channel": {
      layer: transposedConv2dLayer([1, 3], 2),
      inputs: [{ format: "SSCB", shape: [3, 1, 1, 4] }],
      output: "[batch, 2, 1, 6] (SSCB)",
      learnables: { weights: [1, 3, 2, 1], bias: [1, 1, 2] },
    },
    same: {
      layer: transposedConv2dLayer([3, 2], 2, { stride: [2, 3], cropping: "same" }),
      inputs: images,
      output: "[batch, 2, 6, 6] (SSCB)",
      learnables,
      description: "2 3×2×3 transposed convolutions with stride [2  3] and cropping 'same'",
    },
    "cut differently on each side": {
      layer: transposedConv2dLayer([3, 2], 2, { cropping: [2, 0, 0, 1] }),
      inputs: images,
      output: "[batch, 2, 3, 2] (SSCB)",
      learnables,
    },
    "each time step": {
      layer: transposedConv2dLayer(2, 2, { stride: 2 }),
      inputs: [{ format: "SSCBT", shape: [2, 3, 2, 2, 3] }],
      output: "[batch, 2, 4, 4, time] (SSCBT)",
      learnables: { weights: [2, 2, 2, 3], bias: [1, 1, 2] },
    },
  },
  refused: [
    [{ cropping: [1, 2, 3] }, "option 'cropping' must be \"same\", a whole number of at least 0, [vertical, horizontal], or"],
  ],
  refusedInputs: [
    [transposedConv2dLayer(3, 4), [{ format: "SCB", shape: [2, 3, 4] }], "Use the layer of this kind for one dimension."],
    [transposedConv2dLayer(1, 4, { cropping: [1, 1] }), [...images], "cropping leaves nothing of 2 elements"],
  ],
});
