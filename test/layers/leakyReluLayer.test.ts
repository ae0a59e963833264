import { leakyReluLayer } from "../../layers/index.ts";
import { keepsEveryFormat } from "./everyFormat.ts";
import { testLayer } from "./testLayer.ts";

testLayer({
  make: leakyReluLayer,
  minimal: leakyReluLayer(),
  options: { scale: 0.01 },
  golden: 6,
  cases: {
    ...keepsEveryFormat(leakyReluLayer()),
    sequences: {
      layer: leakyReluLayer(0.1),
      inputs: [{ format: "CBT", shape: [2, 3, 4] }],
      output: "[batch, 3, time] (CBT)",
      description: "Leaky ReLU with scale 0.1",
    },
    "a scale above 1": {
      layer: leakyReluLayer({ scale: 2 }),
      inputs: [{ format: "CB", shape: [2, 3] }],
      output: "[batch, 3] (CB)",
    },
  },
  refused: [[{ scale: "steep" }, "option 'scale' must be a number, received \"steep\""]],
});
