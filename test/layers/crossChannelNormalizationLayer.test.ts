import { crossChannelNormalizationLayer } from "../../layers/index.ts";
import { testLayer } from "./testLayer.ts";

testLayer({
  make: crossChannelNormalizationLayer,
  minimal: crossChannelNormalizationLayer(3),
  options: { windowChannelSize: 3, alpha: 1e-4, beta: 0.75, k: 2 },
  golden: 13,
  cases: {
    images: {
      layer: crossChannelNormalizationLayer(3, { alpha: 0.5 }),
      inputs: [{ format: "SSCB", shape: [2, 4, 3, 2] }],
      output: "[batch, 4, 3, 2] (SSCB)",

      description: "cross channel normalization with 3 channels per element",
    },
    "an even window": {
      layer: crossChannelNormalizationLayer(2, { alpha: 1, beta: 0.5, k: 1 }),
      inputs: [{ format: "CBT", shape: [2, 4, 5] }],
      output: "[batch, 4, time] (CBT)",
    },
    "more channels than there are": {
      layer: crossChannelNormalizationLayer(9, { alpha: 1 }),
      inputs: [{ format: "CB", shape: [3, 4] }],
      output: "[batch, 4] (CB)",
    },
    "image sequences": {
      layer: crossChannelNormalizationLayer(5, { alpha: 0.3 }),
      inputs: [{ format: "SSCBT", shape: [2, 4, 2, 2, 3] }],
      output: "[batch, 4, 2, 2, time] (SSCBT)",
    },
  },
  refused: [
    [{ windowChannelSize: 0 }, "option 'windowChannelSize' must be a positive whole number"],
    [{ k: 0 }, "option 'k' must be a number of at least 0.00001"],
    [{ beta: 0 }, "option 'beta' must be a number of at least 0.01"],
    [{ alpha: -1 }, "option 'alpha' must be a number of at least 0"],
  ],
});
