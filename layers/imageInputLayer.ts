import { z } from "zod";
import { onlyFalse } from "../src/layer/channels.ts";
import {
  normalizationOptions,
  normalizationState,
  normalizedInput,
  refuseUnusedStatistics,
} from "../src/layer/inputNormalization.ts";
import { defineLayer, type Format, positiveInteger } from "../src/layer.ts";

const formats: readonly Format[] = ["SCB", "SSCB", "SSSCB"];

/**
 * A layer that feeds images into a network. `inputSize` is `[height, width, channels]` (SSCB); `[height, channels]` is a one-dimensional image (SCB),
 * `[height, width, depth, channels]` a volume (SSSCB).
 *
 * `normalization` is `"zerocenter"` (default), `"zscore"`, `"rescale-symmetric"`, `"rescale-zero-one"`, `"none"` or a function of the array `[batch,
 * channels, height, width]`. The statistics come from the training images, over each channel (`normalizationDimension`: `"auto"`, `"channel"`), each
 * element (`"element"`) or everything (`"all"`), or from `mean`, `standardDeviation`, `min`, `max`. MATLAB's legacy option for augmenting images is not there.
 *
 * @example imageInputLayer([28, 28, 1], { normalization: "rescale-zero-one", min: 0, max: 255 })
 * @see MATLAB imageInputLayer
 */
export const imageInputLayer = defineLayer({
  type: "imageInputLayer",
  base: "imageinput",
  title: "Image Input",
  description: ({ inputSize, normalization }) => {
    const how = typeof normalization === "string" ? `'${normalization}'` : "a function as";
    return `${inputSize.join("×")} images${normalization === "none" ? "" : ` with ${how} normalization`}`;
  },
  positional: ["inputSize"],
  options: z
    .object({
      inputSize: z.array(positiveInteger, "must be [height, width, channels]").min(2).max(4),
      ...normalizationOptions,
      normalization: normalizationOptions.normalization.removeDefault().default("zerocenter"),
      splitComplexInputs: onlyFalse("complex numbers are not supported; give real and imaginary parts as channels of their own"),
    })
    .superRefine(refuseUnusedStatistics),
  matlab: {
    aliases: { AverageImage: "mean" },
    needless: { DataAugmentation: "images are trained on as they are; augment them before" },
  },
  input: ({ inputSize }) => ({
    format: formats[inputSize.length - 2],
    channels: inputSize.at(-1)!,
    spatial: inputSize.slice(0, -1),
  }),
  state: ({ options }) => normalizationState(options, options.inputSize),
  predict: ({ inputs: [x], options, state }) => normalizedInput(x.value, options, state),
});
