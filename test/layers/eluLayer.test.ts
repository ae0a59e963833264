import { eluLayer } from "../../layers/index.ts";
import { keepsEveryFormat, smallSizes } from "./everyFormat.ts";
import { testLayer } from "./testLayer.ts";

testLayer({
  make: eluLayer,
  minimal: eluLayer(),
  options: { alpha: 1 },
  golden: 9,
  cases: {
    ...keepsEveryFormat(eluLayer(), { description: "ELU with Alpha 1" }),
    "another alpha, by position": {
      layer: eluLayer(0.3),
      inputs: [{ format: "CBT", shape: smallSizes.CBT }],
      output: "[batch, 3, time] (CBT)",
      description: "ELU with Alpha 0.3",
    },
    "a negative alpha, by name": {
      layer: eluLayer({ alpha: -2 }),
      inputs: [{ format: "CBT", shape: smallSizes.CBT }],
      output: "[batch, 3, time] (CBT)",
    },
  },
  refused: [[{ alpha: "steep" }, "option 'alpha' must be a number, received \"steep\""]],
});
