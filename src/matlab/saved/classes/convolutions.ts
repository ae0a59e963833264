import { edges, inPackage, pairs, type SavedClass } from "../savedClass.ts";
import type { SavedArray, SavedFields } from "../savedFields.ts";

const learnables = ["weights", "bias"] as const;
const padding = edges("PaddingMode", "PaddingSize");
const cropping = edges("CroppingMode", "CroppingSize");
const paddingValue = (saved: SavedFields): unknown => saved.plain("PaddingValue");

/** How MATLAB saves layers with filters, and fully connected ones. */
export const convolutionClasses = inPackage("nnet.cnn.layer", {
  Convolution1DLayer: { type: "convolution1dLayer", options: { padding, paddingValue }, learnables },
  Convolution2DLayer: {
    type: "convolution2dLayer",
    options: { ...pairs("filterSize", "stride", "dilationFactor"), padding, paddingValue },
    learnables,
  },
  GroupedConvolution1DLayer: {
    type: "groupedConvolution1dLayer",
    options: { padding, paddingValue },
    learnables,
    arranged: { weights: inGroups(1), bias: biasInGroups([1]) },
  },
  GroupedConvolution2DLayer: {
    type: "groupedConvolution2dLayer",
    options: { ...pairs("filterSize", "stride", "dilationFactor"), padding, paddingValue },
    learnables,
    arranged: { weights: inGroups(2), bias: biasInGroups([1, 1]) },
  },
  TransposedConvolution1DLayer: transposed("transposedConv1dLayer"),
  TransposedConvolution2DLayer: transposed("transposedConv2dLayer"),
  FullyConnectedLayer: {
    type: "fullyConnectedLayer",
    options: { outputSize: (saved) => saved.numbers("OutputSize")?.at(-1) },
    learnables,
    arranged: { weights: outputsFirst },
  },
});

function transposed(type: string): SavedClass {
  return {
    type,
    options: { ...pairs("filterSize", "stride"), cropping },
    learnables,
    note: (saved) =>
      saved.numbers("OutputSizeOffset")?.some((offset) => offset !== 0)
        ? "the file adds an offset to the output size, which this layer has not: the output is that much smaller."
        : undefined,
  };
}

/** The filters of all groups follow each other in the file; the layer has a dimension for the groups. */
function inGroups(dimensions: number): (value: SavedArray, saved: SavedFields) => SavedArray {
  return ({ size, data }, saved) => {
    const whole = [...size, ...new Array<number>(dimensions + 2).fill(1)];
    const [groups, filters] = [saved.numbers("NumGroups")?.[0], saved.numbers("NumFiltersPerGroup")?.[0]];
    if (groups === undefined || filters === undefined) return { size, data };
    return { size: [...whole.slice(0, dimensions + 1), filters, groups], data };
  };
}

function biasInGroups(first: readonly number[]): (value: SavedArray, saved: SavedFields) => SavedArray {
  return ({ size, data }, saved) => {
    const [groups, filters] = [saved.numbers("NumGroups")?.[0], saved.numbers("NumFiltersPerGroup")?.[0]];
    return groups === undefined || filters === undefined ? { size, data } : { size: [...first, filters, groups], data };
  };
}

/**
 * Outputs × inputs. On images the file has height × width × channels × outputs, which is inputs × outputs, turned round here; the inputs are in the order in which
 * the layer flattens them. A last dimension of one output is dropped.
 */
function outputsFirst({ size, data }: SavedArray, saved: SavedFields): SavedArray {
  const outputs = saved.numbers("OutputSize")?.at(-1) ?? size[0];
  if (size.length === 2 && size[0] === outputs) return { size, data };
  const inputs = data.length / outputs;
  if (!Number.isInteger(inputs)) return { size, data };
  const turned = new Float32Array(data.length);
  for (let input = 0; input < inputs; input++) {
    for (let output = 0; output < outputs; output++) turned[output + outputs * input] = data[input + inputs * output];
  }
  return { size: [outputs, inputs], data: turned };
}
