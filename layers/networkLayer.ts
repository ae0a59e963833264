import { z } from "zod";
import {
  applyNested,
  type NestedGraph,
  type NestedNetwork,
  nestedArrays,
  nestedReset,
  openInputs,
  openOutputs,
} from "../src/layer/nested.ts";
import {
  type ArrayOption,
  type CommonOptions,
  defineLayer,
  type Layer,
  type LayerArguments,
  type LayerResult,
  producedBy,
} from "../src/layer.ts";

const network = z
  .custom<NestedGraph | NestedNetwork>(
    (value) => isGraph(value) || (isObject(value) && isGraph(value.graph)),
    "must be a layer graph, such as layerGraph([…]), or a network",
  )
  .superRefine((given, context) => {
    const { layers } = networkOf(given).graph;
    const refuse = (message: string): void => context.addIssue({ code: "custom", message, input: `${layers.length} layers` });
    if (layers.length === 0) refuse("must have layers");
    for (const { name, definition, problems } of layers) {
      if (definition.input) refuse(`must have no input layer such as '${name}': what flows in comes from outside. Leave it out`);
      if (definition.loss) refuse(`must have no output layer such as '${name}': put it behind this layer`);
      for (const problem of problems) refuse(`must hold layers without problems: ${problem.message}`);
    }
  });

const definedLayer = defineLayer({
  type: "networkLayer",
  base: "network",
  title: "Network",
  description: (options) => {
    const count = networkOf(options.network).graph.layers.length;
    return `Network with ${count} layer${count === 1 ? "" : "s"}`;
  },
  positional: ["network"],
  options: z.object({ network }),
  graphs: ["network"],
  inputNames: (options) => portNames("in", openInputs(networkOf(options.network).graph).length),
  outputNames: (options) => portNames("out", openOutputs(networkOf(options.network).graph).length),
  produces: (options) => {
    const { graph } = networkOf(options.network);
    const ends = openOutputs(graph).map((end) => graph.layers.find(({ name }) => name === end.layer)!);
    return ends.every((end) => producedBy(end) === "probabilities") ? "probabilities" : undefined;
  },
  learnables: ({ options, inputs }) => {
    const { graph, learnables } = networkOf(options.network);
    return withValues(nestedArrays(graph, inputs).learnables, learnables);
  },
  state: ({ options, inputs }) => {
    const { graph, states } = networkOf(options.network);
    return withValues(nestedArrays(graph, inputs).state, states);
  },
  resetState: ({ options, state }) => nestedReset(networkOf(options.network).graph, state),
  predict: computed,
  forward: computed,
});

/**
 * A layer that is a network of its own, such as a block that occurs several times. `network` is a layer graph without input and output
 * layers, or a network, whose values are then what its learnables start at.
 *
 * Its ports are the inputs and outputs that nothing in the network is connected to, in the order of its layers: `in`, or `in1`, `in2`, …, and
 * `out`, or `out1`, `out2`, …. Its learnables and states are those of the layers inside, as `conv/weights`. Any format that the layers inside
 * take; padded batches, training and own gradients are theirs too. A graph file holds the graph inside in its own form, and no values.
 *
 * @example networkLayer(layerGraph([convolution1dLayer(3, 8, { padding: "same", name: "conv" }), reluLayer()]), { name: "block" })
 * @see MATLAB networkLayer
 */
export const networkLayer = Object.assign(
  (network: NestedGraph | NestedNetwork, options: CommonOptions = {}): Layer =>
    // By name: as the last argument the network itself would be taken for options.
    (definedLayer as (options: object) => Layer)({ ...options, network }),
  { definition: definedLayer.definition },
);

function computed({
  options,
  inputs,
  learnables,
  state,
  training,
  random,
}: LayerArguments<{ network: NestedGraph | NestedNetwork }>): LayerResult {
  const applied = applyNested(networkOf(options.network).graph, inputs, {
    training,
    random,
    learnable: (name) => learnables[name],
    state: (name) => state[name],
  });
  return { outputs: applied.outputs, state: applied.newState, population: applied.population };
}

function withValues<Spec extends { readonly given?: ArrayOption; readonly size: readonly number[] }>(
  specs: Readonly<Record<string, Spec>>,
  values: NestedNetwork["learnables"],
): Record<string, Spec> {
  const entries = Object.entries(specs).map(([name, spec]): [string, Spec] => {
    const value = values?.get(name);
    return [
      name,
      value ? { ...spec, given: { size: [...value.shape].reverse(), data: Float64Array.from(value.data, Number) } } : spec,
    ];
  });
  return Object.fromEntries(entries);
}

function portNames(base: string, count: number): readonly string[] {
  return count === 1 ? [base] : Array.from({ length: count }, (_, i) => `${base}${i + 1}`);
}

function networkOf(given: NestedGraph | NestedNetwork): NestedNetwork {
  return "graph" in given ? given : { graph: given };
}

function isGraph(value: unknown): value is NestedGraph {
  return isObject(value) && Array.isArray(value.layers) && Array.isArray(value.edges);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
