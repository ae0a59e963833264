import { z } from "zod";
import { averagePooled, poolingDescription, poolingOptions, poolWindow, refuseWidePadding } from "../src/layer/pooling.ts";
import { averagePaddingValueOption } from "../src/layer/windowOptions.ts";
import { poolingReach } from "../src/layer/windowReach.ts";
import { defineLayer } from "../src/layer.ts";

/**
 * A layer that takes the mean of each window of `poolSize` steps: over time in CBT, over the spatial dimension in SCB and SCBT. The format
 * stays. `stride` (1) is the distance of neighbouring windows. `padding` (0) is a number of steps on both sides, `[left, right]`, each smaller
 * than poolSize, or `"same"` (⌈length / stride⌉ outputs, an odd step goes right). `paddingValue` is 0 (default: padding counts as zeros) or `"mean"`
 * (padding does not count).
 *
 * @example averagePooling1dLayer(3, { stride: 2, padding: "same", paddingValue: "mean" })
 * @see MATLAB averagePooling1dLayer
 */
export const averagePooling1dLayer = defineLayer({
  type: "averagePooling1dLayer",
  base: "avgpool1d",
  title: "1-D Average Pooling",
  description: (options) => poolingDescription("Average", options),
  positional: ["poolSize"],
  options: z.object({ ...poolingOptions, paddingValue: averagePaddingValueOption.default(0) }).superRefine(refuseWidePadding),
  reach: ({ options, inputs: [x] }) => poolingReach(x, options),
  predict: ({ inputs: [x], options }) => averagePooled(x, poolWindow(options), options.paddingValue),
});
