import { type DataSet, numFeatures } from "../data/dataSet.ts";
import { LayerGraphError } from "../errors.ts";
import { type Activation, type InputSpec, type Layer, withOptions } from "../layer.ts";
import type { LayerGraph } from "../network/layerGraph.ts";
import { assertValid } from "../network/validate.ts";
import { sameDim, symbol } from "../ops/index.ts";
import { outputOf, traceSeparately } from "../plan/forward.ts";
import type { PackedLearnables, PackedStates } from "../plan/parameters.ts";

/** A valid network that fits its training data, with everything that follows from the graph alone. */
export interface PreparedNetwork {
  /** The graph, with what the data decides filled in. */
  readonly graph: LayerGraph;
  readonly input: Layer;
  readonly output: Layer;
  /** What flows into the output layer. */
  readonly prediction: Activation;
  /** The names of the classes, where the output layer tells classes apart. */
  readonly classes: readonly string[] | undefined;
  readonly learnables: PackedLearnables;
  readonly states: PackedStates;
}

/** What data are checked for: it names them in messages. */
export type Purpose = "training" | "prediction" | "test";

/**
 * The network made ready for the data: the output layer learns its classes, the graph is validated, and sizes are compared.
 *
 * @throws LayerGraphError `invalid-network` with all problems, or `invalid-training-data`
 */
export function prepareNetwork(lgraph: LayerGraph, data: DataSet): PreparedNetwork {
  const graph = withClasses(lgraph, data);
  assertValid(graph);
  const traced = traceSeparately(graph, { training: true });
  const { layer: output, prediction } = outputOf(graph, traced);
  const input = onlyInput(traced.order);
  const classes = output.definition.classes?.(output.options as never);
  checkPredictors(input, data);
  checkResponses({ output, prediction, classes }, data);
  return { graph, input, output, prediction, classes, learnables: traced.learnables, states: traced.states };
}

/** The one input layer of a network. */
export function onlyInput(layers: readonly Layer[]): Layer {
  const inputs = layers.filter((layer) => layer.definition.input);
  if (inputs.length === 1) return inputs[0];
  const names = inputs.map((l) => `'${l.name}'`).join(", ");
  throw new LayerGraphError(
    "several-inputs",
    `the network has ${inputs.length} input layers (${names}), expected one: data in memory feed one input.`,
  );
}

function withClasses(lgraph: LayerGraph, { responses }: DataSet): LayerGraph {
  const classes = responses && "classes" in responses ? responses.classes : undefined;
  return lgraph.layers.reduce((graph, layer) => {
    const changes = layer.problems.length === 0 ? layer.definition.resolve?.(layer.options as never, { classes }) : undefined;
    if (!changes || Object.keys(changes).length === 0) return graph;
    return graph.replaceLayer(layer.name, [withOptions(layer, changes)]);
  }, lgraph);
}

/** Checks that data fit the input layer: features, kind, and the shortest sequence. */
export function checkPredictors(input: Layer, data: DataSet): void {
  checkInput(input.name, input.definition.input!(input.options as never), data, "training");
}

/** Checks that data are what an input layer of that name takes. */
export function checkInput(name: string, spec: InputSpec, data: DataSet, purpose: Purpose): void {
  const temporal = spec.format.includes("T");
  if (temporal !== (data.kind === "sequences")) {
    refuse(
      purpose,
      `'${name}' takes ${temporal ? "sequences" : "feature vectors"}, but the data are ${data.kind === "sequences" ? "sequences" : "feature vectors"}.`,
    );
  }
  if (spec.spatial && spec.spatial.length > 0) {
    throw new LayerGraphError("not-supported", `'${name}' takes images, for which there is no data format yet.`, {
      layer: name,
    });
  }
  const features = numFeatures(data);
  if (features === undefined) refuse(purpose, "there are no observations.");
  if (features !== spec.channels) {
    const kind = temporal ? "sequences" : "observations";
    refuse(
      purpose,
      `The ${purpose} ${kind} are of feature dimension ${features} but the input layer expects ${kind} of feature dimension ${spec.channels}.`,
      { received: `${features} features`, expected: `${spec.channels} features`, layer: name },
    );
  }
  if (data.kind !== "sequences") return;
  const least = Math.max(1, spec.minLength ?? 1);
  const short = data.predictors.findIndex((s) => s.size[1] < least);
  if (short >= 0) {
    refuse(
      purpose,
      `sequence ${short + 1} has ${data.predictors[short].size[1]} time steps, but '${name}' has minLength ${least}. Remove it or lower minLength.`,
      { layer: name },
    );
  }
}

/** Checks that responses are what the output layer compares its input with. */
export function checkResponses(
  { output, prediction, classes }: Pick<PreparedNetwork, "output" | "prediction" | "classes">,
  { responses }: DataSet,
  purpose: Purpose = "training",
): void {
  if (!responses) refuse(purpose, "there are no responses.");
  const temporal = prediction.format.includes("T");
  const stepwise = responses.kind === "labelSequences" || responses.kind === "numberSequences";
  const labels = responses.kind === "labels" || responses.kind === "labelSequences";
  if (labels !== (output.definition.target === "classes")) {
    refuse(
      purpose,
      labels
        ? `Responses are labels, but '${output.name}' takes numbers. Use classificationLayer, or give numbers.`
        : `Responses must be categorical: '${output.name}' takes labels, but the responses are numbers. Give text labels.`,
    );
  }
  if (temporal && !stepwise) {
    refuse(
      purpose,
      "Responses must be a cell array of categorical response sequences: the network has an output for every time step, but there is one response for each sequence. Put a global pooling layer before the fully connected layer, or give a response for each time step.",
    );
  }
  if (!temporal && stepwise) {
    refuse(
      purpose,
      "the network has one output for each sequence, but there is a response for each time step. Remove the pooling layer, or give one response for each sequence.",
    );
  }
  if (temporal && !sameDim(prediction.value.shape.at(-1)!, symbol("time"))) {
    refuse(
      purpose,
      `Sequence responses must have the same sequence length as the corresponding predictors, but the network turns sequences of length time into length ${prediction.value.shape.at(-1)}. Use stride 1 and "same" or "causal" padding.`,
    );
  }
  checkWidth(responses, prediction.value.shape[1] as number, classes, purpose);
}

function checkWidth(
  responses: NonNullable<DataSet["responses"]>,
  width: number,
  classes: readonly string[] | undefined,
  purpose: Purpose,
): void {
  if ("classes" in responses) {
    const { length } = responses.classes;
    if (length !== width)
      refuse(purpose, `The output size (${width}) of the last layer does not match the number of classes (${length}).`);
    if (classes?.some((name, i) => name !== responses.classes[i])) {
      refuse(
        purpose,
        `the classes of the data (${responses.classes.join(", ")}) are not those of the output layer in its order (${classes.join(", ")}).`,
      );
    }
    return;
  }
  const first = responses.values[0];
  const size = "size" in first ? first.size[0] : first.length;
  if (size !== width) refuse(purpose, `The output size (${width}) of the last layer does not match the response size (${size}).`);
}

function refuse(purpose: Purpose, reason: string, details: { layer?: string; received?: string; expected?: string } = {}): never {
  throw new LayerGraphError(`invalid-${purpose}-data`, `Invalid ${purpose} data. ${reason}`, details);
}
