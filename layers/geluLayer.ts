import { z } from "zod";
import { approximationOption, gelu } from "../src/functions/gelu.ts";
import { defineLayer, stepByStep } from "../src/layer.ts";

/**
 * A Gaussian error linear unit: weights each number by how many of a standard normal distribution are smaller, `x/2 · (1 + erf(x/√2))`. With
 * `approximation: "tanh"` (default `"none"`) it computes `x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³)))`. Any format in, the same format out.
 *
 * @example geluLayer({ approximation: "tanh" })
 * @see MATLAB geluLayer
 */
export const geluLayer = defineLayer({
  type: "geluLayer",
  base: "gelu",
  title: "GELU",
  options: z.object({ approximation: approximationOption }),
  reach: stepByStep,
  predict: ({ inputs: [x], options }) => gelu(x, options),
});
