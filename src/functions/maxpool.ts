import { z } from "zod";
import type { Activation } from "../layer/formats.ts";
import { parsedOptions } from "../layer/options.ts";
import {
  imagePoolingOptions,
  imagePoolWindows,
  maxPooled,
  poolingOptions,
  poolWindow,
  refuseWideImagePadding,
  refuseWidePadding,
} from "../layer/pooling.ts";
import type { ImagePadding } from "../layer/windowOptions.ts";

/** What `maxpool` can be told by name. Over images numbers may be `[height, width]`. */
export interface MaxpoolOptions {
  /** The distance of neighbouring windows; 1 by default. */
  readonly stride?: number | readonly [height: number, width: number];
  /** As in the layers: 0 (default), an amount smaller than the window, `"same"`, `[left, right]` or `[top, bottom, left, right]`. */
  readonly padding?: ImagePadding;
}

const sequenceOptions = z.object(poolingOptions).superRefine(refuseWidePadding);
const imageOptions = z.object(imagePoolingOptions).superRefine(refuseWideImagePadding);

/**
 * The largest element of each window of `poolSize` elements: of time steps (CBT), along the spatial dimension (SCB, SCBT) or of images (SSCB, SSCBT;
 * `poolSize` a number or `[height, width]`). Padding is never the largest.
 *
 * @example const Y = maxpool(X, 2, { stride: 2 });
 * @throws LayerGraphError `invalid-option`
 * @see MATLAB maxpool
 */
export function maxpool(
  X: Activation,
  poolSize: number | readonly [height: number, width: number],
  given: MaxpoolOptions = {},
): Activation {
  const all = { ...given, poolSize };
  return X.format.startsWith("SS")
    ? maxPooled(X, imagePoolWindows(parsedOptions(imageOptions, all, "maxpool")))
    : maxPooled(X, poolWindow(parsedOptions(sequenceOptions, all, "maxpool")));
}
