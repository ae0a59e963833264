import type { z } from "zod";
import { LayerGraphError } from "../errors.ts";
import { add, addDims, type Dim, multiply, multiplyDims, reshape, transposedConvolution, type Value } from "../ops/index.ts";
import { filtersOf } from "./convolving.ts";
import { type Dimensions, requireDimensions } from "./dimensions.ts";
import { ofEachStep } from "./folding.ts";
import { type Activation, type Layout, printSizes, withZeroPadding } from "./formats.ts";
import { type LayerReach, sameStep } from "./reach.ts";
import { type paddingOption, sidesOf } from "./windowOptions.ts";

/** What a transposed convolution cuts along one dimension. */
export type Cropping = z.infer<typeof paddingOption>;

interface Spreading {
  readonly size: number;
  readonly stride: number;
  readonly cropping: Cropping;
}

/**
 * The activation spread over a larger one by MATLAB's weights (height × width × filters × channels) along as many dimensions as there are walks. In a
 * padded batch nothing of the padding is spread, and the lengths grow as the array does.
 */
export function transposedConvolved(x: Activation, weights: Value, bias: Value, walk: readonly Spreading[]): Activation {
  requireDimensions(x, walk.length as Dimensions);
  const overTime = x.format === "CBT";
  const filters = filtersOf(weights, walk.length);
  const lengths = walk.map((along, i): Dim => grown(along, x.value.shape[i + 2]));
  lengths.forEach((length, i) => {
    if (typeof length === "number" && length < 1) throw nothingLeft(x, x.value.shape[i + 2], walk[i]);
  });
  const steps = walk.map((along) => ({ stride: along.stride, before: firstCut(along) }));
  const spread = (value: Value): Value =>
    transposedConvolution(value, filters, { steps }, lengths, reshape(bias, [filters.shape[1]]));
  if (!overTime) return ofEachStep(x, spread);
  const [along] = walk;
  const value = spread(withZeroPadding(x).value);
  return { value, format: x.format, ...(x.lengths && { lengths: add(multiply(x.lengths, along.stride), surplus(along)) }) };
}

/** (length − 1) · stride + size − what is cut. */
function grown(along: Spreading, length: Dim): Dim {
  return addDims(multiplyDims(length, along.stride), surplus(along));
}

/** How many elements more than length · stride there are. */
function surplus({ size, stride, cropping }: Spreading): number {
  if (cropping === "same") return 0;
  const [before, after] = sidesOf(cropping);
  return size - stride - before - after;
}

/** What is cut before the first element; a filter shorter than the stride leaves the gaps of "same" behind. */
function firstCut({ size, stride, cropping }: Spreading): number {
  return cropping === "same" ? Math.floor(Math.max(size - stride, 0) / 2) : sidesOf(cropping)[0];
}

function nothingLeft(x: Activation, length: Dim, { size, stride }: Spreading): LayerGraphError {
  const whole = `${addDims(multiplyDims(addDims(length, -1), stride), size)} elements`;
  const fix = 'Cut less, or use cropping: "same".';
  return new LayerGraphError("too-short", `received ${printSizes(x)}: cropping leaves nothing of ${whole}. ${fix}`, {
    received: whole,
    fix,
  });
}

/** What a transposed convolution over time (CBT) declares: output u gets something of each input t with `0 ≤ u + cut − stride·t < size`. */
export function spreadReach(x: Layout, along: Spreading): LayerReach {
  if (x.format !== "CBT") return { reach: sameStep };
  const cut = firstCut(along);
  return {
    reach: { earliest: cut - (along.size - 1), latest: cut, spread: along.stride },
    causalFix: `Set cropping to [0, ${Math.max(along.size - along.stride, 0)}].`,
  };
}
