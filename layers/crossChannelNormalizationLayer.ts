import { z } from "zod";
import { acrossChannels } from "../src/layer/grouping.ts";
import { defineLayer, positiveInteger, stepByStep } from "../src/layer.ts";
import { add, exp, log, multiply, square } from "../src/ops/index.ts";

const wrongLeast = (least: number): string => `must be a number of at least ${least}`;
const atLeast = (least: number) => z.number(wrongLeast(least)).min(least, wrongLeast(least));

/**
 * A layer that divides every element by a power of the squares around it: `y = x / (k + alpha · ss / windowChannelSize) ^ beta`, ss the sum of the squares of
 * the same position in `windowChannelSize` neighbouring channels (of an even number, one more after it than before). Any format in, the same format out.
 *
 * `alpha` is 1e-4, `beta` 0.75 (at least 0.01) and `k` 2 (at least 1e-5). Nothing is learned.
 *
 * @example crossChannelNormalizationLayer(5, { k: 1 })
 * @see MATLAB crossChannelNormalizationLayer
 */
export const crossChannelNormalizationLayer = defineLayer({
  type: "crossChannelNormalizationLayer",
  base: "crossnorm",
  title: "Cross Channel Normalization",
  description: ({ windowChannelSize }) => `cross channel normalization with ${windowChannelSize} channels per element`,
  positional: ["windowChannelSize"],
  options: z.object({
    windowChannelSize: positiveInteger,
    alpha: atLeast(0).default(1e-4),
    beta: atLeast(0.01).default(0.75),
    k: atLeast(1e-5).default(2),
  }),
  reach: stepByStep,
  predict: ({ inputs: [x], options: { windowChannelSize, alpha, beta, k } }) => {
    const strength = add(multiply(acrossChannels(square(x.value), windowChannelSize), alpha), k);
    return multiply(x.value, exp(multiply(log(strength), -beta)));
  },
});
