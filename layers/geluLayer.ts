import { z } from "zod";
import { defineLayer } from "../src/layer.ts";
import { add, erf, multiply, square, tanh, type Value } from "../src/ops/index.ts";

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
  options: z.object({ approximation: z.enum(["none", "tanh"]).default("none") }),
  predict: ({ inputs: [{ value: x }], options: { approximation } }) => {
    const share = approximation === "none" ? erf(multiply(x, Math.SQRT1_2)) : tanh(bent(x));
    return multiply(multiply(x, 0.5), add(share, 1));
  },
});

/** `√(2/π) · x · (1 + 0.044715 x²)`. */
function bent(x: Value): Value {
  return multiply(multiply(Math.sqrt(2 / Math.PI), x), add(multiply(0.044715, square(x)), 1));
}
