import { averagePooling1dLayer } from "../../layers/index.ts";
import { testLayer } from "./testLayer.ts";

const sequences = [{ format: "CBT", shape: [2, 2, 9] }] as const;

testLayer({
  make: averagePooling1dLayer,
  minimal: averagePooling1dLayer(3),
  options: { poolSize: 3, stride: 1, padding: 0, paddingValue: 0 },
  golden: 33,
  cases: {
    "no padding": {
      layer: averagePooling1dLayer(3, { stride: 2, paddingValue: "mean" }),
      inputs: sequences,
      output: "[batch, 2, floor((time+1)/2)-1] (CBT)",
      description: "Average pooling with pool size 3, stride 2, and padding [0  0]",
    },
    "same, zeros counted": {
      layer: averagePooling1dLayer(4, { padding: "same" }),
      inputs: sequences,
      output: "[batch, 2, time] (CBT)",
    },
    "same, padding not counted": {
      layer: averagePooling1dLayer(4, { padding: "same", paddingValue: "mean" }),
      inputs: sequences,
      output: "[batch, 2, time] (CBT)",
    },
    "same with a stride, padding not counted": {
      layer: averagePooling1dLayer(3, { padding: "same", stride: 2, paddingValue: "mean" }),
      inputs: sequences,
      output: "[batch, 2, floor((time+1)/2)] (CBT)",
    },
    "padding left and right": {
      layer: averagePooling1dLayer(3, { padding: [1, 2], stride: 2 }),
      inputs: sequences,
      output: "[batch, 2, floor(time/2)+1] (CBT)",
    },
    "over the spatial dimension of each time step": {
      layer: averagePooling1dLayer(2, { padding: [1, 0], stride: 2, paddingValue: "mean" }),
      inputs: [{ format: "SCBT", shape: [2, 2, 5, 3] }],
      output: "[batch, 2, 3, time] (SCBT)",
    },
    "over the spatial dimension": {
      layer: averagePooling1dLayer(2, { padding: 1 }),
      inputs: [{ format: "SCB", shape: [2, 2, 5] }],
      output: "[batch, 2, 6] (SCB)",
    },
  },
  refused: [
    [{ padding: [3, 0] }, "option 'padding' must be less than poolSize 3"],
    [{ paddingValue: 1 }, "option 'paddingValue' must be 0 or \"mean\", received 1"],
  ],
  refusedInputs: [
    [averagePooling1dLayer(7), [{ format: "SCB", shape: [2, 3, 6] }], "6 steps are fewer than the 7 that one window covers"],
  ],
});
