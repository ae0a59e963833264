import { globalAveragePooling1dLayer } from "../../layers/index.ts";
import { testLayer } from "./testLayer.ts";

testLayer({
  make: globalAveragePooling1dLayer,
  minimal: globalAveragePooling1dLayer(),
  options: {},
  golden: 4,
  cases: {
    "over time": {
      layer: globalAveragePooling1dLayer(),
      inputs: [{ format: "CBT", shape: [2, 3, 4] }],
      output: "[batch, 3] (CB)",
      description: "1-D global average pooling",
    },
    "over the spatial dimension": {
      layer: globalAveragePooling1dLayer(),
      inputs: [{ format: "SCB", shape: [2, 3, 4] }],
      output: "[batch, 3] (CB)",
    },
    "over the spatial dimension of each time step": {
      layer: globalAveragePooling1dLayer(),
      inputs: [{ format: "SCBT", shape: [2, 3, 4, 3] }],
      output: "[batch, 3, time] (CBT)",
    },
  },
  refusedInputs: [
    [globalAveragePooling1dLayer(), [{ format: "CB", shape: [2, 3] }], "Leave it out: there are no time steps left to pool."],
    [
      globalAveragePooling1dLayer(),
      [{ format: "SSCB", shape: [2, 3, 4, 4] }],
      "(CBT, SCB or SCBT). Use the layer of this kind for two dimensions.",
    ],
  ],
});
