import { z } from "zod";
import { defineLayer, stepByStep } from "../src/layer.ts";
import { add, exp, minimum, multiply, relu, subtract } from "../src/ops/index.ts";

/**
 * An exponential linear unit: leaves numbers of at least 0 as they are and turns the others into `alpha · (eˣ − 1)` (`alpha` 1). Any format
 * in, the same format out.
 *
 * @example eluLayer(0.5, { name: "elu_1" })
 * @see MATLAB eluLayer
 */
export const eluLayer = defineLayer({
  type: "eluLayer",
  base: "elu",
  title: "ELU",
  description: ({ alpha }) => `ELU with Alpha ${alpha}`,
  optionalPositional: ["alpha"],
  options: z.object({ alpha: z.number().default(1) }),
  // The exponent is cut at 0: what is not chosen must not overflow.
  reach: stepByStep,
  predict: ({ inputs: [x], options: { alpha } }) => add(relu(x.value), multiply(alpha, subtract(exp(minimum(x.value, 0)), 1))),
});
