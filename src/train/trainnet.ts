import type { DataSet } from "../data/dataSet.ts";
import { DlNetwork } from "../network/dlnetwork.ts";
import { type LossInput, lossDrafts, trainedOutputs } from "./objective.ts";
import { prepareNetwork } from "./prepareNetwork.ts";
import { type GivenPredictors, type GivenResponses, isDataSet } from "./trainingData.ts";
import type { TrainingInfo } from "./trainingInfo.ts";
import type { TrainingOptions } from "./trainingOptions.ts";
import { graphOf, requireOptions, type Trainable, type TrainingRequest, trainPrepared } from "./trainNetwork.ts";

/** A training by a loss as `trainnet` starts it. */
export interface LossTrainingRequest extends TrainingRequest {
  readonly loss: LossInput;
}

/** A trained network without output layers and how its training went. */
export interface TrainnetResult {
  readonly net: DlNetwork;
  readonly info: TrainingInfo;
}

/**
 * Trains a network without output layers by a loss and returns it with the record of the training. Every output that is not connected is an
 * output of the network.
 *
 * `X` and `T` are those of `trainNetwork`; for several inputs `{ inputName: predictors }`, for several outputs `{ outputName: responses }`, or
 * lists in their order. Sequences are features × time, as everywhere here (MATLAB's `trainnet` takes time × features).
 *
 * `loss` is `"crossentropy"`, `"index-crossentropy"`, `"binary-crossentropy"`, `"mse"`, `"mae"` (`"l1loss"`), `"huber"`, `"l2loss"`, or a function of the
 * prediction and the target that returns a scalar: `(Y, T) => Value`, both with format and lengths. With a weight and the names of the classes it is
 * `{ loss, weight, classNames }`. Several outputs have a list or a record of them; their losses are multiplied by the weights and added. Labels
 * reach the loss as ones among zeros, their classes in the order of `classNames` or sorted.
 *
 * @example
 * ```ts
 * const { net } = await trainnet(XTrain, TTrain, layers, "crossentropy", trainingOptions("adam"));
 * const { labels } = await classify(net, XTest);
 * ```
 * @throws LayerGraphError `invalid-network`, `invalid-training-data`, `unknown-loss`, `wrong-losses`, `wrong-loss`, `not-a-number`
 * @see MATLAB trainnet
 */
export async function trainnet(data: DataSet, net: Trainable, loss: LossInput, options: TrainingOptions): Promise<TrainnetResult>;
export async function trainnet(
  predictors: GivenPredictors,
  responses: GivenResponses,
  net: Trainable,
  loss: LossInput,
  options: TrainingOptions,
): Promise<TrainnetResult>;
export async function trainnet(...args: readonly unknown[]): Promise<TrainnetResult> {
  const [first, ...rest] = args;
  const data = isDataSet(first) ? first : { predictors: first as GivenPredictors, responses: rest.shift() as GivenResponses };
  const [net, loss, options] = rest as [Trainable, LossInput, TrainingOptions];
  return trainByLoss({ data, layers: net, loss, options });
}

/** Trains as `trainnet` does; the lines of the table go to `print`. */
export async function trainByLoss({ data, layers: net, loss, options, ...report }: LossTrainingRequest): Promise<TrainnetResult> {
  requireOptions(options, "trainnet");
  const prepared = prepareNetwork(graphOf(net, "trainnet"), data, (lgraph) => lossDrafts(lgraph, loss, "trainnet"));
  const { net: trained, info } = await trainPrepared(prepared, net, options, report);
  return { net: new DlNetwork({ ...trained, outputs: trainedOutputs(loss, prepared.network.outputs) }), info };
}
