import { additionLayer } from "../../layers/index.ts";
import { testLayer } from "./testLayer.ts";

const sequences = { format: "CBT", shape: [2, 3, 4] } as const;

testLayer({
  make: additionLayer,
  minimal: additionLayer(2),
  options: { numInputs: 2 },
  golden: 4,
  cases: {
    sequences: {
      layer: additionLayer(2),
      inputs: [sequences, sequences],
      output: "[batch, 3, time] (CBT)",
      description: "Element-wise addition of 2 inputs",
    },
    "three inputs": {
      layer: additionLayer(3),
      inputs: [sequences, sequences, sequences],
      output: "[batch, 3, time] (CBT)",
    },
    features: {
      layer: additionLayer(2),
      inputs: [
        { format: "CB", shape: [2, 3] },
        { format: "CB", shape: [2, 3] },
      ],
      output: "[batch, 3] (CB)",
    },
  },
  refused: [
    [{ numInputs: 1 }, "option 'numInputs' must be a whole number of at least 2, received 1"],
    [{ numInputs: 1e9 }, "option 'numInputs' must be at most 1000"],
  ],
  refusedInputs: [
    [
      additionLayer(2),
      [sequences, { format: "CBT", shape: [2, 5, 4] }],
      "inputs differ in channels: in1 has [batch, 3, time] (CBT), in2 has [batch, 5, time] (CBT). Put convolution1dLayer(1, 3) before 'in2'.",
    ],
    [
      additionLayer(3),
      [sequences, sequences, { format: "CB", shape: [2, 3] }],
      "inputs differ in format: in1 has [batch, 3, time] (CBT), in3 has [batch, 3] (CB). Bring 'in3' to format CBT.",
    ],
    [
      additionLayer(2),
      [
        { format: "SCB", shape: [2, 3, 4] },
        { format: "SCB", shape: [2, 3, 5] },
      ],
      "inputs differ in spatial size",
    ],
  ],
});
