import type { Responses } from "../data/responses.ts";
import { LayerGraphError } from "../errors.ts";
import { type Activation, type Layer, withOptions } from "../layer.ts";
import { inputLayersOf } from "../network/ends.ts";
import type { LayerGraph } from "../network/layerGraph.ts";
import { assertValid } from "../network/validate.ts";
import { type Dim, symbolsOf } from "../ops/index.ts";
import { answerAt, type TracedNetwork, traceSeparately } from "../plan/forward.ts";
import { type OutputLoss, outputLayerLosses } from "../plan/judging.ts";
import type { PackedLearnables, PackedStates } from "../plan/parameters.ts";
import { type CheckedOutput, checkInput, checkResponses, type Purpose } from "./checkData.ts";
import {
  type DataNames,
  type DataOutput,
  type FedInput,
  type GivenData,
  type NetworkData,
  networkData,
  requireMatchingSteps,
} from "./networkData.ts";

/** What an output is trained by, before the data say whether its responses are classes or numbers. */
export interface OutputDraft extends Omit<OutputLoss, "target"> {
  readonly accepts: DataOutput["accepts"];
  readonly classes?: readonly string[];
}

/** An output of a network that is ready to be trained. */
export interface PreparedOutput extends CheckedOutput, OutputLoss {}

/** A valid network that fits its training data, with everything that follows from the graph alone. */
export interface PreparedNetwork {
  /** The graph, with what the data decides filled in. */
  readonly graph: LayerGraph;
  readonly inputs: readonly FedInput[];
  readonly outputs: readonly PreparedOutput[];
  /** The names of the classes, where one output alone tells classes apart. */
  readonly classes: readonly string[] | undefined;
  /** What training tells beside the loss. */
  readonly metric: "accuracy" | "rmse" | "none";
  readonly learnables: PackedLearnables;
  readonly states: PackedStates;
}

/**
 * The network made ready for the data, and the data by the names of its inputs and outputs: the graph is validated, sizes are compared, and the
 * output layer learns its classes. `drafts` say what the outputs of a network without output layers are trained by.
 *
 * @throws LayerGraphError `invalid-network` with all problems, or `invalid-training-data`
 */
export function prepareNetwork(
  lgraph: LayerGraph,
  given: GivenData,
  drafts?: (lgraph: LayerGraph) => readonly OutputDraft[],
): { readonly network: PreparedNetwork; readonly data: NetworkData } {
  const targetUsage = drafts ? "dlnetwork" : "trainNetwork";
  assertValid(lgraph, { targetUsage });
  const traced = traceSeparately(lgraph, { training: true });
  const inputs = fedInputs(lgraph.layers);
  const ends = (drafts ? drafts(lgraph) : layerDrafts(lgraph)).map((draft) => described(draft, lgraph, traced));
  const data = networkData(given, inputs, ends);
  checkData(inputs, ends, data, "training");
  const graph = withClasses(lgraph, [...(data.targets?.values() ?? [])]);
  if (graph !== lgraph) assertValid(graph, { targetUsage });
  const resolved = drafts ? ends : layerDrafts(graph).map((draft) => described(draft, graph, traced));
  const outputs = resolved.map((end) => resolvedOutput(end, data.targets!.get(end.name)!));
  const classified = outputs.filter((output) => output.classes);
  const classes = classified.length === 1 ? classified[0].classes : undefined;
  const metric = classes ? "accuracy" : drafts ? "none" : "rmse";
  return { network: { graph, inputs, outputs, classes, metric, learnables: traced.learnables, states: traced.states }, data };
}

/** Data that a prepared network is judged on, checked; labels are matched with the network's classes by name. */
export function judgedData({ inputs, outputs }: PreparedNetwork, given: GivenData, names: DataNames): NetworkData {
  return networkData(given, inputs, outputs, { ...names, matchClasses: true });
}

/** The input layers of a network as they are fed. */
export function fedInputs(layers: readonly Layer[]): FedInput[] {
  return inputLayersOf({ layers, edges: [] }).map((layer) => ({
    name: layer.name,
    spec: layer.definition.input!(layer.options as never),
  }));
}

/** Checks that data fit the inputs and outputs of a network. */
export function checkData(
  inputs: readonly FedInput[],
  outputs: readonly CheckedOutput[],
  data: NetworkData,
  purpose: Purpose,
): void {
  for (const { name, spec } of inputs) checkInput(name, spec, data.inputs.get(name)!, purpose);
  for (const output of outputs) {
    checkResponses(output, data.targets?.get(output.name), purpose);
    if (output.timeDimension !== undefined) requireMatchingSteps(data, output.name, output.timeDimension, inputs);
  }
}

/** The one time dimension that the time steps of an array follow from; undefined where it has none, or none alone. */
export function timeDimensionIn({
  format,
  shape,
}: {
  readonly format: string;
  readonly shape: readonly Dim[];
}): string | undefined {
  if (!format.includes("T")) return undefined;
  const names = [...symbolsOf(shape.at(-1)!)].filter((name) => name !== "batch");
  return names.length === 1 ? names[0] : undefined;
}

/** What an output layer is trained by. */
export function layerDrafts(lgraph: LayerGraph): OutputDraft[] {
  return outputLayerLosses(lgraph).map(({ target, ...loss }) => {
    const { definition, options } = lgraph.layer(loss.label)!;
    return { ...loss, accepts: target, classes: definition.classes?.(options as never) };
  });
}

type DescribedDraft = OutputDraft & CheckedOutput;

/** A draft with what comes out there. */
export function described(draft: OutputDraft, lgraph: LayerGraph, traced: TracedNetwork): DescribedDraft {
  const { value, format }: Activation = answerAt(lgraph, traced, draft.end);
  const timeDimension = timeDimensionIn({ format, shape: value.shape });
  const channels = value.shape[1];
  if (typeof channels !== "number") {
    throw new LayerGraphError("unknown-channels", `'${draft.label}' has ${channels} channels, expected a known number.`);
  }
  return { ...draft, format, shape: value.shape, channels, ...(timeDimension !== undefined && { timeDimension }) };
}

/** An output, once its responses say what it is compared with. */
export function resolvedOutput(end: DescribedDraft, responses: Responses): PreparedOutput {
  const labels = "classes" in responses;
  const classes = labels ? responses.classes : undefined;
  const target = !labels ? "numbers" : end.accepts === "indices" ? "indices" : "classes";
  return { ...end, target, classes };
}

function withClasses(lgraph: LayerGraph, targets: readonly Responses[]): LayerGraph {
  const [responses] = targets;
  const classes = responses && "classes" in responses ? responses.classes : undefined;
  return lgraph.layers.reduce((graph, layer) => {
    const changes = layer.problems.length === 0 ? layer.definition.resolve?.(layer.options as never, { classes }) : undefined;
    if (!changes || Object.keys(changes).length === 0) return graph;
    return graph.replaceLayer(layer.name, [withOptions(layer, changes)]);
  }, lgraph);
}
