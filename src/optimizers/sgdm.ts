import { add, multiply, subtract } from "../ops/index.ts";
import type { Solver } from "./solver.ts";

/**
 * Stochastic gradient descent with momentum: `v ← γ·v − α·g`, `θ ← θ + v`.
 *
 * @see MATLAB trainingOptions, "Stochastic Gradient Descent with Momentum"
 */
export const sgdm: Solver = {
  name: "sgdm",
  moments: ["velocity"],
  stepSize: (learnRate) => learnRate,
  update: ({ parameters, gradient, moments: [velocity], stepSize, options: { momentum } }) => {
    const next = subtract(multiply(velocity, momentum), multiply(gradient, stepSize));
    return { parameters: add(parameters, next), moments: [next] };
  },
};
