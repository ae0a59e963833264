import type { Activation } from "../layer/formats.ts";
import type { Value } from "../ops/index.ts";
import { crossentropy } from "./crossentropy.ts";
import { huber } from "./huber.ts";
import { indexcrossentropy } from "./indexcrossentropy.ts";
import { l2loss } from "./l2loss.ts";
import { mae } from "./mae.ts";

/** A loss of a prediction and its target: a scalar. */
export type LossFunction = (y: Activation, t: Activation) => Value;

/** A loss that `trainnet` takes by name, and what its targets are. */
export interface NamedLoss {
  readonly loss: LossFunction;
  /** Classes (one-hot) or numbers of the prediction's size; class numbers from 1; numbers. */
  readonly targets: "either" | "indices" | "numbers";
}

const crossEntropy: NamedLoss = { loss: (y, t) => crossentropy(y, t, { normalizationFactor: "positions" }), targets: "either" };
const meanSquared: NamedLoss = { loss: (y, t) => l2loss(y, t, { normalizationFactor: "all-elements" }), targets: "numbers" };
const meanAbsolute: NamedLoss = { loss: (y, t) => mae(y, t), targets: "numbers" };

/**
 * The losses of `trainnet` by their names, divided as MATLAB's are: cross-entropies by the number of observations, time steps and places, all others
 * by the number of elements of the prediction; padded steps are left out.
 *
 * @see MATLAB trainnet
 */
export const namedLosses = {
  crossentropy: crossEntropy,
  "index-crossentropy": { loss: (y, t) => indexcrossentropy(y, t, { normalizationFactor: "positions" }), targets: "indices" },
  "binary-crossentropy": {
    loss: (y, t) => crossentropy(y, t, { classificationMode: "multilabel", normalizationFactor: "all-elements" }),
    targets: "numbers",
  },
  mse: meanSquared,
  "mean-squared-error": meanSquared,
  l2loss: meanSquared,
  mae: meanAbsolute,
  "mean-absolute-error": meanAbsolute,
  l1loss: meanAbsolute,
  huber: { loss: (y, t) => huber(y, t, { normalizationFactor: "all-elements" }), targets: "numbers" },
} as const satisfies Readonly<Record<string, NamedLoss>>;

/** The name of a loss of `trainnet`. */
export type LossName = keyof typeof namedLosses;
