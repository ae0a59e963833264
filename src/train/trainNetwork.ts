import type { DataSet } from "../data/dataSet.ts";
import { LayerGraphError } from "../errors.ts";
import type { Layer } from "../layer.ts";
import { LayerGraph, layerGraph } from "../network/layerGraph.ts";
import type { Network } from "../network/network.ts";
import { solvers } from "../optimizers/index.ts";
import type { TrainingRun } from "../report/live/trainingRun.ts";
import { checkpointsOf } from "./checkpoints.ts";
import { Computation } from "./computation.ts";
import { initialLearnables, initialStates } from "./initialArrays.ts";
import type { GivenData, NetworkData } from "./networkData.ts";
import { networkFrom } from "./networkFrom.ts";
import { populationStatistics } from "./populationStatistics.ts";
import { judgedData, type PreparedNetwork, prepareNetwork } from "./prepareNetwork.ts";
import { type GivenPredictors, type GivenResponses, isDataSet } from "./trainingData.ts";
import { type TrainingInfo, trainingInfo, trainingRecord } from "./trainingInfo.ts";
import { runTraining, type TrainingOutcome, type TrainingTask } from "./trainingLoop.ts";
import type { TrainingOptions } from "./trainingOptions.ts";
import { type ReportTo, trainingReporter } from "./trainingReporter.ts";
import { freshState, type TrainingState } from "./trainingState.ts";
import { trainingWatch } from "./trainingWatch.ts";
import { updateOptions } from "./updateOptions.ts";

/** A trained network and how its training went. */
export interface TrainingResult {
  readonly net: Network;
  readonly info: TrainingInfo;
}

/** What is trained: a graph, an array of layers connected one after the other, or a network that is trained further. */
export type Trainable = LayerGraph | readonly Layer[] | Network;

/**
 * Trains a network and returns it with the record of the training. Sequences are features × time; responses are one label for each sequence
 * or one for each time step, or numbers. A network with several input layers takes `{ inputName: predictors }`. Instead of predictors and responses, one data set may be given, as `readDataSet` returns it.
 *
 * The same data, network, options and seed give the same network to the bit. Aborting `options.signal` ends the training after the current
 * iteration, and what was learned so far is returned. With `plots: "training-progress"` a page on this machine shows the training while it runs, its
 * address is written to standard error, and its stop button does the same.
 *
 * @example
 * ```ts
 * const options = trainingOptions("adam", { maxEpochs: 15, miniBatchSize: 16 });
 * const { net, info } = await trainNetwork(XTrain, TTrain, lgraph, options);
 * ```
 * @throws LayerGraphError `invalid-network`, `invalid-training-data`, `not-a-number`, and those of `toSequences` and `toResponses`
 * @see MATLAB trainNetwork
 */
export async function trainNetwork(data: DataSet, layers: Trainable, options: TrainingOptions): Promise<TrainingResult>;
export async function trainNetwork(
  predictors: GivenPredictors,
  responses: GivenResponses,
  layers: Trainable,
  options: TrainingOptions,
): Promise<TrainingResult>;
export async function trainNetwork(...args: readonly unknown[]): Promise<TrainingResult> {
  const [first, ...rest] = args;
  const data = isDataSet(first) ? first : { predictors: first as GivenPredictors, responses: rest.shift() as GivenResponses };
  const [layers, options] = rest as [Trainable, TrainingOptions];
  return train({ data, layers, options });
}

/** A training as `trainNetwork` and the command line start it; the lines of the table go to `print`. */
export interface TrainingRequest extends ReportTo {
  readonly data: GivenData;
  readonly layers: Trainable;
  readonly options: TrainingOptions;
}

/** Trains as `trainNetwork` does. */
export async function train({ data, layers, options, ...report }: TrainingRequest): Promise<TrainingResult> {
  requireOptions(options, "trainNetwork");
  const prepared = prepareNetwork(graphOf(layers, "trainNetwork"), data);
  return trainPrepared(prepared, layers, options, report);
}

/** Throws unless the options are what `trainingOptions` returns. */
export function requireOptions(options: TrainingOptions, where: string): void {
  if (typeof options?.solver === "string" && "maxEpochs" in options) return;
  const message = `${where}: the options must be made by trainingOptions, such as trainingOptions("adam", { maxEpochs: 30 }).`;
  throw new LayerGraphError("wrong-options", message, { received: typeof options, expected: "trainingOptions(…)" });
}

/** Trains a network that is ready for its data. */
export async function trainPrepared(
  { network, data }: { readonly network: PreparedNetwork; readonly data: NetworkData },
  layers: Trainable,
  options: TrainingOptions,
  reportTo: ReportTo,
): Promise<TrainingResult> {
  const task: TrainingTask = { network, data, validation: validationData(options, network), options };
  const checkpoints = checkpointsOf(task, reportTo.onCheckpoint);
  const from = checkpoints.resumed ?? freshState(initialArrays(task, layers));
  const watch = await trainingWatch(task, reportTo);
  const computation = new Computation(network, updateOptions(options), options);
  try {
    const report = trainingReporter(task, reportTo, watch);
    const hooks = { iteration: report.iteration, checkpoint: checkpoints.write, monitored: watch?.monitored };
    const result = (outcome: TrainingOutcome, chosen: ChosenNetwork): TrainingResult => {
      watch?.end(outcome.reason);
      return finished(task, outcome, chosen, watch?.run());
    };
    if (report.start(from))
      return result({ state: from, reason: "output-function" }, { ...from.arrays, iteration: from.iteration });
    const outcome = await runTraining(task, computation, from, hooks);
    const chosen = await chosenNetwork(task, computation, outcome.state);
    requireFinite(network, chosen.learnables);
    report.end(outcome);
    return result(outcome, chosen);
  } catch (error) {
    watch?.fail(error);
    throw error;
  } finally {
    await Promise.all([watch?.close(), computation.close()]);
  }
}

/** The last update has no loss after it that would tell what it did: a network that diverged in it is not returned. */
function requireFinite({ learnables: { arrays } }: PreparedNetwork, flat: Float32Array): void {
  const broken = arrays.find(({ offset, count }) => !flat.subarray(offset, offset + count).every(Number.isFinite));
  if (!broken) return;
  throw new LayerGraphError(
    "not-a-number",
    `the last update left '${broken.key}' with numbers that are not finite. Lower initialLearnRate or set gradientThreshold.`,
    { layer: broken.layer, expected: "finite learnables" },
  );
}

/** The graph of what is trained. */
export function graphOf(layers: Trainable, where: string): LayerGraph {
  if (layers instanceof LayerGraph) return layers;
  if (Array.isArray(layers)) return layerGraph(layers);
  if (typeof layers === "object" && layers !== null && "graph" in layers) return layers.graph;
  const message = `${where}: Layers argument must be an array of layers or a layer graph.`;
  throw new LayerGraphError("wrong-layers", message, {
    received: typeof layers,
    expected: "an array of layers or a layer graph",
  });
}

function validationData({ validationData: given }: TrainingOptions, network: PreparedNetwork): NetworkData | undefined {
  return given && judgedData(network, given, { responses: "validationData" });
}

function initialArrays({ network, data, options }: TrainingTask, layers: Trainable): TrainingState["arrays"] {
  const from = "learnables" in layers ? layers : undefined;
  const { seed, resetInputNormalization } = options;
  const learnables = initialLearnables(network.learnables, { seed, resetInputNormalization, from: from?.learnables });
  const states = initialStates(network.states, data.inputs, { seed, resetInputNormalization, from: from?.states });
  const moments = solvers[options.solver].moments.map((name) => [name, new Float32Array(learnables.length)] as const);
  return { learnables, states, moments: Object.fromEntries(moments) };
}

interface ChosenNetwork {
  readonly learnables: Float32Array;
  readonly states: Float32Array;
  readonly iteration: number;
}

/** The network that the options ask for, its batch statistics taken over the training set where they say so. */
async function chosenNetwork(task: TrainingTask, computation: Computation, state: TrainingState): Promise<ChosenNetwork> {
  const { arrays, iteration, best } = state;
  const chosen = task.options.outputNetwork === "best-validation" && best ? best : { ...arrays, iteration };
  if (task.options.batchNormalizationStatistics === "moving") return chosen;
  const asked = { ...state, arrays: { ...arrays, learnables: chosen.learnables, states: chosen.states } };
  await computation.setArrays(asked.arrays);
  return { ...chosen, states: await populationStatistics(task, computation, asked) };
}

function finished(task: TrainingTask, outcome: TrainingOutcome, chosen: ChosenNetwork, run?: TrainingRun): TrainingResult {
  const info = { ...trainingInfo(task, outcome, chosen.iteration), ...(run && { run }) };
  return { net: networkFrom(task.network, chosen, trainingRecord(task, info)), info };
}
