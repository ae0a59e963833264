import { z } from "zod";
import { weightsAndBias, weightsAndBiasOptions } from "../src/layer/channels.ts";
import { convolved } from "../src/layer/convolving.ts";
import { groupOptions, groupsOf, printGroups } from "../src/layer/groups.ts";
import { causalPaddingOption, paddingValueOption, printPadding } from "../src/layer/windowOptions.ts";
import { convolutionReach } from "../src/layer/windowReach.ts";
import { defineLayer, type Layout, positiveInteger } from "../src/layer.ts";

/**
 * A layer that divides the channels into `numGroups` groups and slides `numFiltersPerGroup` filters of `filterSize` steps along the sequences of each:
 * the first outputs see the first channels only, and so on. With `numGroups: "channel-wise"` every channel is a group. CBT is convolved over time, SCB
 * and SCBT over their spatial dimension; the format stays, the channels become numFiltersPerGroup · numGroups. MATLAB has this layer for images only.
 *
 * `stride`, `dilationFactor`, `padding` (also `"causal"`) and `paddingValue` are those of `convolution1dLayer`. `weights` have size
 * filterSize × numChannelsPerGroup × numFiltersPerGroup × numGroups, `bias` 1 × numFiltersPerGroup × numGroups: given values, or how they start
 * (`weightsInitializer` `"glorot"`, `biasInitializer` `"zeros"`), and their factors (`weightL2Factor` 1, `biasL2Factor` 0, learn rates 1).
 * `numChannelsPerGroup` (`"auto"`) is checked against the input where it is a number.
 *
 * @example groupedConvolution1dLayer(5, 1, "channel-wise", { padding: "causal" })
 * @see MATLAB groupedConvolution2dLayer
 */
export const groupedConvolution1dLayer = defineLayer({
  type: "groupedConvolution1dLayer",
  base: "groupedconv1d",
  title: "1-D Grouped Convolution",
  description: (options, [x]: readonly (Layout | undefined)[]) => {
    const { filterSize, stride, dilationFactor, padding } = options;
    const dilated = dilationFactor === 1 ? "" : `, dilation factor ${dilationFactor},`;
    return `${printGroups(options, [filterSize], x)} convolutions with stride ${stride}${dilated} and padding ${printPadding(padding)}`;
  },
  matlab: { missing: "there it is for images only, groupedConvolution2dLayer" },
  positional: ["filterSize", "numFiltersPerGroup", "numGroups"],
  options: z.object({
    filterSize: positiveInteger,
    ...groupOptions,
    stride: positiveInteger.default(1),
    dilationFactor: positiveInteger.default(1),
    padding: causalPaddingOption.default(0),
    paddingValue: paddingValueOption.default(0),
    ...weightsAndBiasOptions,
  }),
  learnables: ({ options, inputs: [x] }) => {
    const { filterSize, numFiltersPerGroup } = options;
    const { groups, channels } = groupsOf(x, options);
    return weightsAndBias(options, {
      weights: [filterSize, channels, numFiltersPerGroup, groups],
      bias: [1, numFiltersPerGroup, groups],
      fans: { fanIn: filterSize * channels, fanOut: filterSize * numFiltersPerGroup },
    });
  },
  reach: ({ options, inputs: [x] }) => convolutionReach(x, options),
  predict: ({ inputs: [x], options, learnables: { weights, bias } }) => {
    const { filterSize: size, stride, dilationFactor: dilation, padding, paddingValue: fill } = options;
    return convolved(x, {
      weights,
      bias,
      walk: [{ size, stride, dilation, padding, fill }],
      groups: weights.shape[0] as number,
    });
  },
});
