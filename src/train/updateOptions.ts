import type { SolverOptions } from "../optimizers/index.ts";
import type { UpdateOptions } from "../plan/training.ts";
import type { TrainingOptions } from "./trainingOptions.ts";

/** What the update of a training step depends on. A solver reads only the constants that it has. */
export function updateOptions(options: TrainingOptions): UpdateOptions {
  const { solver, l2Regularization, gradientThreshold, gradientThresholdMethod } = options;
  const own: Partial<SolverOptions> = options;
  const { momentum = 0, gradientDecayFactor = 0, squaredGradientDecayFactor = 0, epsilon = 0 } = own;
  const constants = { momentum, gradientDecayFactor, squaredGradientDecayFactor, epsilon };
  return { solver, l2Regularization, gradientThreshold, gradientThresholdMethod, ...constants };
}
