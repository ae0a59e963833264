import { LayerGraphError } from "../errors.ts";
import {
  add,
  averagePool,
  cast,
  multiply,
  multiplyDims,
  normalize,
  type PoolSteps,
  perChannel,
  reshape,
  unsqueeze,
  type Value,
} from "../ops/index.ts";
import { type Activation, channelsOf, type Layout, layoutOf, like, printSizes, realSteps } from "./formats.ts";
import { allSteps, type LayerReach, sameStep } from "./reach.ts";

/**
 * Each observation's channels in `groups` groups of neighbours, each group brought to mean 0 and variance 1 over its channels, positions and time
 * steps (padding left out), then every channel scaled and shifted.
 */
export function normalizedInGroups(x: Activation, groups: number, scale: Value, offset: Value, epsilon: number): Activation {
  const [batch, , ...rest] = x.value.shape;
  const apart = reshape(x.value, [batch, groups, channelsOf(layoutOf(x)) / groups, ...rest]);
  const axes = apart.shape.flatMap((_, axis) => (axis < 2 ? [] : [axis]));
  const steps = realSteps(x);
  const { value } = normalize(apart, axes, epsilon, steps && unsqueeze(cast(steps, "float"), 1));
  const whole = reshape(value, x.value.shape);
  return like(x, add(multiply(whole, perChannel(scale, whole)), perChannel(offset, whole)));
}

/** The mean of each element with those of neighbouring channels, `size` in all (of an even number, one more after it than before); zeros beyond them. */
export function acrossChannels(x: Value, size: number): Value {
  const [batch, channels, ...rest] = x.shape;
  const image = reshape(x, [batch, 1, channels, multiplyDims(...rest)]);
  const along: PoolSteps = { size, stride: 1, before: Math.floor((size - 1) / 2), after: Math.floor(size / 2) };
  return reshape(averagePool(image, [along, { size: 1, stride: 1, before: 0, after: 0 }]), x.shape);
}

/** Refuses an activation whose channels are single numbers, which are their own mean. */
export function requirePositions(x: Layout): void {
  if (x.format !== "CB") return;
  const fix = "Put it before the layer that removes the positions or time steps.";
  throw new LayerGraphError("wrong-format", `received ${printSizes(x)}, expected a format with positions or time steps. ${fix}`, {
    received: printSizes(x),
    expected: "a format with S or T",
    fix,
  });
}

/** What a layer declares that takes statistics over all positions and time steps. */
export function statisticsReach({ inputs: [x] }: { readonly inputs: readonly Layout[] }): LayerReach {
  if (!x.format.includes("T")) return { reach: sameStep };
  return { reach: allSteps, causalFix: 'Use layerNormalizationLayer with operationDimension "channel-only".' };
}
