import { additionLayer } from "../../layers/index.ts";
import { testLayer } from "./testLayer.ts";

const sequences = { format: "CBT", shape: [2, 3, 4] } as const;

testLayer({
  make: additionLayer,
  minimal: additionLayer(2),
  options: { numInputs: 2 },
  golden: 8,
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
    "one number for each channel of images": {
      layer: additionLayer(2),
      inputs: [
        { format: "SSCB", shape: [2, 3, 1, 1] },
        { format: "SSCB", shape: [2, 3, 2, 4] },
      ],
      output: "[batch, 3, 2, 4] (SSCB)",
    },
    "features to every time step": {
      layer: additionLayer(3),
      inputs: [{ format: "CB", shape: [2, 3] }, sequences, { format: "CBT", shape: [2, 1, 4] }],
      output: "[batch, 3, time] (CBT)",
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
      "inputs differ in channels: in1 has [batch, 3, time] (CBT), in2 has [batch, 5, time] (CBT). Put a layer with 3 output channels before 'in2'.",
    ],
    [
      additionLayer(3),
      [{ format: "CBT", shape: [2, 1, 4] }, sequences, { format: "CB", shape: [2, 5] }],
      "inputs differ in channels: in2 has [batch, 3, time] (CBT), in3 has [batch, 5, 1] (CBT)",
    ],
    [
      additionLayer(2),
      [sequences, { format: "SCB", shape: [2, 3, 4] }],
      "inputs differ in format: in1 has [batch, 3, time] (CBT), in2 has [batch, 3, 4] (SCB). Bring all inputs to format CBT.",
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
