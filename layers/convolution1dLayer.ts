import { z } from "zod";
import { expectedChannels, numChannelsOption, weightsAndBias, weightsAndBiasOptions } from "../src/layer/channels.ts";
import { convolved } from "../src/layer/convolving.ts";
import { causalPaddingOption, paddingValueOption, printPadding } from "../src/layer/windowOptions.ts";
import { convolutionReach } from "../src/layer/windowReach.ts";
import { channelsOf, defineLayer, type Layout, positiveInteger } from "../src/layer.ts";

/**
 * A layer that slides `numFilters` filters of `filterSize` steps along a sequence. CBT is convolved over time, SCB over its spatial dimension,
 * SCBT over its spatial dimension at each time step apart; the format stays, the channels become `numFilters`.
 *
 * - `stride` (1), `dilationFactor` (1): steps between neighbouring outputs, and between the taps of a filter.
 * - `padding` (0): steps on both sides, `[left, right]`, `"same"` (⌈length / stride⌉ outputs, an odd step goes right) or `"causal"` (left only:
 *   no output sees the future). `paddingValue` (0): a number, `"replicate"`, `"symmetric-include-edge"` or `"symmetric-exclude-edge"`.
 * - `weights` of size filterSize × numChannels × numFilters, `bias` of size 1 × numFilters: given values, or how they start
 *   (`weightsInitializer` `"glorot"`, `biasInitializer` `"zeros"`), and their factors (`weightL2Factor` 1, `biasL2Factor` 0, learn rates 1).
 * - `numChannels` (`"auto"`): checked against the input where it is a number.
 *
 * @example convolution1dLayer(5, 128, { dilationFactor: 2, padding: "causal", name: "conv1_2" })
 * @see MATLAB convolution1dLayer
 */
export const convolution1dLayer = defineLayer({
  type: "convolution1dLayer",
  base: "conv1d",
  title: "1-D Convolution",
  description: ({ filterSize, numFilters, stride, dilationFactor, padding }, [x]: readonly (Layout | undefined)[]) => {
    const size = x ? `${filterSize}×${channelsOf(x)}` : filterSize;
    const dilated = dilationFactor === 1 ? "" : `, dilation factor ${dilationFactor},`;
    return `${numFilters} ${size} convolutions with stride ${stride}${dilated} and padding ${printPadding(padding)}`;
  },
  positional: ["filterSize", "numFilters"],
  options: z.object({
    filterSize: positiveInteger,
    numFilters: positiveInteger,
    stride: positiveInteger.default(1),
    dilationFactor: positiveInteger.default(1),
    padding: causalPaddingOption.default(0),
    paddingValue: paddingValueOption.default(0),
    numChannels: numChannelsOption,
    ...weightsAndBiasOptions,
  }),
  learnables: ({ options, inputs: [x] }) => {
    const { filterSize, numFilters } = options;
    const channels = expectedChannels(x, options.numChannels);
    return weightsAndBias(options, {
      weights: [filterSize, channels, numFilters],
      bias: [1, numFilters],
      fans: { fanIn: filterSize * channels, fanOut: filterSize * numFilters },
    });
  },
  reach: ({ options, inputs: [x] }) => convolutionReach(x, options),
  predict: ({ inputs: [x], options, learnables: { weights, bias } }) => {
    const { filterSize: size, stride, dilationFactor: dilation, padding, paddingValue: fill } = options;
    return convolved(x, { weights, bias, walk: [{ size, stride, dilation, padding, fill }] });
  },
});
