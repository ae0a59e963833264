import { z } from "zod";
import { LayerGraphError } from "../errors.ts";
import { channelsOf, type Layout, printSizes } from "./formats.ts";
import { positiveInteger } from "./options.ts";

/** How many channels a layer expects: `"auto"` takes what its input has. */
export const numChannelsOption = z
  .union([z.literal("auto"), positiveInteger], { error: 'must be "auto" or a positive whole number' })
  .default("auto");

/** The number of channels of the input, checked against the one that the option names. */
export function expectedChannels(x: Layout, numChannels: number | "auto"): number {
  const channels = channelsOf(x);
  if (numChannels === "auto" || numChannels === channels) return channels;
  const fix = `Set numChannels to ${channels} or "auto".`;
  throw new LayerGraphError(
    "size-mismatch",
    `received ${printSizes(x)}, which has ${channels} channels, but numChannels says ${numChannels}. ${fix}`,
    { received: `${channels} channels`, expected: `${numChannels} channels`, fix },
  );
}

/** Options that MATLAB has and that can only be left at false here, with the reason why. */
export function onlyFalse(reason: string): z.ZodDefault<z.ZodBoolean> {
  return z
    .boolean("must be false")
    .refine((value) => !value, `must be false: ${reason}`)
    .default(false);
}
