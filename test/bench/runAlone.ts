import type { LayerGraph } from "../../src/network/layerGraph.ts";
import { solvers } from "../../src/optimizers/index.ts";
import { fed, momentName, trainingPlan } from "../../src/plan/training.ts";
import { onnxRuntimeExecutor } from "../../src/run/index.ts";
import { floats } from "../../src/tensor.ts";
import { batchFeeds, randomFeeds } from "../../src/train/feeds.ts";
import { initialLearnables, initialStates } from "../../src/train/initialArrays.ts";
import { prepareNetwork } from "../../src/train/prepareNetwork.ts";
import { toDataSet } from "../../src/train/trainingData.ts";
import { feedOptions } from "../../src/train/trainingLoop.ts";
import type { TrainingOptions } from "../../src/train/trainingOptions.ts";
import { updateOptions } from "../../src/train/updateOptions.ts";
import type { Recordings } from "./data.ts";
import { type TimedRuns, timedRuns } from "./timings.ts";

/**
 * The graph of a training step by itself: in this thread, on one mini-batch that was made ready beforehand. What `trainNetwork` takes longer
 * for a step is what it costs to run steps one by one.
 */
export async function runAlone(
  lgraph: LayerGraph,
  { X, T }: Recordings,
  options: TrainingOptions,
  warmUps: number,
): Promise<TimedRuns> {
  const { network, data } = prepareNetwork(lgraph, toDataSet(X, T));
  const plan = trainingPlan(network.graph, updateOptions(options), false);
  const executor = onnxRuntimeExecutor(options.threads);
  await executor.load("step", plan);
  const learnables = initialLearnables(network.learnables, options);
  const states = initialStates(network.states, data.inputs, options);
  const moments = solvers[options.solver].moments.map((name) => [momentName(name), new Float32Array(learnables.length)] as const);
  const arrays = [[fed.learnables, learnables], [fed.states, states], ...moments] as const;
  for (const [name, values] of arrays) await executor.setState(name, floats([values.length], values));

  const indices = Int32Array.from({ length: options.miniBatchSize }, (_, index) => index);
  const [batch] = batchFeeds(data, indices, feedOptions({ network, options }, true));
  const feeds = {
    ...batch.feeds,
    ...randomFeeds(plan, batch.symbols, options.seed, 1),
    [fed.stepSize]: floats([], [options.initialLearnRate]),
  };
  return timedRuns(warmUps, () => executor.run("step", feeds));
}
