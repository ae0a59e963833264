import { z } from "zod";
import { onlyFalse } from "../src/layer/channels.ts";
import {
  normalizationOptions,
  normalizationState,
  normalizedInput,
  refuseUnusedStatistics,
} from "../src/layer/inputNormalization.ts";
import { defineLayer, type Format, positiveInteger } from "../src/layer.ts";

const options = z.object({
  inputSize: z.array(positiveInteger, "must be [height, width, channels]").min(2).max(4),
  format: z.enum(["auto", "SCB"]).default("auto"),
  ...normalizationOptions,
  normalization: normalizationOptions.normalization.removeDefault().default("zerocenter"),
  splitComplexInputs: onlyFalse("complex numbers are not supported; give real and imaginary parts as channels of their own"),
});

/**
 * A layer that feeds images into a network. `inputSize` is `[height, width, channels]` (SSCB), or `[height, width]` for one channel; `[height, width,
 * depth, channels]` is a volume (SSSCB). `format` (`"auto"`, ours): `"SCB"` for one-dimensional images of `inputSize` `[height, channels]`.
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
  description: (given) => {
    const { normalization } = given;
    const how = typeof normalization === "string" ? `'${normalization}'` : "a function as";
    return `${sizesOf(given).join("×")} images${normalization === "none" ? "" : ` with ${how} normalization`}`;
  },
  positional: ["inputSize"],
  options: options.superRefine((given, context) => {
    refuseUnusedStatistics(given, context);
    if (given.format === "auto" || given.inputSize.length === 2) return;
    const message = `must be [height, channels] for images of the format "SCB"`;
    context.addIssue({ code: "custom", path: ["inputSize"], message, input: given.inputSize });
  }),
  fromFirstFormat: (given) =>
    Array.isArray(given.inputSize) && given.inputSize.length === 2 ? { ...given, format: "SCB" } : given,
  matlab: {
    aliases: { AverageImage: "mean" },
    needless: { DataAugmentation: "images are trained on as they are; augment them before" },
    ownOptions: ["format"],
    properties: (given) => ({ InputSize: sizesOf(given) }),
  },
  input: (given) => {
    const sizes = sizesOf(given);
    return { format: formats[sizes.length - 2], channels: sizes.at(-1)!, spatial: sizes.slice(0, -1) };
  },
  state: ({ options }) => normalizationState(options, sizesOf(options)),
  predict: ({ inputs: [x], options, state }) => normalizedInput(x.value, options, state),
});

/** By the number of sizes, from two on. */
const formats: readonly Format[] = ["SCB", "SSCB", "SSSCB"];

/** The spatial sizes and the number of channels, which is 1 where two sizes of an image are given. */
function sizesOf({ inputSize, format }: z.output<typeof options>): readonly number[] {
  return inputSize.length === 2 && format === "auto" ? [...inputSize, 1] : inputSize;
}
