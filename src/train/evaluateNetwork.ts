import type { DataSet } from "../data/dataSet.ts";
import type { Responses } from "../data/responses.ts";
import { internal, LayerGraphError } from "../errors.ts";
import type { Layer } from "../layer.ts";
import type { Network } from "../network/network.ts";
import { input } from "../ops/index.ts";
import { fedPrediction, lossPlan } from "../plan/prediction.ts";
import { fed } from "../plan/training.ts";
import type { Tensor } from "../tensor.ts";
import { classesOf, labelled } from "./classify.ts";
import { withClassesOf } from "./matchedClasses.ts";
import { type ConfusionMatrix, confusionMatrix, mostClasses, rmse } from "./metrics.ts";
import { type ComputedPiece, computedPieces, GatheredOutputs, type Prediction } from "./networkOutputs.ts";
import { loadedPlan, type NetworkRun, networkRun, requireNetwork } from "./networkRuns.ts";
import { type CheckedPredictionOptions, type PredictionOptions, predictionOptions } from "./predictionOptions.ts";
import { checkResponses } from "./prepareNetwork.ts";
import { combined, type WeightedResult, weighted } from "./trainingLoop.ts";

/** How well a network answers. */
export interface Evaluation {
  /** The loss of the output layer, as training reports it for validation data. */
  readonly loss: number;
  /** For classes: the share of right answers, from 0 to 1, over observations or over all time steps. */
  readonly accuracy?: number;
  /** For classes, unless there are more than 5,000. */
  readonly confusion?: ConfusionMatrix;
  /** For numbers: the root mean square error. */
  readonly rmse?: number;
  readonly observations: number;
}

/**
 * The loss of a network on data with responses, and for classes the accuracy and the confusion matrix, for numbers the root mean square
 * error. Labels are matched with the network's classes by name: the data may lack some, or have them in another order.
 *
 * @example
 * ```ts
 * const { accuracy, confusion } = await evaluateNetwork(net, await readDataSet("test.ts"));
 * ```
 * @throws LayerGraphError `unknown-class`, `invalid-test-data`, and those of `predict`
 */
export async function evaluateNetwork(net: Network, data: DataSet, options?: PredictionOptions): Promise<Evaluation> {
  requireNetwork(net, "evaluateNetwork");
  const checked = predictionOptions(options, "evaluateNetwork");
  const classes = classesOf(net);
  const matched = withClassesOf(data, classes, "evaluateNetwork");
  const run = await networkRun(net, checked.threads);
  const judge = judgeOf(net, run, matched, classes, checked);
  const gathered = new GatheredOutputs(run, matched.predictors.length, checked);
  const results: WeightedResult[] = [];
  for await (const piece of computedPieces(run, matched, checked, "test")) {
    gathered.add(piece);
    results.push(await judge(piece));
  }
  const { loss, metric } = combined(results, classes !== undefined);
  const observations = matched.predictors.length;
  if (!classes) return { loss, rmse: rootMeanSquare(gathered.prediction(), matched.responses!), observations };
  const confusion = classes.length > mostClasses ? undefined : confusionOf(gathered.prediction(), matched.responses!, classes);
  return { loss, accuracy: metric / 100, ...(confusion && { confusion }), observations };
}

/** What computes the loss of a mini-batch from what the network gave for it. */
function judgeOf(
  net: Network,
  { format, shape }: NetworkRun,
  data: DataSet,
  classes: readonly string[] | undefined,
  { threads }: CheckedPredictionOptions,
): (piece: ComputedPiece) => Promise<WeightedResult> {
  const output = outputLayer(net);
  checkResponses({ output, prediction: { format, value: input(fedPrediction, shape) }, classes }, data, "test");
  return async ({ batch, output: { value, lengths } }) => {
    const padded = lengths !== undefined;
    const { run } = await loadedPlan(net, threads, `loss ${padded}`, () => ({
      plan: lossPlan(output, { format, shape }, padded),
    }));
    const results = await run({
      [fedPrediction]: value,
      [fed.target]: batch.feeds[fed.target],
      ...(lengths && { [fed.lengths]: integers(lengths) }),
    });
    const number = (name: string): number | undefined => (results[name] ? Number(results[name].data[0]) : undefined);
    return weighted(batch, { loss: number("loss")!, correct: number("correct"), count: number("count") });
  };
}

function outputLayer({ graph }: Network): Layer {
  const output = graph.layers.find((layer) => layer.definition.loss && layer.problems.length === 0);
  if (output) return output;
  throw new LayerGraphError(
    "invalid-network",
    "evaluateNetwork: the code of the network's output layer is not known, so that there is no loss. Pass it with `layers` when you load the network.",
  );
}

function integers(values: readonly number[]): Tensor<"int64"> {
  return { type: "int64", shape: [values.length], data: BigInt64Array.from(values, BigInt) };
}

function confusionOf(prediction: Prediction, responses: Responses, classes: readonly string[]): ConfusionMatrix {
  const { labels } = labelled(prediction, classes);
  const named = (codes: Int32Array): string[] => Array.from(codes, (code) => classes[code]);
  if (responses.kind === "labels") return confusionMatrix(named(responses.codes), labels, classes);
  if (responses.kind === "labelSequences") return confusionMatrix(responses.codes.map(named), labels, classes);
  return internal(`${responses.kind} have no classes`);
}

function rootMeanSquare(prediction: Prediction, responses: Responses): number {
  if (!("values" in responses)) return internal(`${responses.kind} are no numbers`);
  return rmse(prediction.values, responses.values);
}
