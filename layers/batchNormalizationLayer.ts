import { z } from "zod";
import { batchnorm } from "../src/functions/batchnorm.ts";
import {
  epsilonOption,
  expectedChannels,
  numChannelsOption,
  offsetAndScale,
  offsetAndScaleOptions,
} from "../src/layer/channels.ts";
import { arrayOption, channelsOf, defineLayer, type Layout, stepByStep } from "../src/layer.ts";
import { add, multiply, type Value } from "../src/ops/index.ts";

const message = "must be a number from 0 to 1";
const decay = z.number(message).min(0, message).max(1, message).default(0.1);

/**
 * A layer that brings every channel to mean 0 and variance 1 and then scales and shifts it: `y = scale · (x − mean) / √(variance + epsilon) + offset`.
 * Any format in, the same format out. In training the statistics are those of the mini-batch, over observations, positions and time steps,
 * padding left out; in prediction they are `trainedMean` and `trainedVariance`.
 *
 * Those start at 0 and 1 and move with every mini-batch, `meanDecay · mean + (1 − meanDecay) · trainedMean` (`meanDecay` and `varianceDecay` 0.1); with
 * `batchNormalizationStatistics: "population"` they are computed over the whole training set in the end. `epsilon` is 1e-5. `offset` and `scale` have one
 * number for each channel; their L2 factors are 1. `numChannels` (`"auto"`) is checked against the input where it is a number.
 *
 * @example batchNormalizationLayer({ name: "batchnorm" })
 * @see MATLAB batchNormalizationLayer
 */
export const batchNormalizationLayer = defineLayer({
  type: "batchNormalizationLayer",
  base: "batchnorm",
  title: "Batch Normalization",
  description: (_, [x]: readonly (Layout | undefined)[]) => `Batch normalization${x ? ` with ${channelsOf(x)} channels` : ""}`,
  options: z.object({
    epsilon: epsilonOption,
    numChannels: numChannelsOption,
    meanDecay: decay,
    varianceDecay: decay,
    trainedMean: arrayOption.optional(),
    trainedVariance: arrayOption.optional(),
    ...offsetAndScaleOptions,
  }),
  learnables: ({ options, inputs: [x] }) => offsetAndScale(options, expectedChannels(x, options.numChannels)),
  state: ({ options, inputs: [x] }) => {
    const size = [expectedChannels(x, options.numChannels), 1];
    return {
      trainedMean: { size, initial: 0, given: options.trainedMean },
      trainedVariance: { size, initial: 1, given: options.trainedVariance },
    };
  },
  reach: stepByStep,
  predict: ({ inputs: [x], options: { epsilon }, learnables: { offset, scale }, state: { trainedMean, trainedVariance } }) =>
    batchnorm(x, offset, scale, trainedMean, trainedVariance, { epsilon }),
  forward: ({ inputs: [x], options, learnables: { offset, scale }, state: { trainedMean, trainedVariance } }) => {
    const [y, mean, variance] = batchnorm(x, offset, scale, { epsilon: options.epsilon });
    const moved = (old: Value, now: Value, share: number): Value => add(multiply(now, share), multiply(old, 1 - share));
    return {
      outputs: [y],
      state: {
        trainedMean: moved(trainedMean, mean, options.meanDecay),
        trainedVariance: moved(trainedVariance, variance, options.varianceDecay),
      },
      population: { trainedMean: mean, trainedVariance: variance },
    };
  },
});
