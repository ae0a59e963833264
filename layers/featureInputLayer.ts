import { z } from "zod";
import { onlyFalse } from "../src/layer/channels.ts";
import {
  normalizationOptions,
  normalizationState,
  normalizedInput,
  refuseUnusedStatistics,
} from "../src/layer/inputNormalization.ts";
import { defineLayer, positiveInteger } from "../src/layer.ts";

/**
 * A layer that feeds one vector of features for each observation into a network (format CB). `normalization` and its statistics are those
 * of `sequenceInputLayer`, over each feature (`normalizationDimension`: `"auto"`, `"channel"`) or all of them (`"all"`).
 *
 * @example featureInputLayer(8, { normalization: "zscore" })
 * @see MATLAB featureInputLayer
 */
export const featureInputLayer = defineLayer({
  type: "featureInputLayer",
  base: "featureinput",
  title: "Feature Input",
  description: ({ inputSize }) => `${inputSize} features`,
  positional: ["inputSize"],
  options: z
    .object({
      inputSize: positiveInteger,
      ...normalizationOptions,
      normalizationDimension: z.enum(["auto", "channel", "all"]).default("auto"),
      splitComplexInputs: onlyFalse("complex numbers are not supported; give real and imaginary parts as features of their own"),
    })
    .superRefine(refuseUnusedStatistics),
  input: ({ inputSize }) => ({ format: "CB", channels: inputSize }),
  state: ({ options }) => normalizationState(options, [options.inputSize]),
  predict: ({ inputs: [x], options, state }) => normalizedInput(x.value, options, state),
});
