import { z } from "zod";
import { maxPooled, poolingDescription, poolingOptions, poolWindow, refuseWidePadding } from "../src/layer/pooling.ts";
import { poolingReach } from "../src/layer/windowReach.ts";
import { defineLayer } from "../src/layer.ts";

/**
 * A layer that keeps the largest element of each window of `poolSize` steps: over time in CBT, over the spatial dimension in SCB and SCBT. The
 * format stays. `stride` (1) is the distance of neighbouring windows. `padding` (0), which is never the largest, is a number of steps on both
 * sides, `[left, right]`, each smaller than poolSize, or `"same"` (⌈length / stride⌉ outputs, an odd step goes right).
 *
 * @example maxPooling1dLayer(3, { stride: 2 })
 * @see MATLAB maxPooling1dLayer
 */
export const maxPooling1dLayer = defineLayer({
  type: "maxPooling1dLayer",
  base: "maxpool1d",
  title: "1-D Max Pooling",
  description: (options) => poolingDescription("Max", options),
  positional: ["poolSize"],
  options: z.object(poolingOptions).superRefine(refuseWidePadding),
  reach: ({ options, inputs: [x] }) => poolingReach(x, options),
  predict: ({ inputs: [x], options }) => maxPooled(x, poolWindow(options)),
});
