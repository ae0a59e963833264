import { z } from "zod";
import { leakyrelu } from "../src/functions/leakyrelu.ts";
import { defineLayer, stepByStep } from "../src/layer.ts";

/**
 * A layer that multiplies negative numbers by `scale` (0.01) and leaves the others as they are. Any format in, the same format out.
 *
 * @example leakyReluLayer(0.1)
 * @see MATLAB leakyReluLayer
 */
export const leakyReluLayer = defineLayer({
  type: "leakyReluLayer",
  base: "leakyrelu",
  title: "Leaky ReLU",
  description: ({ scale }) => `Leaky ReLU with scale ${scale}`,
  optionalPositional: ["scale"],
  options: z.object({ scale: z.number().default(0.01) }),
  reach: stepByStep,
  predict: ({ inputs: [x], options: { scale } }) => leakyrelu(x, scale),
});
