import { sigmoidLayer } from "../../layers/index.ts";
import { keepsEveryFormat } from "./everyFormat.ts";
import { testLayer } from "./testLayer.ts";

testLayer({
  make: sigmoidLayer,
  minimal: sigmoidLayer(),
  options: {},
  golden: 4,
  cases: {
    ...keepsEveryFormat(sigmoidLayer()),
    sequences: {
      layer: sigmoidLayer(),
      inputs: [{ format: "CBT", shape: [2, 3, 4] }],
      output: "[batch, 3, time] (CBT)",
      description: "sigmoid",
    },
    features: { layer: sigmoidLayer(), inputs: [{ format: "CB", shape: [2, 3] }], output: "[batch, 3] (CB)" },
    images: { layer: sigmoidLayer(), inputs: [{ format: "SSCB", shape: [2, 3, 2, 2] }], output: "[batch, 3, 2, 2] (SSCB)" },
  },
  refused: [[{ slope: 1 }, "there is no option 'slope'"]],
});
