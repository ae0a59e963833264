import { predictionBatches } from "./batches.ts";
import type { Computation } from "./computation.ts";
import { batchFeeds } from "./feeds.ts";
import { feedOptions, type TrainingTask } from "./trainingLoop.ts";
import type { TrainingState } from "./trainingState.ts";

/**
 * The states with those that layers gather over the whole training set replaced by the mean of what each mini-batch gave, weighted by its
 * observations; the states themselves where no layer gathers any.
 *
 * @see MATLAB trainingOptions, "BatchNormalizationStatistics"
 */
export async function populationStatistics(
  task: TrainingTask,
  computation: Computation,
  state: TrainingState,
): Promise<Float32Array> {
  const { network, data, options } = task;
  const sums = new Map<string, Float64Array>();
  let observations = 0;
  const feeds = feedOptions(task, false);
  for (const indices of predictionBatches(data.observations, options.miniBatchSize)) {
    const before = computation.beginning();
    for (const batch of batchFeeds(data, indices, feeds)) {
      const statistics = await computation.population(batch, state.updates, before);
      if (!statistics) return state.arrays.states;
      for (const [key, { data: values }] of Object.entries(statistics)) {
        const sum = sums.get(key) ?? new Float64Array(values.length);
        for (let i = 0; i < sum.length; i++) sum[i] += Number(values[i]) * batch.observations;
        sums.set(key, sum);
      }
      observations += batch.observations;
    }
  }
  const states = state.arrays.states.slice();
  for (const { key, offset } of network.states.arrays) {
    const sum = sums.get(key);
    if (sum)
      states.set(
        sum.map((v) => v / observations),
        offset,
      );
  }
  return states;
}
