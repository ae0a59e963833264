import { z } from "zod";
import { epsilonOption } from "../layer/channels.ts";
import { type Activation, layoutOf } from "../layer/formats.ts";
import { normalizedInGroups } from "../layer/grouping.ts";
import { numGroupsOf } from "../layer/groups.ts";
import { parsedOptions } from "../layer/options.ts";
import type { Value } from "../ops/index.ts";

/** What `groupnorm` can be told by name. */
export interface GroupnormOptions {
  /** Added to the variance; 1e-5 by default. */
  readonly epsilon?: number;
}

const options = z.object({ epsilon: epsilonOption });

/**
 * Each observation's channels in groups of neighbours, each group brought to mean 0 and variance 1 over its channels, positions and time steps (padding
 * left out), then `x̂ · scaleFactor + offset` with one number of both for each channel. `numGroups` is a number that divides the channels, `"all-channels"` (one group)
 * or `"channel-wise"` (a group for each channel, which is instance normalization). Any format.
 *
 * @example const Y = groupnorm(X, 4, learnables.offset, learnables.scale);
 * @throws LayerGraphError `size-mismatch` where the channels are no such groups
 * @see MATLAB groupnorm, instancenorm
 */
export function groupnorm(
  X: Activation,
  numGroups: number | "all-channels" | "channel-wise",
  offset: Value,
  scaleFactor: Value,
  given: GroupnormOptions = {},
): Activation {
  const { epsilon } = parsedOptions(options, given, "groupnorm");
  return normalizedInGroups(X, numGroupsOf(layoutOf(X), numGroups), scaleFactor, offset, epsilon);
}
