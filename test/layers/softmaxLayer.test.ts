import { softmaxLayer } from "../../layers/index.ts";
import { keepsEveryFormat } from "./everyFormat.ts";
import { testLayer } from "./testLayer.ts";

testLayer({
  make: softmaxLayer,
  minimal: softmaxLayer(),
  options: {},
  golden: 5,
  cases: {
    ...keepsEveryFormat(softmaxLayer()),
    sequences: {
      layer: softmaxLayer(),
      inputs: [{ format: "CBT", shape: [2, 3, 4] }],
      output: "[batch, 3, time] (CBT)",
      description: "softmax",
    },
    features: { layer: softmaxLayer(), inputs: [{ format: "CB", shape: [2, 3] }], output: "[batch, 3] (CB)" },
    images: { layer: softmaxLayer(), inputs: [{ format: "SSCB", shape: [2, 3, 2, 2] }], output: "[batch, 3, 2, 2] (SSCB)" },
  },
  refused: [[{ slope: 1 }, "there is no option 'slope'"]],
});
