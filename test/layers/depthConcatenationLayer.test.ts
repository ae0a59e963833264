import { depthConcatenationLayer } from "../../layers/index.ts";
import { testLayer } from "./testLayer.ts";

const sequences = { format: "CBT", shape: [2, 3, 4] } as const;
const images = { format: "SSCB", shape: [2, 3, 2, 4] } as const;

testLayer({
  make: depthConcatenationLayer,
  minimal: depthConcatenationLayer(2),
  options: { numInputs: 2 },
  golden: 8,
  cases: {
    features: {
      layer: depthConcatenationLayer(2),
      inputs: [
        { format: "CB", shape: [2, 3] },
        { format: "CB", shape: [2, 1] },
      ],
      output: "[batch, 4] (CB)",
      description: "Depth concatenation of 2 inputs",
    },
    sequences: {
      layer: depthConcatenationLayer(3),
      inputs: [sequences, { format: "CBT", shape: [2, 5, 4] }, sequences],
      output: "[batch, 11, time] (CBT)",
      description: "Depth concatenation of 3 inputs",
    },
    images: { layer: depthConcatenationLayer(2), inputs: [images, images], output: "[batch, 6, 2, 4] (SSCB)" },
    "sequences of images": {
      layer: depthConcatenationLayer(2),
      inputs: [
        { format: "SSCBT", shape: [2, 2, 3, 2, 3] },
        { format: "SSCBT", shape: [2, 1, 3, 2, 3] },
      ],
      output: "[batch, 3, 3, 2, time] (SSCBT)",
    },
    "one-dimensional images": {
      layer: depthConcatenationLayer(2),
      inputs: [
        { format: "SCB", shape: [2, 2, 3] },
        { format: "SCB", shape: [2, 1, 3] },
      ],
      output: "[batch, 3, 3] (SCB)",
    },
  },
  refused: [[{ numInputs: 1 }, "option 'numInputs' must be a whole number of at least 2, received 1"]],
  refusedInputs: [
    [
      depthConcatenationLayer(2),
      [images, { format: "SSCB", shape: [2, 3, 2, 5] }],
      "inputs differ in spatial size: in1 has [batch, 3, 2, 4] (SSCB), in2 has [batch, 3, 2, 5] (SSCB)",
    ],
    [depthConcatenationLayer(2), [sequences, images], "inputs differ in format"],
  ],
});
