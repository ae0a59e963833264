import { z } from "zod";
import { weightsAndBias, weightsAndBiasOptions } from "../src/layer/channels.ts";
import { convolved, imageWalk, imageWalkOptions, printImageWalk } from "../src/layer/convolving.ts";
import { groupOptions, groupsOf, printGroups } from "../src/layer/groups.ts";
import { pairOf, pairOption } from "../src/layer/windowOptions.ts";
import { defineLayer, type Layout, stepByStep } from "../src/layer.ts";

/**
 * A layer that divides the channels into `numGroups` groups and slides `numFiltersPerGroup` filters of `filterSize` (a number, or `[height, width]`) over
 * the images of each: the first outputs see the first channels only, and so on. With `numGroups: "channel-wise"` every channel is a group. SSCB
 * gives SSCB, SSCBT gives SSCBT, each time step by itself, with numFiltersPerGroup · numGroups channels.
 *
 * `stride`, `dilationFactor`, `padding` and `paddingValue` are those of `convolution2dLayer`. `weights` have size
 * height × width × numChannelsPerGroup × numFiltersPerGroup × numGroups, `bias` 1 × 1 × numFiltersPerGroup × numGroups: given values, or how they start
 * (`weightsInitializer` `"glorot"`, `biasInitializer` `"zeros"`), and their factors (`weightL2Factor` 1, `biasL2Factor` 0, learn rates 1).
 * `numChannelsPerGroup` (`"auto"`) is checked against the input where it is a number.
 *
 * @example groupedConvolution2dLayer(3, 1, "channel-wise", { padding: "same" })
 * @see MATLAB groupedConvolution2dLayer
 */
export const groupedConvolution2dLayer = defineLayer({
  type: "groupedConvolution2dLayer",
  base: "groupedconv",
  title: "2-D Grouped Convolution",
  description: (options, [x]: readonly (Layout | undefined)[]) =>
    `${printGroups(options, pairOf(options.filterSize), x)} convolutions with ${printImageWalk(options)}`,
  positional: ["filterSize", "numFiltersPerGroup", "numGroups"],
  options: z.object({
    filterSize: pairOption,
    ...groupOptions,
    ...imageWalkOptions,
    ...weightsAndBiasOptions,
  }),
  learnables: ({ options, inputs: [x] }) => {
    const { numFiltersPerGroup } = options;
    const [height, width] = pairOf(options.filterSize);
    const { groups, channels } = groupsOf(x, options);
    return weightsAndBias(options, {
      weights: [height, width, channels, numFiltersPerGroup, groups],
      bias: [1, 1, numFiltersPerGroup, groups],
      fans: { fanIn: height * width * channels, fanOut: height * width * numFiltersPerGroup },
    });
  },
  reach: stepByStep,
  predict: ({ inputs: [x], options, learnables: { weights, bias } }) =>
    convolved(x, { weights, bias, walk: imageWalk(options), groups: weights.shape[0] as number }),
});
