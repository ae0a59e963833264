import type { Activation } from "../layer/formats.ts";
import { square, subtract, type Value } from "../ops/index.ts";
import { type LossOptions, reducedLoss, requireSameSizes } from "./reducedLoss.ts";

/**
 * The squared errors of a prediction, `Σ (y − t)²`, divided by the number of observations unless `normalizationFactor` says otherwise: a scalar.
 * Padded steps are left out.
 *
 * @example const loss = l2loss(y, t);
 * @see MATLAB l2loss
 */
export function l2loss(y: Activation, t: Activation, options: LossOptions = {}): Value {
  requireSameSizes("l2loss", y, t);
  return reducedLoss(square(subtract(y.value, t.value)), y, options, "l2loss");
}
