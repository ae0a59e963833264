import { clippedReluLayer } from "../../layers/index.ts";
import { keepsEveryFormat, smallSizes } from "./everyFormat.ts";
import { testLayer } from "./testLayer.ts";

testLayer({
  make: clippedReluLayer,
  minimal: clippedReluLayer(1),
  options: { ceiling: 1 },
  golden: 8,
  cases: {
    ...keepsEveryFormat(clippedReluLayer(1), { description: "Clipped ReLU with ceiling 1" }),
    "a ceiling below one": {
      layer: clippedReluLayer(0.03),
      inputs: [{ format: "CBT", shape: smallSizes.CBT }],
      output: "[batch, 3, time] (CBT)",
      description: "Clipped ReLU with ceiling 0.03",
    },
  },
  refused: [
    [{ ceiling: 0 }, "option 'ceiling' must be a positive number, received 0"],
    [{ ceiling: "high" }, "option 'ceiling' must be a positive number, received \"high\""],
  ],
});
