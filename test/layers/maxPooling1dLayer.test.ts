import { maxPooling1dLayer } from "../../layers/index.ts";
import { testLayer } from "./testLayer.ts";

const sequences = [{ format: "CBT", shape: [2, 2, 9] }] as const;

testLayer({
  make: maxPooling1dLayer,
  minimal: maxPooling1dLayer(3),
  options: { poolSize: 3, stride: 1, padding: 0 },
  golden: 15,
  cases: {
    "no padding": {
      layer: maxPooling1dLayer(3, { stride: 2 }),
      inputs: sequences,
      output: "[batch, 2, floor((time+1)/2)-1] (CBT)",
      description: "Max pooling with pool size 3, stride 2, and padding [0  0]",
    },
    same: { layer: maxPooling1dLayer(4, { padding: "same" }), inputs: sequences, output: "[batch, 2, time] (CBT)" },
    "same with a stride": {
      layer: maxPooling1dLayer(3, { padding: "same", stride: 2 }),
      inputs: sequences,
      output: "[batch, 2, floor((time+1)/2)] (CBT)",
    },
    "padding left and right": {
      layer: maxPooling1dLayer(3, { padding: [1, 2] }),
      inputs: sequences,
      output: "[batch, 2, time+1] (CBT)",
    },
    "over the spatial dimension of each time step": {
      layer: maxPooling1dLayer(2, { padding: [1, 0], stride: 2 }),
      inputs: [{ format: "SCBT", shape: [2, 2, 5, 3] }],
      output: "[batch, 2, 3, time] (SCBT)",
    },
    "over the spatial dimension": {
      layer: maxPooling1dLayer(2),
      inputs: [{ format: "SCB", shape: [2, 2, 5] }],
      output: "[batch, 2, 4] (SCB)",
    },
  },
  refused: [
    [{ padding: 3 }, "option 'padding' must be less than poolSize 3, or a window would hold nothing but padding, received 3"],
    [{ padding: [0, 5] }, "option 'padding' must be less than poolSize 3"],
    [
      { padding: "causal" },
      'option \'padding\' must be "same", a whole number of at least 0, or [left, right], received "causal"',
    ],
    [{ poolSize: -1 }, "option 'poolSize' must be a positive whole number, received -1"],
  ],
  refusedInputs: [
    [maxPooling1dLayer(3), [{ format: "CB", shape: [2, 3] }], "Put it before the layer that removes the time steps."],
  ],
});
