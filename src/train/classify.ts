import type { DataSet } from "../data/dataSet.ts";
import type { Sequence } from "../data/sequences.ts";
import { LayerGraphError } from "../errors.ts";
import type { Network } from "../network/network.ts";
import { networkOutputs, type Prediction } from "./networkOutputs.ts";
import { networkRun, requireNetwork } from "./networkRuns.ts";
import { observations } from "./predict.ts";
import { type PredictionOptions, predictionOptions } from "./predictionOptions.ts";
import type { Predictors } from "./trainingData.ts";

/** Labels and the scores they follow from. */
export type Classification =
  /** A label and K scores for each observation. */
  | { readonly kind: "vectors"; readonly labels: string[]; readonly scores: Float32Array[] }
  /** A label for each time step, and scores K × time, for each observation. */
  | { readonly kind: "sequences"; readonly labels: string[][]; readonly scores: Sequence[] };

/**
 * The class of each observation, or of each of its time steps, and the scores of all classes in the order of the output layer's. The class
 * is that of the largest score; of equal scores, the first.
 *
 * @example
 * ```ts
 * const { labels } = await classify(net, XTest, { miniBatchSize: 27 });
 * ```
 * @throws LayerGraphError `no-classes` where the output layer does not tell classes apart, and those of `predict`
 * @see MATLAB classify
 */
export async function classify(net: Network, X: Predictors | DataSet, options?: PredictionOptions): Promise<Classification> {
  requireNetwork(net, "classify");
  const checked = predictionOptions(options, "classify");
  const classes = classesOf(net) ?? noClasses(net);
  return labelled(await networkOutputs(await networkRun(net, checked.threads), observations(X), checked), classes);
}

/** The names of a network's classes in order; undefined where its output layer does not tell classes apart. */
export function classesOf({ graph, savedModel }: Network): readonly string[] | undefined {
  if (savedModel?.classes) return savedModel.classes;
  for (const { definition, options, problems } of graph.layers) {
    if (definition.classes && problems.length === 0) return definition.classes(options as never);
  }
  return undefined;
}

/** Scores with the labels that follow from them. */
export function labelled(prediction: Prediction, classes: readonly string[]): Classification {
  if (prediction.kind === "vectors") {
    const labels = prediction.values.map((scores) => classes[largest(scores, 0, 1, scores.length)]);
    return { kind: "vectors", labels, scores: prediction.values };
  }
  const labels = prediction.values.map(({ data, size: [count, time] }) =>
    Array.from({ length: time }, (_, step) => classes[largest(data, step, time, count)]),
  );
  return { kind: "sequences", labels, scores: prediction.values };
}

/** Which of the numbers at `from`, `from + stride`, … is the largest; the first of equal ones. */
function largest(scores: Float32Array, from: number, stride: number, count: number): number {
  let best = 0;
  for (let i = 1; i < count; i++) if (scores[from + i * stride] > scores[from + best * stride]) best = i;
  return best;
}

function noClasses({ graph }: Network): never {
  const output = graph.layers.find((layer) => layer.definition.loss);
  const which = output ? `its output layer '${output.name}' is a ${output.type}` : "it has no output layer";
  throw new LayerGraphError("no-classes", `classify: the network does not tell classes apart: ${which}. Use predict.`, {
    ...(output && { layer: output.name }),
  });
}
