import { z } from "zod";
import { defineLayer, stepByStep } from "../src/layer.ts";
import { minimum, relu } from "../src/ops/index.ts";

/**
 * A layer that replaces negative numbers by zero and those above `ceiling` by the ceiling: `min(max(0, x), ceiling)`. Any format in, the same
 * format out.
 *
 * @example clippedReluLayer(6, { name: "relu6" })
 * @see MATLAB clippedReluLayer
 */
export const clippedReluLayer = defineLayer({
  type: "clippedReluLayer",
  base: "clippedrelu",
  title: "Clipped ReLU",
  description: ({ ceiling }) => `Clipped ReLU with ceiling ${ceiling}`,
  positional: ["ceiling"],
  options: z.object({ ceiling: z.number("must be a positive number").positive("must be a positive number") }),
  reach: stepByStep,
  predict: ({ inputs: [x], options: { ceiling } }) => minimum(relu(x.value), ceiling),
});
