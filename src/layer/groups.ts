import { z } from "zod";
import { LayerGraphError } from "../errors.ts";
import { numChannelsOption } from "./channels.ts";
import { channelsOf, type Layout, printSizes } from "./formats.ts";
import { positiveInteger } from "./options.ts";

/** The options of a convolution in groups. */
export const groupOptions = {
  numFiltersPerGroup: positiveInteger,
  numGroups: z.union([z.literal("channel-wise"), positiveInteger], {
    error: 'must be "channel-wise" or a positive whole number',
  }),
  numChannelsPerGroup: numChannelsOption,
};

type Groups = z.output<z.ZodObject<typeof groupOptions>>;

/** In how many equal groups the channels of the input fall. */
export function numGroupsOf(x: Layout, numGroups: number | "channel-wise" | "all-channels"): number {
  const all = channelsOf(x);
  const groups = numGroups === "channel-wise" ? all : numGroups === "all-channels" ? 1 : numGroups;
  if (all % groups === 0) return groups;
  const fix = `Set numGroups to a divisor of ${all}, or give the input a multiple of ${groups} channels.`;
  throw new LayerGraphError("size-mismatch", `received ${printSizes(x)}: ${all} channels are no ${groups} equal groups. ${fix}`, {
    received: `${all} channels`,
    expected: `a multiple of ${groups} channels`,
    fix,
  });
}

/** In how many groups the channels of the input fall, and how many each has. */
export function groupsOf(x: Layout, { numGroups, numChannelsPerGroup }: Groups): { groups: number; channels: number } {
  const groups = numGroupsOf(x, numGroups);
  const channels = channelsOf(x) / groups;
  if (numChannelsPerGroup === "auto" || numChannelsPerGroup === channels) return { groups, channels };
  const fix = `Set numChannelsPerGroup to ${channels} or "auto".`;
  throw new LayerGraphError(
    "size-mismatch",
    `received ${printSizes(x)}, which has ${channels} channels in each group, but numChannelsPerGroup says ${numChannelsPerGroup}. ${fix}`,
    { received: `${channels} channels per group`, expected: `${numChannelsPerGroup} channels per group`, fix },
  );
}

/** What MATLAB's table of layers says of it: `2 groups of 4 3×3×8`. */
export function printGroups(
  { numGroups, numFiltersPerGroup, ...rest }: Groups,
  filterSize: readonly number[],
  x?: Layout,
): string {
  const channels = x ? [groupsOf(x, { numGroups, numFiltersPerGroup, ...rest }).channels] : [];
  const count = numGroups === "channel-wise" ? (x ? `${channelsOf(x)} groups` : "channel-wise groups") : `${numGroups} groups`;
  return `${count} of ${numFiltersPerGroup} ${[...filterSize, ...channels].join("×")}`;
}
