import { tanhLayer } from "../../layers/index.ts";
import { keepsEveryFormat } from "./everyFormat.ts";
import { testLayer } from "./testLayer.ts";

testLayer({
  make: tanhLayer,
  minimal: tanhLayer(),
  options: {},
  golden: 4,
  cases: {
    ...keepsEveryFormat(tanhLayer()),
    sequences: {
      layer: tanhLayer(),
      inputs: [{ format: "CBT", shape: [2, 3, 4] }],
      output: "[batch, 3, time] (CBT)",
      description: "Hyperbolic tangent",
    },
    features: { layer: tanhLayer(), inputs: [{ format: "CB", shape: [2, 3] }], output: "[batch, 3] (CB)" },
    images: { layer: tanhLayer(), inputs: [{ format: "SSCB", shape: [2, 3, 2, 2] }], output: "[batch, 3, 2, 2] (SSCB)" },
  },
  refused: [[{ slope: 1 }, "there is no option 'slope'"]],
});
