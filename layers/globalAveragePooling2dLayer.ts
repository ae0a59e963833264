import { z } from "zod";
import { globalMean } from "../src/layer/globalPooling.ts";
import { defineLayer, stepByStep } from "../src/layer.ts";

/**
 * A layer that takes the mean of each channel of an image: SSCB becomes CB, SSCBT becomes CBT, each time step by itself.
 *
 * @example globalAveragePooling2dLayer({ name: "gap" })
 * @see MATLAB globalAveragePooling2dLayer
 */
export const globalAveragePooling2dLayer = defineLayer({
  type: "globalAveragePooling2dLayer",
  base: "gapool",
  title: "2-D Global Average Pooling",
  description: () => "2-D global average pooling",
  options: z.object({}),
  reach: stepByStep,
  predict: ({ inputs: [x] }) => globalMean(x, 2),
});
