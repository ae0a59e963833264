import { z } from "zod";
import { sigmoid } from "../src/functions/sigmoid.ts";
import { defineLayer, stepByStep } from "../src/layer.ts";

/**
 * A layer that takes the logistic function `1 / (1 + e⁻ˣ)` of each element. Any format in, the same format out.
 *
 * @example sigmoidLayer({ name: "sigmoid_1" })
 * @see MATLAB sigmoidLayer
 */
export const sigmoidLayer = defineLayer({
  type: "sigmoidLayer",
  base: "sigmoid",
  title: "Sigmoid",
  description: () => "sigmoid",
  options: z.object({}),
  reach: stepByStep,
  predict: ({ inputs: [x] }) => sigmoid(x),
});
