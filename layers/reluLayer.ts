import { z } from "zod";
import { defineLayer } from "../src/layer.ts";
import { relu } from "../src/ops/index.ts";

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
  predict: ({ inputs: [x] }) => relu(x.value),
});
