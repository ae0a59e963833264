import { z } from "zod";
import { defineLayer, stepByStep } from "../src/layer.ts";
import { multiply, sigmoid } from "../src/ops/index.ts";

/**
 * A layer that weights each number by its logistic function: `x / (1 + e⁻ˣ)`, also known as SiLU. Any format in, the same format out.
 *
 * @example swishLayer({ name: "swish_1" })
 * @see MATLAB swishLayer
 */
export const swishLayer = defineLayer({
  type: "swishLayer",
  base: "swish",
  title: "Swish",
  description: () => "swish",
  options: z.object({}),
  reach: stepByStep,
  predict: ({ inputs: [x] }) => multiply(x.value, sigmoid(x.value)),
});
