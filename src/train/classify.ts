import type { DataSet } from "../data/dataSet.ts";
import type { Image } from "../data/images.ts";
import type { Sequence } from "../data/sequences.ts";
import { LayerGraphError } from "../errors.ts";
import { outputName, outputsOf } from "../network/ends.ts";
import type { Network } from "../network/network.ts";
import type { OutputPrediction } from "./gatheredOutput.ts";
import type { Prediction } from "./networkOutputs.ts";
import { networkRun, requireNetwork } from "./networkRuns.ts";
import { outputsFor } from "./predict.ts";
import { type PredictionOptions, predictionOptions } from "./predictionOptions.ts";
import type { GivenPredictors } from "./trainingData.ts";

/** Labels and the scores they follow from, of one output. */
export type OutputClassification =
  /** A label and K scores for each observation. */
  | { readonly kind: "vectors"; readonly labels: string[]; readonly scores: Float32Array[] }
  /** A label for each time step, and scores K × time, for each observation. */
  | { readonly kind: "sequences"; readonly labels: string[][]; readonly scores: Sequence[] }
  /** A label for each pixel (and time step), in row-major order, and scores [height, width, K] for each observation. */
  | { readonly kind: "images" | "imageSequences"; readonly labels: string[][]; readonly scores: Image[] };

/**
 * Labels and the scores they follow from. Of a network with several outputs these are those of the first that tells classes apart, and `outputs`
 * has those of all that do by their names.
 */
export type Classification = OutputClassification & { readonly outputs?: Readonly<Record<string, OutputClassification>> };

/**
 * The class of each observation, or of each of its time steps or pixels, and the scores of all classes in the order of the output layer's. The
 * class is that of the largest score; of equal scores, the first.
 *
 * @example
 * ```ts
 * const { labels } = await classify(net, XTest, { miniBatchSize: 27 });
 * ```
 * @throws LayerGraphError `no-classes` where no output tells classes apart, and those of `predict`
 * @see MATLAB classify, scores2label
 */
export async function classify(net: Network, X: GivenPredictors | DataSet, options?: PredictionOptions): Promise<Classification> {
  requireNetwork(net, "classify");
  const checked = predictionOptions(options, "classify");
  requireClasses(net);
  return classified(net, await outputsFor(await networkRun(net, checked.threads), X, checked));
}

/** Throws where no output of a network tells classes apart. */
export function requireClasses(net: Network): void {
  if (classesByOutput(net).size === 0) noClasses(net);
}

/** The labels of what a network gave. */
export function classified(net: Network, { outputs, ...first }: Prediction): Classification {
  const known = classesByOutput(net);
  if (!outputs) return labelled(first as OutputPrediction, [...known.values()][0]);
  const byName = [...known].map(([name, classes]) => [name, labelled(outputs[name], classes)] as const);
  return { ...byName[0][1], outputs: Object.fromEntries(byName) };
}

/** The names of a network's classes in order, of its first output that tells classes apart; undefined where there is none. */
export function classesOf(net: Network): readonly string[] | undefined {
  return classesByOutput(net).values().next().value;
}

/** The names of the classes of each output that tells classes apart, by the name of the output, in their order. */
export function classesByOutput({ graph, savedModel, outputs }: Network): ReadonlyMap<string, readonly string[]> {
  const ends = savedModel ? savedModel.outputs.map(({ name }) => name) : outputsOf(graph).map((end) => outputName(graph, end));
  const own = ends.flatMap((name) => {
    const classes = outputs?.[name]?.classNames;
    return classes ? [[name, classes] as const] : [];
  });
  const judged = own.length > 0 ? undefined : layerClasses({ graph, savedModel });
  return new Map(judged ? [[ends[0], judged]] : own);
}

function layerClasses({ graph, savedModel }: Pick<Network, "graph" | "savedModel">): readonly string[] | undefined {
  if (savedModel?.classes) return savedModel.classes;
  for (const { definition, options, problems } of graph.layers) {
    if (definition.classes && problems.length === 0) return definition.classes(options as never);
  }
  return undefined;
}

/** Scores with the labels that follow from them. */
export function labelled(prediction: OutputPrediction, classes: readonly string[]): OutputClassification {
  if (prediction.kind === "vectors") {
    const labels = prediction.values.map((scores) => classes[largest(scores, 0, 1, scores.length)]);
    return { kind: "vectors", labels, scores: prediction.values };
  }
  if (prediction.kind === "sequences") {
    const labels = prediction.values.map(({ data, size: [count, time] }) =>
      Array.from({ length: time }, (_, step) => classes[largest(data, step, time, count)]),
    );
    return { kind: "sequences", labels, scores: prediction.values };
  }
  const temporal = prediction.kind === "imageSequences";
  const labels = prediction.values.map((image) => pixelLabels(image, temporal, classes));
  return { kind: prediction.kind, labels, scores: prediction.values };
}

/** The label of each pixel of each step: channels lie before time, behind everything else. */
function pixelLabels({ data, size }: Image, temporal: boolean, classes: readonly string[]): string[] {
  const time = temporal ? size.at(-1)! : 1;
  const count = size.at(temporal ? -2 : -1)!;
  return Array.from({ length: data.length / count }, (_, at) => {
    const [place, step] = [Math.floor(at / time), at % time];
    return classes[largest(data, place * count * time + step, time, count)];
  });
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
