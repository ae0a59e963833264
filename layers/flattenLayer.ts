import { z } from "zod";
import { flattened } from "../src/layer/flattening.ts";
import { defineLayer, stepByStep } from "../src/layer.ts";

/**
 * A layer that makes one vector of features of each observation, and of each time step: the spatial dimensions join the channels in MATLAB's
 * order (column-major), so that the first spatial dimension runs fastest and the channels slowest. SCB and SSCB give CB, SCBT and SSCBT give
 * CBT; CB and CBT stay as they are.
 *
 * @example flattenLayer({ name: "flatten" })
 * @see MATLAB flattenLayer
 */
export const flattenLayer = defineLayer({
  type: "flattenLayer",
  base: "flatten",
  title: "Flatten",
  options: z.object({}),
  reach: stepByStep,
  predict: ({ inputs: [x] }) => flattened(x),
});
