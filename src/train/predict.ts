import type { DataSet } from "../data/dataSet.ts";
import type { Network } from "../network/network.ts";
import { networkOutputs, type Prediction } from "./networkOutputs.ts";
import { networkRun, requireNetwork } from "./networkRuns.ts";
import { type PredictionOptions, predictionOptions } from "./predictionOptions.ts";
import { isDataSet, type Predictors, toPredictors } from "./trainingData.ts";

/**
 * What a network gives for each observation, in their order: `vectors` of class scores or responses (MATLAB's N × K), or `sequences`
 * (channels × the observation's own time steps, row-major; padding is removed) where it has an output for every step. Single precision.
 *
 * `X` are sequences (features × time each), feature vectors, or a data set such as `readDataSet` returns. With the default
 * `paddingMode: "exact"` the result does not depend on `miniBatchSize`.
 *
 * @example
 * ```ts
 * const { values } = await predict(net, XTest, { miniBatchSize: 27 });
 * ```
 * @throws LayerGraphError `invalid-prediction-data`, `unknown-option`, `invalid-option`, and those of `toSequences`
 * @see MATLAB predict
 */
export async function predict(net: Network, X: Predictors | DataSet, options?: PredictionOptions): Promise<Prediction> {
  requireNetwork(net, "predict");
  const checked = predictionOptions(options, "predict");
  return networkOutputs(await networkRun(net, checked.threads), observations(X), checked);
}

/** The observations of a data set or as users write them. */
export function observations(X: Predictors | DataSet): DataSet {
  return isDataSet(X) ? X : toPredictors(X);
}
