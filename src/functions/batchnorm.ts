import { z } from "zod";
import { epsilonOption } from "../layer/channels.ts";
import { type Activation, like, realSteps } from "../layer/formats.ts";
import { parsedOptions } from "../layer/options.ts";
import { add, cast, multiply, normalize, perChannel, reciprocal, reshape, sqrt, subtract, type Value } from "../ops/index.ts";

/** What `batchnorm` can be told by name. */
export interface BatchnormOptions {
  /** Added to the variance; 1e-5 by default. */
  readonly epsilon?: number;
}

const options = z.object({ epsilon: epsilonOption });

/**
 * Each channel brought to mean 0 and variance 1 over all observations, positions and time steps of the mini-batch (padding left out), then `x̂ · scaleFactor +
 * offset` with one number of both for each channel. Returns the result, and the mean and variance (divided by the count) in the shape of `offset`. Given
 * `mu` and `sigmaSq`, it takes these instead of the mini-batch's and returns the result alone. Any format.
 *
 * @example const [Y, mu, sigmaSq] = batchnorm(X, learnables.offset, learnables.scale);
 * @see MATLAB batchnorm
 */
export function batchnorm(
  X: Activation,
  offset: Value,
  scaleFactor: Value,
  options?: BatchnormOptions,
): [Y: Activation, mu: Value, sigmaSq: Value];
export function batchnorm(
  X: Activation,
  offset: Value,
  scaleFactor: Value,
  mu: Value,
  sigmaSq: Value,
  options?: BatchnormOptions,
): Activation;
export function batchnorm(
  X: Activation,
  offset: Value,
  scaleFactor: Value,
  ...rest: readonly [BatchnormOptions?] | readonly [mu: Value, sigmaSq: Value, options?: BatchnormOptions]
): Activation | [Y: Activation, mu: Value, sigmaSq: Value] {
  if (rest.length >= 2) {
    const [mu, sigmaSq, given = {}] = rest as readonly [Value, Value, BatchnormOptions?];
    return byStatistics(X, offset, scaleFactor, { mu, sigmaSq, ...parsedOptions(options, given, "batchnorm") });
  }
  const { epsilon } = parsedOptions(options, (rest[0] ?? {}) as BatchnormOptions, "batchnorm");
  const axes = X.value.shape.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
  const steps = realSteps(X);
  const { value, mean, variance } = normalize(X.value, axes, epsilon, steps && cast(steps, "float"));
  const Y = like(X, add(multiply(value, perChannel(scaleFactor, value)), perChannel(offset, value)));
  return [Y, reshape(mean, offset.shape), reshape(variance, offset.shape)];
}

interface Statistics {
  readonly mu: Value;
  readonly sigmaSq: Value;
  readonly epsilon: number;
}

/** `x · a + b` for each channel, where `a = scale / √(variance + epsilon)` and `b = offset − mean · a`. */
function byStatistics(X: Activation, offset: Value, scaleFactor: Value, { mu, sigmaSq, epsilon }: Statistics): Activation {
  const factor = multiply(scaleFactor, reciprocal(sqrt(add(sigmaSq, epsilon))));
  const shift = subtract(offset, multiply(mu, factor));
  return like(X, add(multiply(X.value, perChannel(factor, X.value)), perChannel(shift, X.value)));
}
