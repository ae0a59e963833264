import { averagePooling2dLayer } from "../../layers/index.ts";
import { testLayer } from "./testLayer.ts";

const images = [{ format: "SSCB", shape: [2, 2, 5, 6] }] as const;

testLayer({
  make: averagePooling2dLayer,
  minimal: averagePooling2dLayer(3),
  options: { poolSize: 3, stride: 1, padding: 0, paddingValue: 0 },
  golden: 28,
  trains: false,
  cases: {
    "no padding": {
      layer: averagePooling2dLayer([3, 2], { stride: 2, paddingValue: "mean" }),
      inputs: images,
      output: "[batch, 2, 2, 3] (SSCB)",
      description: "3×2 average pooling with stride [2  2] and padding [0  0  0  0]",
    },
    "same, zeros counted": {
      layer: averagePooling2dLayer([2, 3], { padding: "same" }),
      inputs: images,
      output: "[batch, 2, 5, 6] (SSCB)",
      description: "2×3 average pooling with stride [1  1] and padding 'same'",
    },
    "same with a stride, padding not counted": {
      layer: averagePooling2dLayer(3, { padding: "same", stride: [2, 1], paddingValue: "mean" }),
      inputs: images,
      output: "[batch, 2, 3, 6] (SSCB)",
    },
    "each time step, padding not counted": {
      layer: averagePooling2dLayer(2, { padding: [1, 0, 0, 1], stride: 2, paddingValue: "mean" }),
      inputs: [{ format: "SSCBT", shape: [2, 2, 3, 4, 3] }],
      output: "[batch, 2, 2, 2, time] (SSCBT)",
    },
    "images of one row": {
      layer: averagePooling2dLayer([1, 2]),
      inputs: [{ format: "SSCB", shape: [3, 1, 1, 5] }],
      output: "[batch, 1, 1, 4] (SSCB)",
    },
  },
  refused: [
    [{ padding: [3, 0] }, "option 'padding' must be less than poolSize 3"],
    [{ poolSize: [3, 1], padding: 2 }, "option 'padding' must be less than poolSize [3  1]"],
    [{ paddingValue: 1 }, "option 'paddingValue' must be 0 or \"mean\", received 1"],
  ],
  refusedInputs: [[averagePooling2dLayer(6), [...images], "5 rows are fewer than the 6 that one window covers"]],
});
