import { z } from "zod";
import { expectedChannels, numChannelsOption, weightsAndBias, weightsAndBiasOptions } from "../src/layer/channels.ts";
import { spreadReach, transposedConvolved } from "../src/layer/transposing.ts";
import { paddingOption, printPadding } from "../src/layer/windowOptions.ts";
import { channelsOf, defineLayer, type Layout, positiveInteger } from "../src/layer.ts";

/**
 * A layer that makes sequences longer: every element spreads `numFilters` filters of `filterSize` steps over the output, `stride` (1) steps after
 * those of the element before it. CBT grows in time, SCB and SCBT in their spatial dimension; the format stays, the channels become `numFilters`.
 *
 * - `cropping` (0): steps cut from both ends of (length − 1) · stride + filterSize steps, `[left, right]`, or `"same"` (length · stride steps are left, an
 *   odd step is cut on the right).
 * - `weights` of size filterSize × numFilters × numChannels, `bias` of size 1 × numFilters: given values, or how they start
 *   (`weightsInitializer` `"glorot"`, `biasInitializer` `"zeros"`), and their factors (`weightL2Factor` 1, `biasL2Factor` 0, learn rates 1).
 * - `numChannels` (`"auto"`): checked against the input where it is a number.
 *
 * @example transposedConv1dLayer(4, 32, { stride: 2, cropping: "same" })
 * @see MATLAB transposedConv1dLayer
 */
export const transposedConv1dLayer = defineLayer({
  type: "transposedConv1dLayer",
  base: "transposed-conv1d",
  title: "1-D Transposed Convolution",
  description: ({ filterSize, numFilters, stride, cropping }, [x]: readonly (Layout | undefined)[]) => {
    const size = x ? `${filterSize}×${channelsOf(x)}` : filterSize;
    return `${numFilters} ${size} transposed convolutions with stride ${stride} and cropping ${printPadding(cropping)}`;
  },
  positional: ["filterSize", "numFilters"],
  options: z.object({
    filterSize: positiveInteger,
    numFilters: positiveInteger,
    stride: positiveInteger.default(1),
    cropping: paddingOption.default(0),
    numChannels: numChannelsOption,
    ...weightsAndBiasOptions,
  }),
  learnables: ({ options, inputs: [x] }) => {
    const { filterSize, numFilters } = options;
    const channels = expectedChannels(x, options.numChannels);
    return weightsAndBias(options, {
      weights: [filterSize, numFilters, channels],
      bias: [1, numFilters],
      fans: { fanIn: filterSize * channels, fanOut: filterSize * numFilters },
    });
  },
  reach: ({ options: { filterSize: size, stride, cropping }, inputs: [x] }) => spreadReach(x, { size, stride, cropping }),
  predict: ({ inputs: [x], options: { filterSize: size, stride, cropping }, learnables: { weights, bias } }) =>
    transposedConvolved(x, weights, bias, [{ size, stride, cropping }]),
});
