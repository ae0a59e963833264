import { type Activation, like } from "../layer/formats.ts";
import { relu as ofEach } from "../ops/index.ts";

/**
 * `max(x, 0)` of each element. Any format. (`ops.relu` takes a value.)
 *
 * @example const Y = relu(X);
 * @see MATLAB relu
 */
export function relu(X: Activation): Activation {
  return like(X, ofEach(X.value));
}
