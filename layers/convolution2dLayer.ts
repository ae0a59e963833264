import { z } from "zod";
import { expectedChannels, numChannelsOption, weightsAndBias, weightsAndBiasOptions } from "../src/layer/channels.ts";
import { convolved, imageWalk, imageWalkOptions, printImageWalk } from "../src/layer/convolving.ts";
import { pairOf, pairOption } from "../src/layer/windowOptions.ts";
import { channelsOf, defineLayer, type Layout, positiveInteger, stepByStep } from "../src/layer.ts";

/**
 * A layer that slides `numFilters` filters of `filterSize` (a number, or `[height, width]`) over images. SSCB gives SSCB, SSCBT gives SSCBT, each
 * time step by itself; the channels become `numFilters`.
 *
 * - `stride` (1), `dilationFactor` (1): elements between neighbouring outputs, and between the taps of a filter: a number, or `[height, width]`.
 * - `padding` (0): an amount on all sides, `[vertical, horizontal]`, `[top, bottom, left, right]` or `"same"` (⌈size / stride⌉ outputs, an odd element
 *   goes to the bottom and right). `paddingValue` (0): a number, `"replicate"`, `"symmetric-include-edge"` or `"symmetric-exclude-edge"`.
 * - `weights` of size height × width × numChannels × numFilters, `bias` of size 1 × 1 × numFilters: given values, or how they start
 *   (`weightsInitializer` `"glorot"`, `biasInitializer` `"zeros"`), and their factors (`weightL2Factor` 1, `biasL2Factor` 0, learn rates 1).
 * - `numChannels` (`"auto"`): checked against the input where it is a number.
 *
 * Tables describe it as `64 3×3×32 convolutions with …`; older releases of MATLAB write the sizes as `3x3x32`.
 *
 * @example convolution2dLayer(3, 16, { padding: "same", name: "conv" })
 * @see MATLAB convolution2dLayer
 */
export const convolution2dLayer = defineLayer({
  type: "convolution2dLayer",
  base: "conv",
  title: "2-D Convolution",
  description: (options, [x]: readonly (Layout | undefined)[]) => {
    const size = [...pairOf(options.filterSize), ...(x ? [channelsOf(x)] : [])].join("×");
    return `${options.numFilters} ${size} convolutions with ${printImageWalk(options)}`;
  },
  positional: ["filterSize", "numFilters"],
  options: z.object({
    filterSize: pairOption,
    numFilters: positiveInteger,
    ...imageWalkOptions,
    numChannels: numChannelsOption,
    ...weightsAndBiasOptions,
  }),
  learnables: ({ options, inputs: [x] }) => {
    const { numFilters } = options;
    const [height, width] = pairOf(options.filterSize);
    const channels = expectedChannels(x, options.numChannels);
    return weightsAndBias(options, {
      weights: [height, width, channels, numFilters],
      bias: [1, 1, numFilters],
      fans: { fanIn: height * width * channels, fanOut: height * width * numFilters },
    });
  },
  reach: stepByStep,
  predict: ({ inputs: [x], options, learnables: { weights, bias } }) => convolved(x, { weights, bias, walk: imageWalk(options) }),
});
