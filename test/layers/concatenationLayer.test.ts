import { concatenationLayer } from "../../layers/index.ts";
import { testLayer } from "./testLayer.ts";

const sequences = { format: "CBT", shape: [2, 3, 4] } as const;
const wider = { format: "CBT", shape: [2, 5, 4] } as const;
const images = { format: "SSCBT", shape: [2, 3, 2, 4, 3] } as const;

testLayer({
  make: concatenationLayer,
  minimal: concatenationLayer(1, 2),
  options: { dim: 1, numInputs: 2 },
  golden: 11,
  cases: {
    channels: {
      layer: concatenationLayer(1, 2),
      inputs: [sequences, wider],
      output: "[batch, 8, time] (CBT)",
      description: "Concatenation of 2 inputs along dimension 1",
    },
    "time steps, one sequence after the other": {
      layer: concatenationLayer(3, 2),
      inputs: [sequences, sequences],
      output: "[batch, 3, 2*time] (CBT)",
    },
    "time steps of three inputs": {
      layer: concatenationLayer(3, 3),
      inputs: [sequences, sequences, sequences],
      output: "[batch, 3, 3*time] (CBT)",
    },
    "the second spatial dimension": {
      layer: concatenationLayer(2, 2),
      inputs: [images, { format: "SSCBT", shape: [2, 3, 2, 1, 3] }],
      output: "[batch, 3, 2, 5, time] (SSCBT)",
    },
    "channels of images": {
      layer: concatenationLayer(3, 2),
      inputs: [images, images],
      output: "[batch, 6, 2, 4, time] (SSCBT)",
    },
  },
  refused: [
    [{ dim: 0 }, "option 'dim' must be a positive whole number"],
    [{ numInputs: 0 }, "option 'numInputs' must be a whole number of at least 2"],
  ],
  refusedInputs: [
    [
      concatenationLayer(2, 2),
      [sequences, sequences],
      "dim 2 is the observations, which stay apart: received [batch, 3, time] (CBT). Use dim 1 (channels) or 3 (time steps).",
    ],
    [concatenationLayer(4, 2), [sequences, sequences], "dim 4 is no dimension of this format"],
    [
      concatenationLayer(3, 2),
      [sequences, wider],
      "inputs differ in channels: in1 has [batch, 3, time] (CBT), in2 has [batch, 5, time] (CBT)",
    ],
  ],
});
