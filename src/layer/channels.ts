import { z } from "zod";
import { LayerGraphError } from "../errors.ts";
import type { Learnable } from "../layer.ts";
import { channelsOf, type Layout, printSizes } from "./formats.ts";
import type { Fans } from "./initializers.ts";
import { learnableOptions, positiveInteger } from "./options.ts";

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

/** The small number that keeps a normalization from dividing by zero. */
export const epsilonOption = z.number("must be a positive number").positive("must be a positive number").default(1e-5);

/** Options that MATLAB has and that can only be left at false here, with the reason why. */
export function onlyFalse(reason: string): z.ZodDefault<z.ZodBoolean> {
  return z
    .boolean("must be false")
    .refine((value) => !value, `must be false: ${reason}`)
    .default(false);
}

/** The options of a layer that shifts and scales every channel. */
export const offsetAndScaleOptions = {
  ...learnableOptions("offset", "offset", { initializer: "zeros", l2Factor: 1, vector: true }),
  ...learnableOptions("scale", "scale", { initializer: "ones", l2Factor: 1, vector: true }),
};

/** The learnables of a layer that shifts and scales every channel. */
export function offsetAndScale(
  options: z.output<z.ZodObject<typeof offsetAndScaleOptions>>,
  channels: number,
): Record<"offset" | "scale", Learnable> {
  const size = [channels, 1];
  return {
    offset: {
      size,
      initializer: options.offsetInitializer,
      given: options.offset,
      learnRateFactor: options.offsetLearnRateFactor,
      l2Factor: options.offsetL2Factor,
    },
    scale: {
      size,
      initializer: options.scaleInitializer,
      given: options.scale,
      learnRateFactor: options.scaleLearnRateFactor,
      l2Factor: options.scaleL2Factor,
    },
  };
}

/** The options of a layer with weights and a bias. */
export const weightsAndBiasOptions = {
  ...learnableOptions("weights", "weight", { initializer: "glorot", l2Factor: 1 }),
  ...learnableOptions("bias", "bias", { initializer: "zeros", l2Factor: 0, vector: true }),
};

/** The learnables of a layer with weights and a bias, of MATLAB's sizes; `fans` scale random weights. */
export function weightsAndBias(
  options: z.output<z.ZodObject<typeof weightsAndBiasOptions>>,
  { weights, bias, fans }: { readonly weights: readonly number[]; readonly bias: readonly number[]; readonly fans: Fans },
): Record<"weights" | "bias", Learnable> {
  return {
    weights: {
      size: weights,
      initializer: options.weightsInitializer,
      fans,
      given: options.weights,
      learnRateFactor: options.weightLearnRateFactor,
      l2Factor: options.weightL2Factor,
    },
    bias: {
      size: bias,
      initializer: options.biasInitializer,
      given: options.bias,
      learnRateFactor: options.biasLearnRateFactor,
      l2Factor: options.biasL2Factor,
    },
  };
}
