import { z } from "zod";
import { expectedChannels, numChannelsOption } from "../src/layer/channels.ts";
import { arrayOption, channelsOf, defineLayer, factor, type Layout, stepByStep, vectorInitializerOption } from "../src/layer.ts";
import { add, minimum, multiply, perChannel, relu } from "../src/ops/index.ts";

const startingSlope = 0.25;

/**
 * A rectifier that learns how much of negative numbers it lets through: leaves numbers of at least 0 as they are and multiplies the others by
 * `alpha`, one number for each channel. Any format in, the same format out.
 *
 * `alpha` starts at 0.25 everywhere, at given values, or as `alphaInitializer` says; `alphaLearnRateFactor` is 1 and `alphaL2Factor` 0, for
 * a slope that is pulled towards zero would make it a ReLU. `numChannels` (`"auto"`) is checked against the input where it is a number.
 *
 * @example preluLayer({ name: "prelu_1" })
 * @see MATLAB preluLayer
 */
export const preluLayer = defineLayer({
  type: "preluLayer",
  base: "prelu",
  title: "PReLU",
  description: (_, [x]: readonly (Layout | undefined)[]) => `PReLU${x ? ` with ${channelsOf(x)} channels` : ""}`,
  options: z.object({
    numChannels: numChannelsOption,
    alphaInitializer: vectorInitializerOption.optional(),
    alpha: arrayOption.optional(),
    alphaLearnRateFactor: factor.default(1),
    alphaL2Factor: factor.default(0),
  }),
  learnables: ({ options, inputs: [x] }) => ({
    alpha: {
      size: [expectedChannels(x, options.numChannels), 1],
      initializer: options.alphaInitializer ?? (([channels]) => new Array<number>(channels).fill(startingSlope)),
      given: options.alpha,
      learnRateFactor: options.alphaLearnRateFactor,
      l2Factor: options.alphaL2Factor,
    },
  }),
  reach: stepByStep,
  predict: ({ inputs: [x], learnables: { alpha } }) =>
    add(relu(x.value), multiply(perChannel(alpha, x.value), minimum(x.value, 0))),
});
