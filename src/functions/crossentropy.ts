import { LayerGraphError } from "../errors.ts";
import type { Activation } from "../layer/formats.ts";
import {
  add,
  beforeSigmoid,
  constant,
  logProbabilities,
  multiply,
  negate,
  perChannel,
  softplus,
  subtract,
  type Value,
} from "../ops/index.ts";
import { type LossOptions, reducedLoss, requireSameSizes } from "./reducedLoss.ts";

/** What `crossentropy` can be told by name. */
export interface CrossentropyOptions extends LossOptions {
  /** A positive weight for each class, in the order of the channels. */
  readonly weights?: readonly number[];
  /** `"single-label"` (default): the channels of a position are probabilities of one class each. `"multilabel"`: of independent yes or no. */
  readonly classificationMode?: "single-label" | "multilabel";
}

/**
 * The cross-entropy of predicted probabilities and targets of the same format and sizes, a scalar: `−Σ w·t·ln(y)`, and for
 * `classificationMode: "multilabel"` `−Σ w·(t·ln(y) + (1 − t)·ln(1 − y))`, divided by the number of observations unless `normalizationFactor` says
 * otherwise. Padded steps count neither in the sum nor in what it is divided by. A probability that softmax or sigmoid made is taken from their
 * input, so that certain mistakes still have a gradient.
 *
 * @example const loss = crossentropy(y, t, { weights: [1, 3], normalizationFactor: "positions" });
 * @see MATLAB crossentropy
 */
export function crossentropy(y: Activation, t: Activation, options: CrossentropyOptions = {}): Value {
  requireSameSizes("crossentropy", y, t);
  const { weights, classificationMode = "single-label" } = options;
  if (classificationMode !== "single-label" && classificationMode !== "multilabel") {
    throw new LayerGraphError(
      "invalid-option",
      `crossentropy: option 'classificationMode' must be "single-label" or "multilabel", received "${String(classificationMode)}".`,
    );
  }
  const each = classificationMode === "multilabel" ? binary(y.value, t.value) : multiply(t.value, logProbabilities(y.value));
  const weighted = weights ? multiply(each, perChannel(classWeights(weights, y), y.value)) : each;
  return negate(reducedLoss(weighted, y, options, "crossentropy"));
}

/** t·ln(y) + (1 − t)·ln(1 − y); for y = sigmoid(x), −t·softplus(−x) − (1 − t)·softplus(x). */
function binary(y: Value, t: Value): Value {
  const x = beforeSigmoid(y);
  const [yes, no] = x
    ? [negate(softplus(negate(x))), negate(softplus(x))]
    : [logProbabilities(y), logProbabilities(subtract(1, y))];
  return add(multiply(t, yes), multiply(subtract(1, t), no));
}

function classWeights(weights: readonly number[], y: Activation): Value {
  const channels = y.value.shape[1];
  if (weights.length === channels && weights.every((weight) => weight > 0)) return constant(weights, [weights.length]);
  throw new LayerGraphError(
    "invalid-option",
    `crossentropy: option 'weights' must have a positive number for each of the ${channels} classes, received [${weights.join(", ")}].`,
  );
}
