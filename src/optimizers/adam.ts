import { add, divide, multiply, sqrt, square, subtract } from "../ops/index.ts";
import type { Solver } from "./solver.ts";

/**
 * Adaptive moment estimation: `m ← β₁·m + (1 − β₁)·g`, `v ← β₂·v + (1 − β₂)·g²`, `θ ← θ − α_ℓ·m / (√v + ε)` with
 * `α_ℓ = α·√(1 − β₂^ℓ) / (1 − β₁^ℓ)`: ε is added after the correction of the moments, unlike in PyTorch.
 *
 * @see MATLAB trainingOptions, "Adaptive Moment Estimation"
 */
export const adam: Solver = {
  name: "adam",
  moments: ["gradient", "squaredGradient"],
  stepSize: (learnRate, iteration, { gradientDecayFactor, squaredGradientDecayFactor }) =>
    (learnRate * Math.sqrt(1 - squaredGradientDecayFactor ** iteration)) / (1 - gradientDecayFactor ** iteration),
  update: ({ parameters, gradient, moments: [mean, squared], stepSize, options }) => {
    const { gradientDecayFactor: beta1, squaredGradientDecayFactor: beta2, epsilon } = options;
    const nextMean = add(multiply(mean, beta1), multiply(gradient, 1 - beta1));
    const nextSquared = add(multiply(squared, beta2), multiply(square(gradient), 1 - beta2));
    const direction = divide(nextMean, add(sqrt(nextSquared), epsilon));
    return { parameters: subtract(parameters, multiply(direction, stepSize)), moments: [nextMean, nextSquared] };
  },
};
