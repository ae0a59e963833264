import { z } from "zod";
import { relu } from "../src/functions/relu.ts";
import { defineLayer, stepByStep } from "../src/layer.ts";

/**
 * A layer that replaces negative numbers by zero: `max(0, x)`. Any format in, the same format out.
 *
 * @example reluLayer({ name: "relu_1" })
 * @see MATLAB reluLayer
 */
export const reluLayer = defineLayer({
  type: "reluLayer",
  base: "relu",
  title: "ReLU",
  options: z.object({}),
  reach: stepByStep,
  predict: ({ inputs: [x] }) => relu(x),
});
