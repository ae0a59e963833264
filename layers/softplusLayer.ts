import { z } from "zod";
import { defineLayer, stepByStep } from "../src/layer.ts";
import { softplus } from "../src/ops/index.ts";

/**
 * A smooth rectifier, whose result is always positive: `log(1 + eˣ)`. Any format in, the same format out.
 *
 * @example softplusLayer({ name: "softplus_1" })
 * @see MATLAB softplusLayer
 */
export const softplusLayer = defineLayer({
  type: "softplusLayer",
  base: "softplus",
  title: "Softplus",
  options: z.object({}),
  reach: stepByStep,
  predict: ({ inputs: [x] }) => softplus(x.value),
});
