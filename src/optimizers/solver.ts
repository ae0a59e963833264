import type { Value } from "../ops/index.ts";

/** What a solver's constants are called in `trainingOptions`. */
export interface SolverOptions {
  readonly momentum: number;
  readonly gradientDecayFactor: number;
  readonly squaredGradientDecayFactor: number;
  readonly epsilon: number;
}

/** What one update is computed from; all arrays have the same shape. */
export interface UpdateArguments {
  readonly parameters: Value;
  /** After L2 regularization and thresholding. */
  readonly gradient: Value;
  /** The solver's memory, in the order of `moments`; zeros before the first step. */
  readonly moments: readonly Value[];
  /** The step size, times the learn-rate factors where they are not all 1. */
  readonly stepSize: Value;
  readonly options: SolverOptions;
}

/** A rule for new parameters, written in ops, so that it is part of the training step's graph. */
export interface Solver {
  readonly name: "sgdm" | "adam" | "rmsprop";
  /** What it remembers between steps. */
  readonly moments: readonly string[];
  /** What multiplies the direction in step `iteration` (counted from 1), computed in double precision. */
  readonly stepSize: (learnRate: number, iteration: number, options: SolverOptions) => number;
  readonly update: (args: UpdateArguments) => { readonly parameters: Value; readonly moments: readonly Value[] };
}
