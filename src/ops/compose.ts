import { type Dim, multiplyDims } from "./dimension.ts";
import { add, divide, multiply, reciprocal, sqrt, square, subtract } from "./elementwise.ts";
import { reshape } from "./movement.ts";
import { dim, type Value } from "./op.ts";
import { mean, sum } from "./reduction.ts";
import { scaleShift } from "./scaleShift.ts";
import { sizeValue } from "./source.ts";

/** An array brought to mean 0 and variance 1 over some axes, and what its mean and variance (divided by the count) were. */
export interface Normalized {
  readonly value: Value;
  readonly mean: Value;
  readonly variance: Value;
}

/**
 * `x̂ = (x − mean) / √(variance + epsilon)`, mean and variance taken over the given axes. Where `real` is given (1 for elements that
 * count and 0 for padding, broadcast to x), the statistics leave padding out and x̂ is 0 there.
 */
export function normalize(x: Value, axes: readonly number[], epsilon: number, real?: Value): Normalized {
  const { centered, mean: center, variance, inverse } = deviation(x, axes, epsilon, real);
  return { value: multiply(centered, inverse), mean: center, variance };
}

/**
 * Layer normalization: `normalize(x) · scale + offset`, the statistics over the given axes. `scale` and `offset` are broadcast to x; `real` as
 * for `normalize`.
 */
export function layerNorm(x: Value, axes: readonly number[], scale: Value, offset: Value, epsilon: number, real?: Value): Value {
  const { centered, inverse } = deviation(x, axes, epsilon, real);
  return scaleShift(centered, inverse, scale, offset);
}

function deviation(x: Value, axes: readonly number[], epsilon: number, real: Value | undefined) {
  const average = averageOver(x, axes, real);
  const center = average(x);
  const centered = masked(subtract(x, center), real);
  const variance = average(square(centered));
  return { centered, mean: center, variance, inverse: reciprocal(sqrt(add(variance, epsilon))) };
}

/** A parameter with one number for each channel, in the shape in which it is combined with x: `[1, channels, 1, …]`. */
export function perChannel(parameter: Value, x: Value): Value {
  return reshape(
    parameter,
    x.shape.map((d, axis) => (axis === 1 ? d : 1)),
  );
}

/** One number for each observation, in the shape in which it is combined with x: `[batch, 1, …]`. */
export function perObservation(numbers: Value, x: Value): Value {
  return reshape(
    numbers,
    x.shape.map((d, axis) => (axis === 0 ? d : 1)),
  );
}

/** The sum of all elements, a scalar. */
export function total(x: Value): Value {
  return reshape(
    sum(
      x,
      x.shape.map((_, axis) => axis),
    ),
    [],
  );
}

/** Takes the mean over the axes of arrays as large as x, leaving padding out. */
function averageOver(x: Value, axes: readonly number[], real: Value | undefined): (y: Value) => Value {
  if (!real) return (y) => mean(y, axes);
  const stretched = axes.filter((axis) => dim(real, axis) === 1).map((axis): Dim => dim(x, axis));
  const kept = axes.filter((axis) => dim(real, axis) !== 1);
  const count = multiply(sum(real, kept), sizeValue(multiplyDims(...stretched)));
  return (y) => divide(sum(multiply(y, real), axes), count);
}

function masked(x: Value, real: Value | undefined): Value {
  return real ? multiply(x, real) : x;
}
