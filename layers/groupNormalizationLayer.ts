import { z } from "zod";
import {
  epsilonOption,
  expectedChannels,
  numChannelsOption,
  offsetAndScale,
  offsetAndScaleOptions,
} from "../src/layer/channels.ts";
import { normalizedInGroups, statisticsReach } from "../src/layer/grouping.ts";
import { numGroupsOf } from "../src/layer/groups.ts";
import { channelsOf, defineLayer, type Layout, layoutOf, positiveInteger } from "../src/layer.ts";

/**
 * A layer that divides the channels of every observation into `numGroups` groups of neighbours, brings each group to mean 0 and variance 1 over its
 * channels, positions and time steps (padding left out), and then scales and shifts each channel: `y = scale · (x − mean) / √(variance + epsilon) + offset`.
 * Any format in, the same format out.
 *
 * `numGroups` is a divisor of the number of channels, `"all-channels"` (one group) or `"channel-wise"` (every channel is a group). `epsilon` is 1e-5.
 * `offset` and `scale` have one number for each channel; their L2 factors are 1. `numChannels` (`"auto"`) is checked against the input where it is a number.
 *
 * @example groupNormalizationLayer(4, { name: "groupnorm" })
 * @see MATLAB groupNormalizationLayer
 */
export const groupNormalizationLayer = defineLayer({
  type: "groupNormalizationLayer",
  base: "groupnorm",
  title: "Group Normalization",
  description: ({ numGroups }, [x]: readonly (Layout | undefined)[]) => {
    const groups = numGroups === "all-channels" ? "one group" : `${numGroups} groups`;
    return `Group normalization with ${x ? `${channelsOf(x)} channels split into ` : ""}${groups}`;
  },
  positional: ["numGroups"],
  options: z.object({
    numGroups: z.union([z.enum(["all-channels", "channel-wise"]), positiveInteger], {
      error: 'must be "all-channels", "channel-wise" or a positive whole number',
    }),
    epsilon: epsilonOption,
    numChannels: numChannelsOption,
    ...offsetAndScaleOptions,
  }),
  learnables: ({ options, inputs: [x] }) => {
    numGroupsOf(x, options.numGroups);
    return offsetAndScale(options, expectedChannels(x, options.numChannels));
  },
  reach: statisticsReach,
  predict: ({ inputs: [x], options, learnables: { offset, scale } }) =>
    normalizedInGroups(x, numGroupsOf(layoutOf(x), options.numGroups), scale, offset, options.epsilon),
});
