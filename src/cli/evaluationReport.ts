import { basename } from "node:path";
import {
  classesOf,
  classify,
  type DataSet,
  type Evaluation,
  evaluationPage,
  LayerGraphError,
  type Network,
  type PredictionOptions,
  rocmetrics,
} from "../index.ts";

/** Where an evaluation came from. */
export interface EvaluatedFiles {
  readonly network: string;
  readonly data: string;
}

/**
 * The page of an evaluation of a classifier.
 *
 * @throws LayerGraphError `no-report` for a network that tells no classes apart, or for data whose labels are no list of classes
 */
export async function evaluationReport(
  net: Network,
  data: DataSet,
  evaluation: Evaluation,
  files: EvaluatedFiles,
  options: PredictionOptions,
): Promise<string> {
  const { confusion, loss, observations } = evaluation;
  const { responses } = data;
  const classes = classesOf(net);
  if (!confusion || !classes || (responses?.kind !== "labels" && responses?.kind !== "labelSequences")) {
    const message =
      "--report: a report is made of answers that are classes, for each observation or for each of its steps; this network or these data have none.";
    throw new LayerGraphError("no-report", message);
  }
  const answers = await classify(net, data, options);
  const scores =
    answers.kind === "vectors" ? answers.scores : answers.scores.flatMap(({ data: all, size }) => columnsOf(all, size));
  const codes = responses.kind === "labels" ? [...responses.codes] : responses.codes.flatMap((row) => [...row]);
  const given = codes.flatMap((code, at) => (code < 0 ? [] : [at]));
  const actual = given.map((at) => responses.classes[codes[at]]);
  const judged = given.map((at) => scores[at]);
  return evaluationPage({
    title: `${basename(files.network)} on ${basename(files.data)}`,
    about: [
      ["Network", basename(files.network)],
      ["Data", `${basename(files.data)}, ${observations} observations`],
      ["Loss", String(Number(loss.toPrecision(5)))],
      ["Accuracy", `${(100 * confusion.accuracy).toFixed(2)}%`],
    ],
    confusion,
    curves: rocmetrics(actual, judged, classes),
    scores: judged,
    actual,
  });
}

/** The scores of each step, of scores of classes × time. */
function columnsOf(data: Float32Array, size: readonly number[]): number[][] {
  const time = size.at(-1)!;
  return Array.from({ length: time }, (_, t) => Array.from({ length: data.length / time }, (_, k) => data[k * time + t]));
}
