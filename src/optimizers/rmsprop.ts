import { add, divide, multiply, sqrt, square, subtract } from "../ops/index.ts";
import type { Solver } from "./solver.ts";

/**
 * Root mean square propagation: `v ← β₂·v + (1 − β₂)·g²`, `θ ← θ − α·g / (√v + ε)`.
 *
 * @see MATLAB trainingOptions, "Root Mean Square Propagation"
 */
export const rmsprop: Solver = {
  name: "rmsprop",
  moments: ["squaredGradient"],
  stepSize: (learnRate) => learnRate,
  update: ({ parameters, gradient, moments: [squared], stepSize, options: { squaredGradientDecayFactor: beta, epsilon } }) => {
    const next = add(multiply(squared, beta), multiply(square(gradient), 1 - beta));
    const direction = divide(gradient, add(sqrt(next), epsilon));
    return { parameters: subtract(parameters, multiply(direction, stepSize)), moments: [next] };
  },
};
