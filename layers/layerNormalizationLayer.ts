import { z } from "zod";
import { layernorm, operationDimensionOption } from "../src/functions/layernorm.ts";
import {
  epsilonOption,
  expectedChannels,
  numChannelsOption,
  offsetAndScale,
  offsetAndScaleOptions,
} from "../src/layer/channels.ts";
import { allSteps, channelsOf, defineLayer, type Layout, sameStep } from "../src/layer.ts";

/**
 * A layer that brings every observation to mean 0 and variance 1 and then scales and shifts each channel:
 * `y = scale · (x − mean) / √(variance + epsilon) + offset`. Any format in, the same format out.
 *
 * `operationDimension` says what the statistics are taken over: `"channel-only"` (the channels of each position and step),
 * `"spatial-channel"` (also all positions), `"batch-excluded"` (also all time steps, as MATLAB did up to R2022b; it sees the future) or
 * `"auto"` (default: `"spatial-channel"` for images, `"channel-only"` otherwise). `epsilon` is 1e-5. `offset` and `scale` have one number for
 * each channel; their L2 factors are 1. `numChannels` (`"auto"`) is checked against the input where it is a number.
 *
 * @example layerNormalizationLayer({ epsilon: 1e-6 })
 * @see MATLAB layerNormalizationLayer
 */
export const layerNormalizationLayer = defineLayer({
  type: "layerNormalizationLayer",
  base: "layernorm",
  title: "Layer Normalization",
  description: (_, [x]: readonly (Layout | undefined)[]) => `Layer normalization${x ? ` with ${channelsOf(x)} channels` : ""}`,
  options: z.object({
    epsilon: epsilonOption,
    numChannels: numChannelsOption,
    operationDimension: operationDimensionOption,
    ...offsetAndScaleOptions,
  }),
  matlab: {
    before: [
      {
        release: "R2023a",
        options: { operationDimension: "batch-excluded" },
        message:
          'before R2023a layer normalization took its statistics over all time steps too, later ones and padding included, so OperationDimension is set to "batch-excluded"',
      },
    ],
  },
  learnables: ({ options, inputs: [x] }) => offsetAndScale(options, expectedChannels(x, options.numChannels)),
  reach: ({ options, inputs: [x] }) =>
    options.operationDimension === "batch-excluded" && x.format.includes("T")
      ? { reach: allSteps, causalFix: 'Set operationDimension to "channel-only".' }
      : { reach: sameStep },
  predict: ({ inputs: [x], options: { epsilon, operationDimension }, learnables: { offset, scale } }) =>
    layernorm(x, offset, scale, { epsilon, operationDimension }),
});
