import { z } from "zod";
import { globalMaximum } from "../src/layer/globalPooling.ts";
import { defineLayer, stepByStep } from "../src/layer.ts";

/**
 * A layer that keeps the largest element of each channel of an image: SSCB becomes CB, SSCBT becomes CBT, each time step by itself.
 *
 * @example globalMaxPooling2dLayer({ name: "gmp" })
 * @see MATLAB globalMaxPooling2dLayer
 */
export const globalMaxPooling2dLayer = defineLayer({
  type: "globalMaxPooling2dLayer",
  base: "gmpool",
  title: "2-D Global Max Pooling",
  description: () => "2-D global max pooling",
  options: z.object({}),
  reach: stepByStep,
  predict: ({ inputs: [x] }) => globalMaximum(x, 2),
});
