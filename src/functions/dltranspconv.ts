import { z } from "zod";
import { LayerGraphError } from "../errors.ts";
import { type Activation, channelsOf, layoutOf, printSizes } from "../layer/formats.ts";
import { parsedOptions, positiveInteger } from "../layer/options.ts";
import { type Cropping, transposedConvolved } from "../layer/transposing.ts";
import {
  type ImagePadding,
  imagePaddingOption,
  paddingOfEach,
  paddingOption,
  pairOf,
  pairOption,
} from "../layer/windowOptions.ts";
import { printDims, type Value } from "../ops/index.ts";

/** What `dltranspconv` can be told by name. Over images numbers may be `[height, width]`. */
export interface DltranspconvOptions {
  /** Elements of the output between those that neighbours begin at; 1 by default. */
  readonly stride?: number | readonly [height: number, width: number];
  /** What is cut from the edges: 0 (default), an amount, `"same"`, `[left, right]` or `[top, bottom, left, right]`. */
  readonly cropping?: Cropping | ImagePadding;
}

const sequenceOptions = z.object({ stride: positiveInteger.default(1), cropping: paddingOption.default(0) });
const imageOptions = z.object({ stride: pairOption.default(1), cropping: imagePaddingOption.default(0) });

/**
 * Every element spreads filters over a larger output, along time (CBT), the spatial dimension (SCB, SCBT) or over images (SSCB, SSCBT).
 *
 * `weights` is the value of an array of MATLAB's size filterSize × filters × channels, where filterSize is height × width over images: so [channels,
 * filters, filterSize] or [channels, filters, width, height]; there are no groups. `bias` has one number for each filter.
 *
 * @example const Y = dltranspconv(X, learnables.weights, learnables.bias, { stride: 2, cropping: "same" });
 * @throws LayerGraphError `size-mismatch` where weights and input do not fit, `too-short` where cropping leaves nothing, `invalid-option`
 * @see MATLAB dltranspconv
 */
export function dltranspconv(X: Activation, weights: Value, bias: Value, given: DltranspconvOptions = {}): Activation {
  const dimensions = X.format.startsWith("SS") ? 2 : 1;
  requireWeights(X, weights, dimensions);
  const sizes = weights.shape.slice(-dimensions).reverse().map(Number);
  if (dimensions === 1) {
    const { stride, cropping } = parsedOptions(sequenceOptions, given, "dltranspconv");
    return transposedConvolved(X, weights, bias, [{ size: sizes[0], stride, cropping }]);
  }
  const options = parsedOptions(imageOptions, given, "dltranspconv");
  const [strides, croppings] = [pairOf(options.stride), paddingOfEach(options.cropping)];
  const walk = sizes.map((size, i) => ({ size, stride: strides[i], cropping: croppings[i] as Cropping }));
  return transposedConvolved(X, weights, bias, walk);
}

function requireWeights(X: Activation, { shape }: Value, dimensions: number): void {
  const all = channelsOf(layoutOf(X));
  if (shape.length === dimensions + 2 && shape[0] === all) return;
  const expected = `[${all}, filters, ${dimensions === 2 ? "width, height" : "size"}]`;
  throw new LayerGraphError(
    "size-mismatch",
    `dltranspconv: weights are ${printDims(shape)}, expected ${expected}, for ${printSizes(X)}. A learnable's value has MATLAB's size reversed.`,
    { received: printDims(shape), expected },
  );
}
