import { type Activation, like } from "../layer/formats.ts";
import { softmax as alongAxis } from "../ops/index.ts";

/**
 * `eˣ / Σ eˣ` over the channels: positive numbers that add up to 1 at every place of every observation. Any format. (`ops.softmax` takes a value and an axis.)
 *
 * @example const probabilities = softmax(X);
 * @see MATLAB softmax
 */
export function softmax(X: Activation): Activation {
  return like(X, alongAxis(X.value, 1));
}
