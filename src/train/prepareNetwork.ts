import { type DataSet, numFeatures } from "../data/dataSet.ts";
import { LayerGraphError } from "../errors.ts";
import { type Activation, type Layer, withOptions } from "../layer.ts";
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
  const inputs = traced.order.filter((layer) => layer.definition.input);
  if (inputs.length !== 1) {
    const names = inputs.map((l) => `'${l.name}'`).join(", ");
    throw new LayerGraphError(
      "several-inputs",
      `the network has ${inputs.length} input layers (${names}), expected one: data in memory feed one input.`,
    );
  }
  const [input] = inputs;
  const classes = output.definition.classes?.(output.options as never);
  checkPredictors(input, data);
  checkResponses(output, prediction, classes, data);
  return { graph, input, output, prediction, classes, learnables: traced.learnables, states: traced.states };
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
  const spec = input.definition.input!(input.options as never);
  const temporal = spec.format.includes("T");
  if (temporal !== (data.kind === "sequences")) {
    refuse(
      `'${input.name}' takes ${temporal ? "sequences" : "feature vectors"}, but the data are ${data.kind === "sequences" ? "sequences" : "feature vectors"}.`,
    );
  }
  if (spec.spatial && spec.spatial.length > 0) {
    throw new LayerGraphError("not-supported", `'${input.name}' takes images, for which there is no training data format yet.`, {
      layer: input.name,
    });
  }
  const features = numFeatures(data);
  if (features === undefined) refuse("there are no observations.");
  if (features !== spec.channels) {
    const kind = temporal ? "sequences" : "observations";
    refuse(
      `The training ${kind} are of feature dimension ${features} but the input layer expects ${kind} of feature dimension ${spec.channels}.`,
      { received: `${features} features`, expected: `${spec.channels} features`, layer: input.name },
    );
  }
  if (data.kind !== "sequences") return;
  const least = Math.max(1, spec.minLength ?? 1);
  const short = data.predictors.findIndex((s) => s.size[1] < least);
  if (short >= 0) {
    refuse(
      `sequence ${short + 1} has ${data.predictors[short].size[1]} time steps, but '${input.name}' has minLength ${least}. Remove it or lower minLength.`,
      { layer: input.name },
    );
  }
}

function checkResponses(
  output: Layer,
  prediction: Activation,
  classes: readonly string[] | undefined,
  { responses }: DataSet,
): void {
  if (!responses) refuse("there are no responses.");
  const temporal = prediction.format.includes("T");
  const stepwise = responses.kind === "labelSequences" || responses.kind === "numberSequences";
  const labels = responses.kind === "labels" || responses.kind === "labelSequences";
  if (labels !== (output.definition.target === "classes")) {
    refuse(
      labels
        ? `Responses are labels, but '${output.name}' takes numbers. Use classificationLayer, or give numbers.`
        : `Responses must be categorical: '${output.name}' takes labels, but the responses are numbers. Give text labels.`,
    );
  }
  if (temporal && !stepwise) {
    refuse(
      "Responses must be a cell array of categorical response sequences: the network has an output for every time step, but there is one response for each sequence. Put a global pooling layer before the fully connected layer, or give a response for each time step.",
    );
  }
  if (!temporal && stepwise) {
    refuse(
      "the network has one output for each sequence, but there is a response for each time step. Remove the pooling layer, or give one response for each sequence.",
    );
  }
  if (temporal && !sameDim(prediction.value.shape.at(-1)!, symbol("time"))) {
    refuse(
      `Sequence responses must have the same sequence length as the corresponding predictors, but the network turns sequences of length time into length ${prediction.value.shape.at(-1)}. Use stride 1 and "same" or "causal" padding.`,
    );
  }
  checkWidth(responses, prediction.value.shape[1] as number, classes);
}

function checkWidth(responses: NonNullable<DataSet["responses"]>, width: number, classes: readonly string[] | undefined): void {
  if ("classes" in responses) {
    const { length } = responses.classes;
    if (length !== width)
      refuse(`The output size (${width}) of the last layer does not match the number of classes (${length}).`);
    if (classes?.some((name, i) => name !== responses.classes[i])) {
      refuse(
        `the classes of the data (${responses.classes.join(", ")}) are not those of the output layer in its order (${classes.join(", ")}).`,
      );
    }
    return;
  }
  const first = responses.values[0];
  const size = "size" in first ? first.size[0] : first.length;
  if (size !== width) refuse(`The output size (${width}) of the last layer does not match the response size (${size}).`);
}

function refuse(reason: string, details: { layer?: string; received?: string; expected?: string } = {}): never {
  throw new LayerGraphError("invalid-training-data", `Invalid training data. ${reason}`, details);
}
