import type { DataSet } from "../data/dataSet.ts";
import type { Network } from "../network/network.ts";
import { type NetworkData, networkData } from "./networkData.ts";
import { networkOutputs, type Prediction } from "./networkOutputs.ts";
import { type NetworkRun, networkRun, requireNetwork } from "./networkRuns.ts";
import { type CheckedPredictionOptions, type PredictionOptions, predictionOptions } from "./predictionOptions.ts";
import { type GivenPredictors, isDataSet } from "./trainingData.ts";

/**
 * What a network gives for each observation, in their order: `vectors` of class scores or responses (MATLAB's N × K), `sequences`
 * (channels × the observation's own time steps, row-major; padding is removed) where it has an output for every step, or `images`. Single
 * precision. Of a network with several outputs, `outputs` has what each gives by its name.
 *
 * `X` are sequences (features × time each), feature vectors, images, or a data set such as `readDataSet` returns; for a network with several
 * input layers `{ inputName: predictors }`. With the default `paddingMode: "exact"` the result does not depend on `miniBatchSize`.
 *
 * @example
 * ```ts
 * const { values } = await predict(net, XTest, { miniBatchSize: 27 });
 * ```
 * @throws LayerGraphError `invalid-prediction-data`, `wrong-inputs`, `unknown-option`, `invalid-option`, and those of `toSequences`
 * @see MATLAB predict, minibatchpredict
 */
export async function predict(net: Network, X: GivenPredictors | DataSet, options?: PredictionOptions): Promise<Prediction> {
  requireNetwork(net, "predict");
  const checked = predictionOptions(options, "predict");
  return outputsFor(await networkRun(net, checked.threads), X, checked);
}

/** What a run gives for observations as users write them. */
export function outputsFor(
  run: NetworkRun,
  X: GivenPredictors | DataSet,
  options: CheckedPredictionOptions,
): Promise<Prediction> {
  return networkOutputs(run, predictorsFor(run, X), options);
}

/** Observations as users write them, by the inputs of a run. */
export function predictorsFor({ inputs }: NetworkRun, X: GivenPredictors | DataSet): NetworkData {
  return networkData(isDataSet(X) ? { ...X, responses: undefined } : { predictors: X }, inputs, []);
}
