import { expect, it } from "vitest";
import { imageInputLayer } from "../../layers/index.ts";
import { inputCase } from "./normalization.ts";
import { testLayer } from "./testLayer.ts";

const images = [{ format: "SSCB", shape: [2, 3, 4, 5] }] as const;
const sameSize = { inputs: images, output: "[batch, 3, 4, 5] (SSCB)" };

testLayer({
  make: imageInputLayer,
  minimal: imageInputLayer([4, 5, 3]),
  trains: false,
  options: {
    inputSize: [4, 5, 3],
    format: "auto",
    normalization: "zerocenter",
    normalizationDimension: "auto",
    splitComplexInputs: false,
  },
  golden: 52,
  cases: {
    zerocenter: { ...sameSize, layer: imageInputLayer([4, 5, 3]), description: "4×5×3 images with 'zerocenter' normalization" },
    none: { ...sameSize, layer: imageInputLayer([4, 5, 3], { normalization: "none" }), description: "4×5×3 images" },
    "zscore, each element": {
      ...sameSize,
      layer: imageInputLayer([4, 5, 3], { normalization: "zscore", normalizationDimension: "element" }),
    },
    volumes: {
      layer: imageInputLayer([2, 3, 2, 2], { normalization: "rescale-symmetric" }),
      inputs: [{ format: "SSSCB", shape: [2, 2, 2, 3, 2] }],
      output: "[batch, 2, 2, 3, 2] (SSSCB)",
    },
    "two sizes, which are those of one channel": {
      layer: imageInputLayer([4, 5]),
      inputs: [{ format: "SSCB", shape: [2, 1, 4, 5] }],
      output: "[batch, 1, 4, 5] (SSCB)",
      description: "4×5×1 images with 'zerocenter' normalization",
    },
    "one-dimensional": {
      layer: imageInputLayer([6, 2], { format: "SCB", normalization: "rescale-zero-one", min: 0, max: 255 }),
      inputs: [{ format: "SCB", shape: [3, 2, 6] }],
      output: "[batch, 2, 6] (SCB)",
    },
  },
  refused: [
    [{ inputSize: 28 }, "option 'inputSize' must be [height, width, channels]"],
    [{ inputSize: [4] }, "option 'inputSize'"],
    [{ normalization: "none", mean: 1 }, "option 'mean' must be left out"],
    [{ inputSize: [4, 5, 3], format: "SCB" }, "option 'inputSize' must be [height, channels] for images of the format \"SCB\""],
    [{ format: "SSCB" }, "option 'format' must be"],
    [{ splitComplexInputs: true }, "option 'splitComplexInputs' must be false"],
  ],
});

it("takes statistics over each channel, each element or everything", () => {
  const sizes = (normalizationDimension: "auto" | "channel" | "element" | "all") =>
    Object.values(inputCase(imageInputLayer([4, 5, 3], { normalizationDimension }))).map(({ size }) => size);
  expect(sizes("auto")).toEqual([[1, 1, 3]]);
  expect(sizes("channel")).toEqual([[1, 1, 3]]);
  expect(sizes("element")).toEqual([[4, 5, 3]]);
  expect(sizes("all")).toEqual([[1, 1]]);
  const gray = imageInputLayer([4, 5], { normalizationDimension: "element" });
  expect(Object.values(inputCase(gray)).map(({ size }) => size)).toEqual([[4, 5, 1]]);
});
