import { globalAveragePooling2dLayer } from "../../layers/index.ts";
import { testLayer } from "./testLayer.ts";

testLayer({
  make: globalAveragePooling2dLayer,
  minimal: globalAveragePooling2dLayer(),
  options: { spatialDimensions: "keep" },
  golden: 5,
  trains: false,
  cases: {
    images: {
      layer: globalAveragePooling2dLayer(),
      inputs: [{ format: "SSCB", shape: [2, 3, 4, 2] }],
      output: "[batch, 3, 1, 1] (SSCB)",
      description: "2-D global average pooling",
    },
    "images of one row": {
      layer: globalAveragePooling2dLayer(),
      inputs: [{ format: "SSCB", shape: [3, 2, 1, 4] }],
      output: "[batch, 2, 1, 1] (SSCB)",
    },
    "each time step": {
      layer: globalAveragePooling2dLayer(),
      inputs: [{ format: "SSCBT", shape: [2, 3, 2, 3, 3] }],
      output: "[batch, 3, 1, 1, time] (SSCBT)",
    },
    "spatial dimensions removed": {
      layer: globalAveragePooling2dLayer({ spatialDimensions: "remove" }),
      inputs: [{ format: "SSCB", shape: [2, 3, 4, 2] }],
      output: "[batch, 3] (CB)",
    },
    "spatial dimensions removed at each time step": {
      layer: globalAveragePooling2dLayer({ spatialDimensions: "remove" }),
      inputs: [{ format: "SSCBT", shape: [2, 3, 2, 3, 3] }],
      output: "[batch, 3, time] (CBT)",
    },
  },
  refused: [[{ spatialDimensions: "drop" }, 'option \'spatialDimensions\' must be "keep" or "remove"']],
  refusedInputs: [
    [
      globalAveragePooling2dLayer(),
      [{ format: "CB", shape: [2, 3] }],
      "Leave it out: there are no spatial dimensions left to pool.",
    ],
    [
      globalAveragePooling2dLayer(),
      [{ format: "CBT", shape: [2, 3, 4] }],
      "(SSCB or SSCBT). Use the layer of this kind for one dimension.",
    ],
  ],
});
