import type { Activation } from "../layer/formats.ts";
import type { Value } from "../ops/index.ts";
import { l1loss } from "./l1loss.ts";
import type { LossOptions } from "./reducedLoss.ts";

/**
 * The mean absolute error of a prediction, a scalar: `l1loss` divided by the number of elements, padded steps left out. MATLAB has it as
 * `trainnet`'s loss `"mae"`.
 *
 * @example const loss = mae(y, t);
 * @see MATLAB trainnet, l1loss
 */
export function mae(y: Activation, t: Activation, options: Omit<LossOptions, "normalizationFactor"> = {}): Value {
  return l1loss(y, t, { ...options, normalizationFactor: "all-elements" });
}
