import { LayerGraphError } from "../errors.ts";
import type { Activation } from "../layer/formats.ts";
import { abs, less, multiply, select, square, subtract, type Value } from "../ops/index.ts";
import { type LossOptions, reducedLoss, requireSameSizes } from "./reducedLoss.ts";

/** What `huber` can be told by name. */
export interface HuberOptions extends LossOptions {
  /** The error δ from which on the loss grows linearly; 1 by default. */
  readonly transitionPoint?: number;
}

/**
 * The Huber loss of a prediction, a scalar: for each error `e = y − t` `½ e²` where |e| ≤ δ and `δ (|e| − ½ δ)` beyond, added up and divided by the
 * number of observations unless `normalizationFactor` says otherwise. Padded steps are left out.
 *
 * @example const loss = huber(y, t, { transitionPoint: 0.5 });
 * @see MATLAB huber
 */
export function huber(y: Activation, t: Activation, options: HuberOptions = {}): Value {
  requireSameSizes("huber", y, t);
  const { transitionPoint: delta = 1 } = options;
  if (!(delta > 0)) {
    throw new LayerGraphError(
      "invalid-option",
      `huber: option 'transitionPoint' must be a positive number, received ${String(delta)}.`,
    );
  }
  const error = subtract(y.value, t.value);
  const size = abs(error);
  const each = select(less(size, delta), multiply(square(error), 0.5), multiply(subtract(size, delta / 2), delta));
  return reducedLoss(each, y, options, "huber");
}
