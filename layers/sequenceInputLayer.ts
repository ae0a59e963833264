import { z } from "zod";
import { onlyFalse } from "../src/layer/channels.ts";
import { timeDimensionOption } from "../src/layer/inputFormats.ts";
import {
  normalizationOptions,
  normalizationState,
  normalizedInput,
  refuseUnusedStatistics,
} from "../src/layer/inputNormalization.ts";
import { defineLayer, type Format, positiveInteger } from "../src/layer.ts";

const inputSize = z.union([positiveInteger, z.array(positiveInteger).min(2).max(4)], {
  error: "must be the number of features, or [height, channels], [height, width, channels] or [height, width, depth, channels]",
});
const formats: readonly Format[] = ["CBT", "SCBT", "SSCBT", "SSSCBT"];

/**
 * A layer that feeds sequences into a network. `inputSize` is the number of features (format CBT), or the size of each step where a step is an
 * image: `[height, channels]` (SCBT), `[height, width, channels]` (SSCBT), `[height, width, depth, channels]` (SSSCBT).
 *
 * `normalization` is `"none"` (default), `"zerocenter"` (x − mean), `"zscore"` (… / standard deviation), `"rescale-symmetric"` (to −1 … 1),
 * `"rescale-zero-one"` or a function of the array `[batch, channels, …, time]`. The statistics come from the training data, padding left out,
 * over each channel (`normalizationDimension`: `"auto"`, `"channel"`, `"element"`, `"all"`), or from `mean`, `standardDeviation`, `min`, `max`.
 * `minLength` (1) is the shortest sequence that is accepted.
 *
 * `timeDimension` (`"time"`, ours) names the time dimension. Input layers that name the same one are fed sequences of the same lengths, as where
 * they are added step by step; a network whose inputs have lengths of their own, such as a translator, gives them different names.
 *
 * @example sequenceInputLayer(12, { normalization: "zerocenter", name: "input" })
 * @example sequenceInputLayer([16, 3])
 * @example sequenceInputLayer([28, 28, 3])
 * @see MATLAB sequenceInputLayer
 */
export const sequenceInputLayer = defineLayer({
  type: "sequenceInputLayer",
  base: "sequenceinput",
  title: "Sequence Input",
  description: ({ inputSize }) => `Sequence input with ${sizeOf(inputSize).join("×")} dimensions`,
  matlab: { ownOptions: ["timeDimension"] },
  positional: ["inputSize"],
  options: z
    .object({
      inputSize,
      minLength: positiveInteger.default(1),
      timeDimension: timeDimensionOption,
      ...normalizationOptions,
      splitComplexInputs: onlyFalse("complex numbers are not supported; give real and imaginary parts as features of their own"),
    })
    .superRefine(refuseUnusedStatistics),
  input: ({ inputSize, minLength, timeDimension }) => {
    const size = sizeOf(inputSize);
    return { format: formats[size.length - 1], channels: size.at(-1)!, spatial: size.slice(0, -1), minLength, timeDimension };
  },
  state: ({ options }) => normalizationState(options, sizeOf(options.inputSize)),
  predict: ({ inputs: [x], options, state }) => normalizedInput(x.value, options, state),
});

function sizeOf(inputSize: number | readonly number[]): readonly number[] {
  return typeof inputSize === "number" ? [inputSize] : inputSize;
}
