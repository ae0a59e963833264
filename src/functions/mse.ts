import type { Activation } from "../layer/formats.ts";
import { multiply, square, subtract, type Value } from "../ops/index.ts";
import { type LossOptions, reducedLoss, requireSameSizes } from "./reducedLoss.ts";

/**
 * Half the squared errors of a prediction, `½ Σ (y − t)²`, divided by the number of observations unless `normalizationFactor` says otherwise: a scalar.
 * Padded steps are left out. `trainnet`'s loss `"mse"` is another one: the mean of the squared errors, which is `l2loss` with `"all-elements"`.
 *
 * @example const loss = mse(y, t);
 * @see MATLAB mse
 */
export function mse(y: Activation, t: Activation, options: LossOptions = {}): Value {
  requireSameSizes("mse", y, t);
  return multiply(reducedLoss(square(subtract(y.value, t.value)), y, options, "mse"), 0.5);
}
