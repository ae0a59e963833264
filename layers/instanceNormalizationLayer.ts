import { z } from "zod";
import {
  epsilonOption,
  expectedChannels,
  numChannelsOption,
  offsetAndScale,
  offsetAndScaleOptions,
} from "../src/layer/channels.ts";
import { normalizedInGroups, requirePositions, statisticsReach } from "../src/layer/grouping.ts";
import { channelsOf, defineLayer, type Layout } from "../src/layer.ts";

/**
 * A layer that brings each channel of every observation to mean 0 and variance 1 over its positions and time steps (padding left out) and then scales and
 * shifts it: `y = scale · (x − mean) / √(variance + epsilon) + offset`. Any format but CB in, the same format out.
 *
 * `epsilon` is 1e-5. `offset` and `scale` have one number for each channel; their L2 factors are 1. `numChannels` (`"auto"`) is checked against the input where
 * it is a number.
 *
 * @example instanceNormalizationLayer({ name: "instancenorm" })
 * @see MATLAB instanceNormalizationLayer
 */
export const instanceNormalizationLayer = defineLayer({
  type: "instanceNormalizationLayer",
  base: "instancenorm",
  title: "Instance Normalization",
  description: (_, [x]: readonly (Layout | undefined)[]) => `Instance normalization${x ? ` with ${channelsOf(x)} channels` : ""}`,
  options: z.object({ epsilon: epsilonOption, numChannels: numChannelsOption, ...offsetAndScaleOptions }),
  learnables: ({ options, inputs: [x] }) => {
    requirePositions(x);
    return offsetAndScale(options, expectedChannels(x, options.numChannels));
  },
  reach: statisticsReach,
  predict: ({ inputs: [x], options, learnables: { offset, scale } }) =>
    normalizedInGroups(x, x.value.shape[1] as number, scale, offset, options.epsilon),
});
