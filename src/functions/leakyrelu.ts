import { type Activation, like } from "../layer/formats.ts";
import { less, multiply, select } from "../ops/index.ts";

/**
 * Each element, those below 0 times `scaleFactor` (0.01 by default). Any format.
 *
 * @example const Y = leakyrelu(X, 0.2);
 * @see MATLAB leakyrelu
 */
export function leakyrelu(X: Activation, scaleFactor = 0.01): Activation {
  const { value } = X;
  return like(X, select(less(value, 0), multiply(value, scaleFactor), value));
}
