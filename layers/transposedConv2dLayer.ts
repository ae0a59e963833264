import { z } from "zod";
import { expectedChannels, numChannelsOption, weightsAndBias, weightsAndBiasOptions } from "../src/layer/channels.ts";
import { type Cropping, transposedConvolved } from "../src/layer/transposing.ts";
import {
  imagePaddingOption,
  paddingOfEach,
  pairOf,
  pairOption,
  printImagePadding,
  printNumbers,
} from "../src/layer/windowOptions.ts";
import { channelsOf, defineLayer, type Layout, positiveInteger, stepByStep } from "../src/layer.ts";

/**
 * A layer that makes images larger: every element spreads `numFilters` filters of `filterSize` (a number, or `[height, width]`) over the output, `stride`
 * (1; a number, or `[height, width]`) elements after those of its neighbour. SSCB gives SSCB, SSCBT gives SSCBT, each time step by itself; the channels
 * become `numFilters`.
 *
 * - `cropping` (0): an amount cut from all sides of (size − 1) · stride + filterSize elements, `[vertical, horizontal]`, `[top, bottom, left, right]`, or
 *   `"same"` (size · stride elements are left, an odd element is cut at the bottom and right).
 * - `weights` of size height × width × numFilters × numChannels, `bias` of size 1 × 1 × numFilters: given values, or how they start
 *   (`weightsInitializer` `"glorot"`, `biasInitializer` `"zeros"`), and their factors (`weightL2Factor` 1, `biasL2Factor` 0, learn rates 1).
 * - `numChannels` (`"auto"`): checked against the input where it is a number.
 *
 * @example transposedConv2dLayer(2, 32, { stride: 2, name: "upconv" })
 * @see MATLAB transposedConv2dLayer
 */
export const transposedConv2dLayer = defineLayer({
  type: "transposedConv2dLayer",
  base: "transposed-conv",
  title: "2-D Transposed Convolution",
  description: ({ filterSize, numFilters, stride, cropping }, [x]: readonly (Layout | undefined)[]) => {
    const size = [...pairOf(filterSize), ...(x ? [channelsOf(x)] : [])].join("×");
    const steps = printNumbers(pairOf(stride));
    return `${numFilters} ${size} transposed convolutions with stride ${steps} and cropping ${printImagePadding(cropping)}`;
  },
  positional: ["filterSize", "numFilters"],
  options: z.object({
    filterSize: pairOption,
    numFilters: positiveInteger,
    stride: pairOption.default(1),
    cropping: imagePaddingOption.default(0),
    numChannels: numChannelsOption,
    ...weightsAndBiasOptions,
  }),
  learnables: ({ options, inputs: [x] }) => {
    const { numFilters } = options;
    const [height, width] = pairOf(options.filterSize);
    const channels = expectedChannels(x, options.numChannels);
    return weightsAndBias(options, {
      weights: [height, width, numFilters, channels],
      bias: [1, 1, numFilters],
      fans: { fanIn: height * width * channels, fanOut: height * width * numFilters },
    });
  },
  reach: stepByStep,
  predict: ({ inputs: [x], options, learnables: { weights, bias } }) => {
    const [sizes, strides, croppings] = [pairOf(options.filterSize), pairOf(options.stride), paddingOfEach(options.cropping)];
    const walk = sizes.map((size, i) => ({ size, stride: strides[i], cropping: croppings[i] as Cropping }));
    return transposedConvolved(x, weights, bias, walk);
  },
});
