import { add, divide, maximum, minimum, multiply, sqrt, sumOfSquares, type Value } from "../ops/index.ts";

/** How `gradientThreshold` is applied. */
export type ThresholdMethod = "l2norm" | "global-l2norm" | "absolute-value";

/** The gradient of the loss plus `½·λ·factor·θ²`. */
export function withL2(gradient: Value, parameters: Value, factors: Value | number): Value {
  return factors === 0 ? gradient : add(gradient, multiply(parameters, factors));
}

/**
 * Gradients bounded by the threshold Θ, one for each learnable: `l2norm` scales each gradient whose norm exceeds Θ down to it, `global-l2norm` all
 * by their common norm, `absolute-value` cuts every element at ±Θ.
 *
 * @see MATLAB trainingOptions, "Gradient Clipping"
 */
export function thresholded(gradients: readonly Value[], threshold: number, method: ThresholdMethod): readonly Value[] {
  if (threshold === Number.POSITIVE_INFINITY) return gradients;
  if (method === "absolute-value") return gradients.map((g) => minimum(maximum(g, -threshold), threshold));
  if (method === "l2norm") return gradients.map((g) => multiply(g, shrinkage(sumOfSquares(g), threshold)));
  const shrink = shrinkage(gradients.map(sumOfSquares).reduce(add), threshold);
  return gradients.map((g) => multiply(g, shrink));
}

/** `min(1, Θ/‖g‖)` from `‖g‖²`; the norm is kept from 0 so that no gradient is divided by nothing. */
function shrinkage(squares: Value, threshold: number): Value {
  return minimum(divide(threshold, maximum(sqrt(squares), 1e-30)), 1);
}
