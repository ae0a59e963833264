import type { z } from "zod";
import { convolution, multiplyDims, reshape, transpose, type Value } from "../ops/index.ts";
import { ofEachStep } from "./folding.ts";
import type { Activation } from "./formats.ts";
import { type SlidingWindow, walked } from "./slidingWindow.ts";
import {
  imagePaddingOption,
  type Pair,
  paddingOfEach,
  paddingValueOption,
  pairOf,
  pairOption,
  printImagePadding,
  printNumbers,
} from "./windowOptions.ts";

/** How the filters of a layer walk along one dimension. */
export type FilterWalk = Pick<SlidingWindow, "size" | "stride" | "dilation" | "padding" | "fill">;

/** What filters slide over the data: MATLAB's weights and bias as they lie in memory, and how they walk along each dimension. */
export interface Filters {
  readonly weights: Value;
  readonly bias: Value;
  readonly walk: readonly FilterWalk[];
  /** 1 by default. */
  readonly groups?: number;
}

/** The activation convolved with filters along as many dimensions as they walk; time steps beside spatial dimensions stay apart. */
export function convolved(x: Activation, { weights, bias, walk, groups }: Filters): Activation {
  const { value, edges, lengths } = walked(
    x,
    walk.map((each) => ({ ...each, ownFill: 0 })),
  );
  const filters = filtersOf(weights, walk.length);
  const steps = walk.map(({ stride, dilation }, i) => ({ stride, dilation, ...edges[i] }));
  const offsets = reshape(bias, [filters.shape[0]]);
  const over = (data: Value): Value => convolution(data, filters, { steps, groups }, offsets);
  if (x.format === "CBT") return { value: over(value), format: x.format, lengths };
  return ofEachStep({ value, format: x.format, lengths }, over);
}

/**
 * MATLAB's weights, height × width × channels × filters (× groups), as an op takes filters: [filters of all groups, channels, height, width].
 * In memory they lie with all sizes reversed, so what is left to do is to exchange height and width.
 */
export function filtersOf(weights: Value, dimensions: number): Value {
  const outer = weights.shape.length - dimensions;
  const first = Array.from({ length: outer }, (_, i) => i);
  const turned = transpose(weights, [...first, ...Array.from({ length: dimensions }, (_, i) => outer + dimensions - 1 - i)]);
  return reshape(turned, [multiplyDims(...turned.shape.slice(0, outer - 1)), ...turned.shape.slice(outer - 1)]);
}

/** The options that say how filters walk over images. */
export const imageWalkOptions = {
  stride: pairOption.default(1),
  dilationFactor: pairOption.default(1),
  padding: imagePaddingOption.default(0),
  paddingValue: paddingValueOption.default(0),
};

type ImageWalk = z.output<z.ZodObject<typeof imageWalkOptions>>;

/** How filters of the given size walk along height and width. */
export function imageWalk(options: ImageWalk & { readonly filterSize: Pair }): FilterWalk[] {
  const [strides, dilations] = [pairOf(options.stride), pairOf(options.dilationFactor)];
  const paddings = paddingOfEach(options.padding);
  return pairOf(options.filterSize).map((size, i) => {
    return { size, stride: strides[i], dilation: dilations[i], padding: paddings[i], fill: options.paddingValue };
  });
}

/** What MATLAB's table of layers says of it: `stride [1  1] and padding 'same'`. */
export function printImageWalk({ stride, dilationFactor, padding }: ImageWalk): string {
  const dilations = pairOf(dilationFactor);
  const dilated = dilations.every((d) => d === 1) ? "" : `, dilation factor ${printNumbers(dilations)},`;
  return `stride ${printNumbers(pairOf(stride))}${dilated} and padding ${printImagePadding(padding)}`;
}
