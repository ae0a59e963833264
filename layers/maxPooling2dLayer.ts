import { z } from "zod";
import {
  imagePoolingDescription,
  imagePoolingOptions,
  imagePoolWindows,
  maxPooled,
  refuseWideImagePadding,
} from "../src/layer/pooling.ts";
import { placesOfMaxima, sizesOf } from "../src/layer/unpooling.ts";
import { defineLayer, sameStep } from "../src/layer.ts";

/**
 * A layer that keeps the largest element of each window of `poolSize` (a number, or `[height, width]`) of an image. SSCB gives SSCB, SSCBT gives SSCBT,
 * each time step by itself. `stride` (1; a number, or `[height, width]`) is the distance of neighbouring windows. `padding` (0), which is never the largest,
 * is an amount on all sides, `[vertical, horizontal]`, `[top, bottom, left, right]`, each smaller than the window, or `"same"` (⌈size / stride⌉ outputs, an
 * odd element goes to the bottom and right).
 *
 * With `hasUnpoolingOutputs` (false) it has the ports `out`, `indices` and `size`, for the ports of the same names of `maxUnpooling2dLayer`; its windows must
 * not overlap then. `indices` holds where in its channel each element was, counted from 1, the height fastest; `size` is an array of ones as large as
 * the input.
 *
 * @example maxPooling2dLayer(2, { stride: 2, hasUnpoolingOutputs: true, name: "pool" })
 * @see MATLAB maxPooling2dLayer
 */
export const maxPooling2dLayer = defineLayer({
  type: "maxPooling2dLayer",
  base: "maxpool",
  title: "2-D Max Pooling",
  description: (options) => imagePoolingDescription("max", options),
  positional: ["poolSize"],
  options: z
    .object({ ...imagePoolingOptions, hasUnpoolingOutputs: z.boolean("must be true or false").default(false) })
    .superRefine((options, context) => {
      refuseWideImagePadding(options, context);
      const overlap = imagePoolWindows(options).some(({ size, stride }) => stride < size);
      if (!options.hasUnpoolingOutputs || !overlap) return;
      const message = "must be false where windows overlap; set stride to poolSize or more";
      context.addIssue({ code: "custom", path: ["hasUnpoolingOutputs"], message, input: true });
    }),
  outputNames: ({ hasUnpoolingOutputs }) => (hasUnpoolingOutputs ? ["out", "indices", "size"] : ["out"]),
  reach: () => ({ reach: [[sameStep], [sameStep], ["none"]] }),
  predict: ({ inputs: [x], options }) => {
    const windows = imagePoolWindows(options);
    const pooled = maxPooled(x, windows);
    return options.hasUnpoolingOutputs ? [pooled, { ...pooled, value: placesOfMaxima(x, windows) }, sizesOf(x)] : pooled;
  },
});
