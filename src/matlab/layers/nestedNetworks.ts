import type { LayerSources } from "../../layer/apply.ts";
import { applyNested, type NestedGraph, openInputs } from "../../layer/nested.ts";
import type { LayerState, Learnable } from "../../layer.ts";
import type { Value as Op } from "../../ops/index.ts";
import type { Tensor } from "../../tensor.ts";
import { GraphContent, NetworkContent } from "../network/graphContent.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Builtin, Call, HostValue, Value, ValueOperations } from "../values/value.ts";
import { fromActivation, toActivation } from "./activations.ts";
import { tracedFrom } from "./operators.ts";
import { plainText } from "./plainValues.ts";
import { tracedOf } from "./tracedArray.ts";
import { tracedValue } from "./tracedValues.ts";

/** A network that is a property of a layer, as its layer's arrays see it. */
export interface InnerNetwork {
  /** The name of the property, the first part of the names of its arrays. */
  readonly name: string;
  /** Its layers without input layers. */
  readonly graph: NestedGraph;
  readonly learnables: ReadonlyMap<string, Tensor> | undefined;
  readonly states: ReadonlyMap<string, Tensor> | undefined;
}

/** Where the arrays of a layer's inner networks come from while its class is traced, and where their new states go. */
export interface InnerArrays {
  readonly learnable: (name: string, spec: Learnable) => Op;
  readonly state: (name: string, spec: LayerState) => Op;
  readonly random: LayerSources["random"];
  readonly newState: (name: string, value: Op) => void;
}

/** The network that a property holds; undefined where it holds none. */
export function innerNetwork(name: string, value: Value | undefined): InnerNetwork | undefined {
  const content = value?.kind === "host" ? value.content : undefined;
  if (!(content instanceof NetworkContent) && !(content instanceof GraphContent)) return undefined;
  const graph = withoutInputs(content.graph);
  const network = content instanceof NetworkContent ? content.network : undefined;
  return { name, graph, learnables: network?.learnables, states: network?.states };
}

function withoutInputs({ layers, edges }: NestedGraph): NestedGraph {
  const inner = layers.filter(({ definition }) => definition.input === undefined && definition.loss === undefined);
  const names = new Set(inner.map(({ name }) => name));
  return { layers: inner, edges: edges.filter(({ source, destination }) => names.has(source) && names.has(destination)) };
}

/** The network as a value that `predict(net,X)` and `forward(net,X)` take inside of the class. */
export function innerNetworkValue(network: InnerNetwork, arrays: InnerArrays): HostValue<InnerNetwork> {
  const method = (training: boolean): Builtin => ({
    name: training ? "forward" : "predict",
    role: "computes",
    call: (call) => applied(network, arrays, call, training),
  });
  const methods: Readonly<Record<string, Builtin>> = { predict: method(false), forward: method(true) };
  const operations: ValueOperations = {
    className: "dlnetwork",
    complete: true,
    size: () => [1, 1],
    method: (name) => methods[name],
  };
  return { kind: "host", operations, content: network };
}

function applied(
  network: InnerNetwork,
  arrays: InnerArrays,
  { args, place, nargout }: Call,
  training: boolean,
): readonly Value[] {
  const option = args.findIndex((arg) => plainText(arg) !== undefined);
  if (option >= 0) {
    throw new ScriptError(
      "layergraph:option",
      `The option '${plainText(args[option])}' of a nested network is not supported.`,
      place,
    );
  }
  const inputs = args.slice(1).map((arg) => toActivation(tracedFrom(arg, "A nested network"), "A nested network"));
  const expected = openInputs(network.graph).length;
  if (inputs.length !== expected) {
    throw new ScriptError("layergraph:inputs", `The nested network takes ${expected} inputs, received ${inputs.length}.`, place);
  }
  const prefixed = (name: string): string => `${network.name}/${name}`;
  const result = applyNested(network.graph, inputs, {
    training,
    learnable: (name, spec) => arrays.learnable(prefixed(name), spec),
    state: (name, spec) => arrays.state(prefixed(name), spec),
    random: arrays.random,
  });
  for (const [name, value] of Object.entries(result.newState)) arrays.newState(prefixed(name), value);
  const labelled = args.slice(1).some((arg) => tracedOf(arg)?.labels !== undefined);
  const outputs = result.outputs.map((y) => tracedValue(fromActivation(y, labelled)));
  // The state of a nested network is kept with the network; a class has nothing to do with it.
  const state: Value = { kind: "struct", size: [1, 1], fields: new Map() };
  return nargout > outputs.length ? [...outputs, state] : outputs;
}
