import { globalMaxPooling1dLayer } from "../../layers/index.ts";
import { testLayer } from "./testLayer.ts";

testLayer({
  make: globalMaxPooling1dLayer,
  minimal: globalMaxPooling1dLayer(),
  options: {},
  golden: 4,
  cases: {
    "over time": {
      layer: globalMaxPooling1dLayer(),
      inputs: [{ format: "CBT", shape: [2, 3, 4] }],
      output: "[batch, 3] (CB)",
      description: "1-D global max pooling",
    },
    "over the spatial dimension": {
      layer: globalMaxPooling1dLayer(),
      inputs: [{ format: "SCB", shape: [2, 3, 4] }],
      output: "[batch, 3] (CB)",
    },
    "over the spatial dimension of each time step": {
      layer: globalMaxPooling1dLayer(),
      inputs: [{ format: "SCBT", shape: [2, 3, 4, 3] }],
      output: "[batch, 3, time] (CBT)",
    },
  },
  refusedInputs: [
    [globalMaxPooling1dLayer(), [{ format: "CB", shape: [2, 3] }], "Leave it out: there are no time steps left to pool."],
    [
      globalMaxPooling1dLayer(),
      [{ format: "SSCB", shape: [2, 3, 4, 4] }],
      "(CBT, SCB or SCBT). Use the layer of this kind for two dimensions.",
    ],
  ],
});
