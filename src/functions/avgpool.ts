import { z } from "zod";
import type { Activation } from "../layer/formats.ts";
import { parsedOptions } from "../layer/options.ts";
import {
  averagePooled,
  imagePoolingOptions,
  imagePoolWindows,
  poolingOptions,
  poolWindow,
  refuseWideImagePadding,
  refuseWidePadding,
} from "../layer/pooling.ts";
import { averagePaddingValueOption, type ImagePadding } from "../layer/windowOptions.ts";

/** What `avgpool` can be told by name. Over images numbers may be `[height, width]`. */
export interface AvgpoolOptions {
  /** The distance of neighbouring windows; 1 by default. */
  readonly stride?: number | readonly [height: number, width: number];
  /** As in the layers: 0 (default), an amount smaller than the window, `"same"`, `[left, right]` or `[top, bottom, left, right]`. */
  readonly padding?: ImagePadding;
  /** What the padding counts as: 0 (default), or with `"mean"` not at all. */
  readonly paddingValue?: 0 | "mean";
}

const paddingValue = averagePaddingValueOption.default(0);
const sequenceOptions = z.object({ ...poolingOptions, paddingValue }).superRefine(refuseWidePadding);
const imageOptions = z.object({ ...imagePoolingOptions, paddingValue }).superRefine(refuseWideImagePadding);

/**
 * The mean of each window of `poolSize` elements: of time steps (CBT), along the spatial dimension (SCB, SCBT) or of images (SSCB, SSCBT;
 * `poolSize` a number or `[height, width]`).
 *
 * @example const Y = avgpool(X, 2, { stride: 2 });
 * @throws LayerGraphError `invalid-option`
 * @see MATLAB avgpool
 */
export function avgpool(
  X: Activation,
  poolSize: number | readonly [height: number, width: number],
  given: AvgpoolOptions = {},
): Activation {
  const all = { ...given, poolSize };
  if (X.format.startsWith("SS")) {
    const options = parsedOptions(imageOptions, all, "avgpool");
    return averagePooled(X, imagePoolWindows(options), options.paddingValue);
  }
  const options = parsedOptions(sequenceOptions, all, "avgpool");
  return averagePooled(X, poolWindow(options), options.paddingValue);
}
