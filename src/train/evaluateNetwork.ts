import type { DataSet } from "../data/dataSet.ts";
import type { Responses } from "../data/responses.ts";
import { internal, LayerGraphError } from "../errors.ts";
import type { LossName } from "../functions/lossNames.ts";
import { outputName, outputsOf, usageOf } from "../network/ends.ts";
import type { LayerGraph } from "../network/layerGraph.ts";
import type { Network } from "../network/network.ts";
import { targetName } from "../plan/judging.ts";
import { lossPlan, predictionNames } from "../plan/prediction.ts";
import type { ConfusionMatrix } from "../report/confusionMatrix.ts";
import type { Tensor } from "../tensor.ts";
import { checkResponses } from "./checkData.ts";
import { classesByOutput, labelled } from "./classify.ts";
import type { OutputPrediction } from "./gatheredOutput.ts";
import { confusionMatrix, mostClasses, rmse } from "./metrics.ts";
import { type DataOutput, type GivenData, type NetworkData, networkData } from "./networkData.ts";
import { type ComputedPiece, computedPieces, gather, gatheredOutputs } from "./networkOutputs.ts";
import { loadedPlan, type NetworkRun, networkRun, requireNetwork } from "./networkRuns.ts";
import { type LossInput, lossDrafts } from "./objective.ts";
import { type PredictionOptions, predictionOptions } from "./predictionOptions.ts";
import { layerDrafts, type OutputDraft, type PreparedOutput, resolvedOutput } from "./prepareNetwork.ts";
import { combined, fedTargets, type WeightedResult, weighted } from "./trainingLoop.ts";

/** Options of `evaluateNetwork`; every one may be left out. */
export interface EvaluationOptions extends PredictionOptions {
  /** The loss of a network without output layers, as `trainnet` takes it; the one that it was trained by, if that has a name, by default. */
  readonly loss?: LossInput;
}

/** How well one output of a network answers. */
export interface OutputEvaluation {
  /** For classes: the share of right answers, from 0 to 1, over observations, or over all time steps or pixels. */
  readonly accuracy?: number;
  /** For classes, unless there are more than 5,000. */
  readonly confusion?: ConfusionMatrix;
  /** For numbers: the root mean square error. */
  readonly rmse?: number;
}

/** How well a network answers; of a network with several outputs, what is told beside the loss is the first one's. */
export interface Evaluation extends OutputEvaluation {
  /** The loss, as training reports it for validation data. */
  readonly loss: number;
  readonly observations: number;
  /** Of a network with several outputs, what is told of each by its name. */
  readonly outputs?: Readonly<Record<string, OutputEvaluation>>;
}

/**
 * The loss of a network on data with responses, and for classes the accuracy and the confusion matrix, for numbers the root mean square
 * error. Labels are matched with the network's classes by name: the data may lack some, or have them in another order. The data are a data
 * set or `{ predictors, responses }`, for several inputs and outputs by their names.
 *
 * @example
 * ```ts
 * const { accuracy, confusion } = await evaluateNetwork(net, await readDataSet("test.ts"));
 * ```
 * @throws LayerGraphError `unknown-class`, `invalid-test-data`, and those of `predict`
 */
export async function evaluateNetwork(
  net: Network,
  data: DataSet | GivenData,
  options: EvaluationOptions = {},
): Promise<Evaluation> {
  requireNetwork(net, "evaluateNetwork");
  const { loss: givenLoss, ...others } = options ?? {};
  const checked = predictionOptions(others, "evaluateNetwork");
  const run = await networkRun(net, checked.threads);
  const ends = endsOf(net, run, givenLoss);
  const matched = networkData(data, run.inputs, ends, {
    predictors: "evaluateNetwork",
    responses: "evaluateNetwork",
    matchClasses: true,
  });
  for (const end of ends) checkResponses(end, matched.targets?.get(end.name), "test");
  const outputs = ends.map((end) => resolvedOutput(end, matched.targets!.get(end.name)!));
  const judge = judgeOf(net, outputs, checked.threads);
  const gathered = gatheredOutputs(run, matched, checked);
  const results: WeightedResult[] = [];
  for await (const piece of computedPieces(run, matched, checked, { purpose: "test", targets: fedTargets(outputs) })) {
    gather(gathered, piece);
    results.push(await judge(piece));
  }
  const { loss } = combined(results, "none");
  const told = outputs.map((output, i) => toldOf(output, gathered[i].prediction(), matched));
  const byName = Object.fromEntries(outputs.map(({ name }, i) => [name, told[i]]));
  return { loss, ...told[0], observations: matched.observations, ...(outputs.length > 1 && { outputs: byName }) };
}

type JudgedEnd = OutputDraft & DataOutput & Pick<PreparedOutput, "shape" | "timeDimension">;

/** The outputs with what they are judged by. */
function endsOf(net: Network, { outputs }: NetworkRun, loss: LossInput | undefined): JudgedEnd[] {
  const classes = classesByOutput(net);
  return draftsOf(net, loss).map((draft, i) => {
    const { name, format, shape, timeDimension } = outputs[i];
    return { ...draft, name, classes: classes.get(name), format, shape, timeDimension, channels: Number(shape[1]) };
  });
}

function draftsOf({ graph, outputs }: Network, loss: LossInput | undefined): OutputDraft[] {
  if (usageOf(graph) === "dlnetwork") return lossDrafts(graph, loss ?? rememberedLosses(graph, outputs), "evaluateNetwork");
  if (graph.layers.some((layer) => layer.definition.loss && layer.problems.length === 0)) return layerDrafts(graph);
  throw new LayerGraphError(
    "invalid-network",
    "evaluateNetwork: the code of the network's output layer is not known, so that there is no loss. Pass it with `layers` when you load the network.",
  );
}

/** The losses that a network was trained by, if they have names. */
function rememberedLosses(graph: LayerGraph, outputs: Network["outputs"] = {}): LossInput {
  const names = outputsOf(graph).map((end) => outputName(graph, end));
  return names.map((name) => {
    const { loss, weight, classNames } = outputs[name] ?? {};
    if (loss !== undefined) return { loss: loss as LossName, weight, ...(classNames && { classNames }) };
    const message = `evaluateNetwork: it is not known by what output '${name}' was trained. Give { loss: "mse" } or another loss in the options.`;
    throw new LayerGraphError("unknown-loss", message);
  });
}

/** What computes the loss of a mini-batch from what the network gave for it. */
function judgeOf(
  net: Network,
  outputs: readonly PreparedOutput[],
  threads: number,
): (piece: ComputedPiece) => Promise<WeightedResult> {
  const fedOutputs = outputs.map((output) => ({ loss: output, format: output.format, shape: output.shape }));
  return async ({ batch, outputs: computed }) => {
    const padded = computed.some(({ lengths }) => lengths !== undefined);
    const key = lossKey(net, outputs);
    const { run } = await loadedPlan(net, threads, `loss ${key} ${padded}`, () => ({ plan: lossPlan(fedOutputs, padded) }));
    const feeds = outputs.flatMap((output, i): [string, Tensor][] => {
      const names = predictionNames(outputs, output);
      const { value, lengths } = computed[i];
      const target = targetName(outputs, output);
      return [
        [names.prediction, value],
        [target, batch.feeds[target]],
        ...(lengths ? [[names.lengths, integers(lengths)] as [string, Tensor]] : []),
      ];
    });
    const results = await run(Object.fromEntries(feeds));
    const number = (name: string): number | undefined => (results[name] ? Number(results[name].data[0]) : undefined);
    return weighted({ outputs }, batch, { loss: number("loss")!, correct: number("correct"), count: number("count") });
  };
}

/** What tells the losses of one network apart, so that each is compiled once: an output layer's is always the same. */
function lossKey({ graph }: Network, outputs: readonly PreparedOutput[]): string {
  const layers = usageOf(graph) === "trainNetwork";
  return JSON.stringify(outputs.map(({ target, loss, weight }) => [target, layers ? 0 : numberOf(loss), weight]));
}

const numbered = new WeakMap<PreparedOutput["loss"], number>();
let functions = 0;

/** A number of its own for each function. */
function numberOf(loss: PreparedOutput["loss"]): number {
  const number = numbered.get(loss) ?? ++functions;
  numbered.set(loss, number);
  return number;
}

function integers(values: readonly number[]): Tensor<"int64"> {
  return { type: "int64", shape: [values.length], data: BigInt64Array.from(values, BigInt) };
}

function toldOf({ name, classes }: PreparedOutput, prediction: OutputPrediction, { targets }: NetworkData): OutputEvaluation {
  const responses = targets!.get(name)!;
  if (!classes) return { rmse: rootMeanSquare(prediction, responses) };
  const answers = answersOf(prediction, responses, classes);
  const right = answers.predicted.filter((label, at) => label === answers.actual[at]).length;
  const accuracy = right / answers.actual.length;
  if (classes.length > mostClasses) return { accuracy };
  return { accuracy, confusion: confusionMatrix(answers.actual, answers.predicted, classes) };
}

/** All labels that are given, one after the other, and what was predicted there. */
function answersOf(prediction: OutputPrediction, responses: Responses, classes: readonly string[]) {
  if (!("codes" in responses)) return internal(`${responses.kind} have no classes`);
  const { labels } = labelled(prediction, classes);
  const codes = responses.kind === "labels" ? [...responses.codes] : responses.codes.flatMap((row) => [...row]);
  const predicted = labels.flat();
  const given = codes.flatMap((code, at) => (code < 0 ? [] : [at]));
  return { actual: given.map((at) => classes[codes[at]]), predicted: given.map((at) => predicted[at]) };
}

function rootMeanSquare(prediction: OutputPrediction, responses: Responses): number {
  if (!("values" in responses)) return internal(`${responses.kind} are no numbers`);
  const plain = (values: readonly unknown[]) =>
    values.map((value) =>
      (value as { size: readonly number[] }).size?.length > 2 ? (value as { data: Float32Array }).data : value,
    );
  return rmse(plain(prediction.values) as never, plain(responses.values) as never);
}
