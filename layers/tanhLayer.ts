import { z } from "zod";
import { defineLayer, stepByStep } from "../src/layer.ts";
import { tanh } from "../src/ops/index.ts";

/**
 * A layer that takes the hyperbolic tangent of each element. Any format in, the same format out.
 *
 * @example tanhLayer({ name: "tanh_1" })
 * @see MATLAB tanhLayer
 */
export const tanhLayer = defineLayer({
  type: "tanhLayer",
  base: "tanh",
  title: "Tanh",
  description: () => "Hyperbolic tangent",
  options: z.object({}),
  reach: stepByStep,
  predict: ({ inputs: [x] }) => tanh(x.value),
});
