import { crossentropy, huber, l1loss, l2loss, mse } from "../../functions/index.ts";
import type { Activation } from "../../layer.ts";
import type { Value as Op } from "../../ops/index.ts";
import type { Call } from "../values/value.ts";
import { toActivation } from "./activations.ts";
import type { Family, Result } from "./functionArguments.ts";
import { dataOf, labelled } from "./functionData.ts";
import { tracedFrom } from "./operators.ts";
import { chars } from "./plainValues.ts";
import { formatted } from "./sizeFunctions.ts";
import { scalarArray, TracedArray, unlabelled } from "./tracedArray.ts";

/** MATLAB's loss functions on arrays that are being traced. */
export const lossFunctions: Family = {
  crossentropy: (call) => loss(call, crossentropy, ["ClassificationMode"]),
  mse: (call) => loss(call, mse, []),
  l1loss: (call) => loss(call, l1loss, []),
  l2loss: (call) => loss(call, l2loss, []),
  huber: (call) => loss(call, huber, ["TransitionPoint"]),
};

type Loss = (y: Activation, t: Activation, options: never) => Op;

function loss(call: Call, compute: Loss, names: readonly string[]): Result {
  const all = [
    "DataFormat",
    "Mask",
    "Reduction",
    "NormalizationFactor",
    "Weights",
    "WeightsFormat",
    "TargetCategories",
    ...names,
  ];
  const x = dataOf(call, all);
  const { mask, weights, weightsFormat: _, targetCategories, ...options } = x.options as Record<string, unknown>;
  if (targetCategories === "independent") options.classificationMode = "multilabel";
  const format = x.parted.options.get("DataFormat");
  const target = tracedFrom(x.given[0], call.name);
  const labels = format ?? (target.labels === undefined ? chars(x.array.labels ?? "") : undefined);
  const targets = toActivation(labels ? formatted(unlabelled(target), labels) : target, call.name);
  const more = {
    ...options,
    ...(mask instanceof TracedArray && {
      mask: toActivation(mask.labels === undefined ? formatted(mask, chars(x.array.labels ?? "")) : mask, call.name),
    }),
    ...(weights !== undefined && { weights: Array.isArray(weights) ? weights : [weights] }),
  };
  const value = compute(x.activation, targets, more as never);
  return value.shape.length === 0 ? scalarArray(value) : labelled({ ...x.activation, value });
}
