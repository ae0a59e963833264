import { z } from "zod";
import { LayerGraphError } from "../errors.ts";
import { convolved, imageWalk, imageWalkOptions } from "../layer/convolving.ts";
import { type Activation, channelsOf, layoutOf, printSizes } from "../layer/formats.ts";
import { parsedOptions, positiveInteger } from "../layer/options.ts";
import { causalPaddingOption, type ImagePadding, type Padding, paddingValueOption } from "../layer/windowOptions.ts";
import { printDims, type Value } from "../ops/index.ts";

/** What `dlconv` can be told by name. Over images numbers may be `[height, width]`. */
export interface DlconvOptions {
  /** Elements between neighbouring outputs; 1 by default. */
  readonly stride?: number | readonly [height: number, width: number];
  /** Elements between the taps of a filter; 1 by default. */
  readonly dilationFactor?: number | readonly [height: number, width: number];
  /** As in the layers: 0 (default), an amount, `"same"`, `"causal"` over time, `[left, right]` or `[top, bottom, left, right]`. */
  readonly padding?: Padding | ImagePadding;
  /** What the padding holds: 0 by default, a number, or the name of a rule that continues the data. */
  readonly paddingValue?: number | "replicate" | "symmetric-include-edge" | "symmetric-exclude-edge";
}

const sequenceOptions = z.object({
  stride: positiveInteger.default(1),
  dilationFactor: positiveInteger.default(1),
  padding: causalPaddingOption.default(0),
  paddingValue: paddingValueOption.default(0),
});
const imageOptions = z.object(imageWalkOptions);

/**
 * Filters that slide over time (CBT), over the spatial dimension (SCB, SCBT) or over images (SSCB, SSCBT), the time steps of the last two by themselves.
 *
 * `weights` is the value of an array of MATLAB's size filterSize × channels × filters, or filterSize × channels of a group × filters of a group × groups, where
 * filterSize is height × width over images: so [filters, channels, filterSize], or [groups, filters, channels, width, height]. `bias` has one number for each
 * filter. A padded sequence gives what it gives alone.
 *
 * @example const Y = dlconv(X, learnables.weights, learnables.bias, { padding: "same" });
 * @throws LayerGraphError `size-mismatch` where weights and input do not fit, `invalid-option`
 * @see MATLAB dlconv
 */
export function dlconv(X: Activation, weights: Value, bias: Value, given: DlconvOptions = {}): Activation {
  const dimensions = X.format.startsWith("SS") ? 2 : 1;
  const groups = groupsOf(X, weights, dimensions);
  const [size, width] = weights.shape.slice(-dimensions).reverse().map(Number);
  if (dimensions === 2) {
    const walk = imageWalk({ ...parsedOptions(imageOptions, given, "dlconv"), filterSize: [size, width] });
    return convolved(X, { weights, bias, walk, groups });
  }
  const { stride, dilationFactor: dilation, padding, paddingValue: fill } = parsedOptions(sequenceOptions, given, "dlconv");
  return convolved(X, { weights, bias, walk: [{ size, stride, dilation, padding, fill }], groups });
}

/** In how many groups the weights divide the channels; their size says it. */
function groupsOf(X: Activation, weights: Value, dimensions: number): number {
  const { shape } = weights;
  const groups = shape.length === dimensions + 3 ? Number(shape[0]) : 1;
  const all = channelsOf(layoutOf(X));
  if ([2, 3].includes(shape.length - dimensions) && Number(shape[shape.length - dimensions - 1]) * groups === all) return groups;
  const expected = `${dimensions === 2 ? "[filters, channels, width, height]" : "[filters, channels, size]"} for ${all} channels, or with groups in front`;
  throw new LayerGraphError(
    "size-mismatch",
    `dlconv: weights are ${printDims(shape)}, expected ${expected}, for ${printSizes(X)}. A learnable's value has MATLAB's size reversed.`,
    { received: printDims(shape), expected },
  );
}
