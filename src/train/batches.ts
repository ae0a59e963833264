import { permutation, randomStream } from "../random.ts";

/** What decides which observations are in which mini-batch. */
export interface BatchOptions {
  /** The number of observations in the training data. */
  readonly observations: number;
  readonly miniBatchSize: number;
  readonly shuffle: "once" | "never" | "every-epoch";
  readonly seed: number;
}

/** The mini-batches of a training. Nothing depends on what was asked before, so a training can be taken up anywhere. */
export interface Batches {
  /** ⌊observations / miniBatchSize⌋, and 1 where the data are smaller than one mini-batch. */
  readonly iterationsPerEpoch: number;
  /** All observations, counted from 0, in the order of an epoch, counted from 1. The last ones may be in no mini-batch. */
  epochOrder(epoch: number): Int32Array;
  /** The observations of each mini-batch of an epoch. All have `miniBatchSize`, unless the data are smaller. */
  batchesOfEpoch(epoch: number): Int32Array[];
  /** The epoch and the observations of an iteration, both counted from 1 over the whole training. */
  batchAt(iteration: number): { readonly epoch: number; readonly indices: Int32Array };
}

/**
 * Mini-batches as MATLAB makes them: observations that do not fill the last one are left out of the epoch.
 *
 * @see MATLAB TrainingOptionsADAM, "MiniBatchSize" and "Shuffle"
 */
export function trainingBatches(options: BatchOptions): Batches {
  const { observations, miniBatchSize, shuffle, seed } = options;
  const size = Math.min(observations, miniBatchSize);
  const iterationsPerEpoch = observations === 0 ? 0 : Math.floor(observations / size);
  let kept: { readonly key: number; readonly order: Int32Array } | undefined;
  const epochOrder = (epoch: number): Int32Array => {
    if (shuffle === "never") return Int32Array.from({ length: observations }, (_, at) => at);
    const key = shuffle === "once" ? 0 : epoch;
    if (kept?.key !== key) kept = { key, order: permutation(observations, randomStream(seed, "shuffle", key)) };
    return kept.order;
  };
  const batchOf = (epoch: number, batch: number): Int32Array => epochOrder(epoch).slice(batch * size, (batch + 1) * size);
  return {
    iterationsPerEpoch,
    epochOrder: (epoch) => epochOrder(epoch).slice(),
    batchesOfEpoch: (epoch) => Array.from({ length: iterationsPerEpoch }, (_, batch) => batchOf(epoch, batch)),
    batchAt: (iteration) => {
      const epoch = Math.floor((iteration - 1) / iterationsPerEpoch) + 1;
      return { epoch, indices: batchOf(epoch, (iteration - 1) % iterationsPerEpoch) };
    },
  };
}

/** Mini-batches for prediction: every observation once, in order, the last mini-batch with what is left. */
export function predictionBatches(observations: number, miniBatchSize: number): Int32Array[] {
  return Array.from({ length: Math.ceil(observations / miniBatchSize) }, (_, batch) => {
    const start = batch * miniBatchSize;
    return Int32Array.from({ length: Math.min(miniBatchSize, observations - start) }, (_, at) => start + at);
  });
}
