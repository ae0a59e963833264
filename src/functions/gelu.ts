import { z } from "zod";
import { type Activation, like } from "../layer/formats.ts";
import { parsedOptions } from "../layer/options.ts";
import { add, erf, multiply, square, tanh, type Value } from "../ops/index.ts";

/** What `gelu` can be told by name. */
export interface GeluOptions {
  /** `"none"` (default): with the error function; `"tanh"`: an approximation by tanh. */
  readonly approximation?: "none" | "tanh";
}

/** How the approximation is written as an option. */
export const approximationOption = z.enum(["none", "tanh"]).default("none");

const options = z.object({ approximation: approximationOption });

/**
 * The Gaussian error linear unit of each element, `x/2 · (1 + erf(x/√2))`, or with `"tanh"` `x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³)))`. Any format.
 *
 * @example const Y = gelu(X, { approximation: "tanh" });
 * @see MATLAB gelu
 */
export function gelu(X: Activation, given: GeluOptions = {}): Activation {
  const { approximation } = parsedOptions(options, given, "gelu");
  const x = X.value;
  const share = approximation === "none" ? erf(multiply(x, Math.SQRT1_2)) : tanh(bent(x));
  return like(X, multiply(multiply(x, 0.5), add(share, 1)));
}

/** `√(2/π) · x · (1 + 0.044715 x²)`. */
function bent(x: Value): Value {
  return multiply(multiply(Math.sqrt(2 / Math.PI), x), add(multiply(0.044715, square(x)), 1));
}
