import { transposedConv1dLayer } from "../../layers/index.ts";
import { testLayer } from "./testLayer.ts";

const sequences = [{ format: "CBT", shape: [2, 3, 5] }] as const;
const learnables = { weights: [4, 2, 3], bias: [1, 2] };

testLayer({
  make: transposedConv1dLayer,
  minimal: transposedConv1dLayer(3, 2),
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
  golden: 15,
  cases: {
    "no cropping": {
      layer: transposedConv1dLayer(4, 2, { stride: 3, numChannels: 3 }),
      inputs: sequences,
      output: "[batch, 2, 3*time+1] (CBT)",
      learnables,
      description: "2 4×3 transposed convolutions with stride 3 and cropping [0  0]",
    },
    "an odd step cut on the right": {
      layer: transposedConv1dLayer(5, 2, { stride: 2, cropping: "same" }),
      inputs: sequences,
      output: "[batch, 2, 2*time] (CBT)",
      learnables: { weights: [5, 2, 3], bias: [1, 2] },
      description: "2 5×3 transposed convolutions with stride 2 and cropping 'same'",
    },
    "a filter shorter than the stride": {
      layer: transposedConv1dLayer(2, 2, { stride: 3, cropping: "same" }),
      inputs: sequences,
      output: "[batch, 2, 3*time] (CBT)",
      learnables: { weights: [2, 2, 3], bias: [1, 2] },
    },
    "cut on both sides": {
      layer: transposedConv1dLayer(4, 2, { cropping: [1, 2] }),
      inputs: sequences,
      output: "[batch, 2, time] (CBT)",
      learnables,
    },
    "over the spatial dimension": {
      layer: transposedConv1dLayer(4, 2, { stride: 2, cropping: 1 }),
      inputs: [{ format: "SCB", shape: [2, 3, 4] }],
      output: "[batch, 2, 8] (SCB)",
      learnables,
    },
    "over the spatial dimension of each time step": {
      layer: transposedConv1dLayer(4, 2, { stride: 2 }),
      inputs: [{ format: "SCBT", shape: [2, 3, 3, 3] }],
      output: "[batch, 2, 8, time] (SCBT)",
      learnables,
    },
  },
  refused: [[{ cropping: "causal" }, "option 'cropping' must be \"same\", a whole number of at least 0, or [left, right]"]],
  refusedInputs: [
    [transposedConv1dLayer(3, 4), [{ format: "CB", shape: [2, 3] }], "Put it before the layer that removes the time steps."],
    [
      transposedConv1dLayer(3, 4, { cropping: 3 }),
      [{ format: "SCB", shape: [2, 3, 4] }],
      'cropping leaves nothing of 6 elements. Cut less, or use cropping: "same".',
    ],
  ],
});
