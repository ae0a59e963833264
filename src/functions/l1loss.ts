import type { Activation } from "../layer/formats.ts";
import { abs, subtract, type Value } from "../ops/index.ts";
import { type LossOptions, reducedLoss, requireSameSizes } from "./reducedLoss.ts";

/**
 * The absolute errors of a prediction, `Σ |y − t|`, divided by the number of observations unless `normalizationFactor` says otherwise: a scalar.
 * Padded steps are left out.
 *
 * @example const loss = l1loss(y, t);
 * @see MATLAB l1loss
 */
export function l1loss(y: Activation, t: Activation, options: LossOptions = {}): Value {
  requireSameSizes("l1loss", y, t);
  return reducedLoss(abs(subtract(y.value, t.value)), y, options, "l1loss");
}
