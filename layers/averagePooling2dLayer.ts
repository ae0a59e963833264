import { z } from "zod";
import {
  averagePooled,
  imagePoolingDescription,
  imagePoolingOptions,
  imagePoolWindows,
  refuseWideImagePadding,
} from "../src/layer/pooling.ts";
import { averagePaddingValueOption } from "../src/layer/windowOptions.ts";
import { defineLayer, stepByStep } from "../src/layer.ts";

/**
 * A layer that takes the mean of each window of `poolSize` (a number, or `[height, width]`) of an image. SSCB gives SSCB, SSCBT gives SSCBT, each time
 * step by itself. `stride` (1; a number, or `[height, width]`) is the distance of neighbouring windows. `padding` (0) is an amount on all sides,
 * `[vertical, horizontal]`, `[top, bottom, left, right]`, each smaller than the window, or `"same"` (⌈size / stride⌉ outputs, an odd element goes to the
 * bottom and right). `paddingValue` is 0 (default: padding counts as zeros) or `"mean"` (padding does not count).
 *
 * @example averagePooling2dLayer(3, { stride: 2, padding: "same", paddingValue: "mean" })
 * @see MATLAB averagePooling2dLayer
 */
export const averagePooling2dLayer = defineLayer({
  type: "averagePooling2dLayer",
  base: "avgpool2d",
  title: "2-D Average Pooling",
  description: (options) => imagePoolingDescription("average", options),
  positional: ["poolSize"],
  options: z
    .object({ ...imagePoolingOptions, paddingValue: averagePaddingValueOption.default(0) })
    .superRefine(refuseWideImagePadding),
  reach: stepByStep,
  predict: ({ inputs: [x], options }) => averagePooled(x, imagePoolWindows(options), options.paddingValue),
});
