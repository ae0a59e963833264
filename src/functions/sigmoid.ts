import { type Activation, like } from "../layer/formats.ts";
import { sigmoid as ofEach } from "../ops/index.ts";

/**
 * `1 / (1 + e⁻ˣ)` of each element. Any format. (`ops.sigmoid` takes a value.)
 *
 * @example const Y = sigmoid(X);
 * @see MATLAB sigmoid
 */
export function sigmoid(X: Activation): Activation {
  return like(X, ofEach(X.value));
}
