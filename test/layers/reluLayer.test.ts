import { reluLayer } from "../../layers/index.ts";
import { keepsEveryFormat } from "./everyFormat.ts";
import { testLayer } from "./testLayer.ts";

testLayer({
  make: reluLayer,
  minimal: reluLayer(),
  options: {},
  golden: 4,
  cases: {
    ...keepsEveryFormat(reluLayer()),
    sequences: {
      layer: reluLayer(),
      inputs: [{ format: "CBT", shape: [2, 3, 4] }],
      output: "[batch, 3, time] (CBT)",
    },
    features: { layer: reluLayer(), inputs: [{ format: "CB", shape: [2, 3] }], output: "[batch, 3] (CB)" },
    images: { layer: reluLayer(), inputs: [{ format: "SSCB", shape: [2, 3, 2, 2] }], output: "[batch, 3, 2, 2] (SSCB)" },
  },
  refused: [[{ slope: 1 }, "there is no option 'slope'"]],
});
