import { z } from "zod";
import { epsilonOption } from "../layer/channels.ts";
import { type Activation, axesOf, type Format, like, realSteps } from "../layer/formats.ts";
import { parsedOptions } from "../layer/options.ts";
import { cast, layerNorm, perChannel, type Value } from "../ops/index.ts";

/** What `layernorm` can be told by name. */
export interface LayernormOptions {
  /** Added to the variance; 1e-5 by default. */
  readonly epsilon?: number;
  /** Over which dimensions mean and variance are taken; `"auto"` (default) is `"spatial-channel"` for images and `"channel-only"` for all else. */
  readonly operationDimension?: "auto" | "channel-only" | "spatial-channel" | "batch-excluded";
}

/** How the dimensions are written as an option. */
export const operationDimensionOption = z.enum(["auto", "channel-only", "spatial-channel", "batch-excluded"]).default("auto");

const options = z.object({ epsilon: epsilonOption, operationDimension: operationDimensionOption });

/**
 * Each observation brought to mean 0 and variance 1 over its channels (and positions, and time steps, as `operationDimension` says; padding left out), then
 * `x̂ · scaleFactor + offset` with one number of both for each channel. Any format.
 *
 * @example const Y = layernorm(X, learnables.offset, learnables.scale);
 * @see MATLAB layernorm
 */
export function layernorm(X: Activation, offset: Value, scaleFactor: Value, given: LayernormOptions = {}): Activation {
  const { epsilon, operationDimension } = parsedOptions(options, given, "layernorm");
  const axes = normalizedAxes(X.format, operationDimension);
  const overTime = axesOf(X.format, "T").some((axis) => axes.includes(axis));
  const steps = overTime ? realSteps(X) : undefined;
  const real = steps && cast(steps, "float");
  const { value } = X;
  return like(X, layerNorm(value, axes, perChannel(scaleFactor, value), perChannel(offset, value), epsilon, real));
}

function normalizedAxes(format: Format, dimension: z.output<typeof operationDimensionOption>): number[] {
  const images = format.startsWith("SS");
  const chosen = dimension === "auto" ? (images ? "spatial-channel" : "channel-only") : dimension;
  if (chosen === "channel-only") return axesOf(format, "C");
  return chosen === "spatial-channel" ? axesOf(format, "C", "S") : axesOf(format, "C", "S", "T");
}
