import { geluLayer } from "../../layers/index.ts";
import { keepsEveryFormat, smallSizes } from "./everyFormat.ts";
import { testLayer } from "./testLayer.ts";

testLayer({
  make: geluLayer,
  minimal: geluLayer(),
  options: { approximation: "none" },
  golden: 8,
  cases: {
    ...keepsEveryFormat(geluLayer(), {}),
    "by the hyperbolic tangent": {
      layer: geluLayer({ approximation: "tanh" }),
      inputs: [{ format: "CBT", shape: smallSizes.CBT }],
      output: "[batch, 3, time] (CBT)",
    },
  },
  refused: [[{ approximation: "fast" }, 'option \'approximation\' must be "none" or "tanh", received "fast"']],
});
