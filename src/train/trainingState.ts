import type { TrainingArrays } from "./computation.ts";

/** What a training has recorded, one element for each iteration. Values that were not computed are NaN. */
export interface TrainingHistory {
  readonly trainingLoss: number[];
  /** Percent for classes, RMSE for numbers. */
  readonly trainingMetric: number[];
  readonly baseLearnRate: number[];
  readonly validationLoss: number[];
  readonly validationMetric: number[];
}

/** The network with the smallest validation loss so far. */
export interface BestNetwork {
  readonly iteration: number;
  readonly loss: number;
  readonly learnables: Float32Array;
  readonly states: Float32Array;
}

/** Where a training is: with the arrays, all that it needs to go on as if it had never stopped. */
export interface TrainingState {
  /** Iterations done: mini-batches over all epochs. */
  readonly iteration: number;
  /** Updates done: more than iterations where mini-batches are cut into pieces. */
  readonly updates: number;
  /** Validations in a row whose loss was not smaller than the smallest before. */
  readonly patience: number;
  /** Seconds of training so far. */
  readonly seconds: number;
  readonly history: TrainingHistory;
  readonly best: BestNetwork | undefined;
  readonly arrays: TrainingArrays;
}

/** A training that has not begun. */
export function freshState(arrays: TrainingArrays): TrainingState {
  const history = { trainingLoss: [], trainingMetric: [], baseLearnRate: [], validationLoss: [], validationMetric: [] };
  return { iteration: 0, updates: 0, patience: 0, seconds: 0, history, best: undefined, arrays };
}
