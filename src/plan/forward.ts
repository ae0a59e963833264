import { internal } from "../errors.ts";
import { type AppliedLayer, applyLayer, fedActivation, storedShape } from "../layer/apply.ts";
import { withoutOnePlace } from "../layer/flattening.ts";
import type { Activation, Layer, LayerState, Learnable } from "../layer.ts";
import type { OutputPort } from "../network/ends.ts";
import type { LayerGraph } from "../network/layerGraph.ts";
import { structureOf, topologicalOrder } from "../network/order.ts";
import { type Dim, inLayer, input, type Value } from "../ops/index.ts";
import { type ArraySource, type PackedLearnables, type PackedStates, packed, separateSource } from "./parameters.ts";
import type { RandomInput } from "./plan.ts";

/** How a network is traced. */
export interface TraceMode {
  /** Whether layers compute as in training. */
  readonly training: boolean;
  /** Whether sequences have unequal lengths, which are then fed as `/lengths`. */
  readonly padded: boolean;
  readonly learnables: ArraySource;
  readonly states: ArraySource;
  /** What the input layers are given, by name, where that is computed rather than fed. */
  readonly inputs?: ReadonlyMap<string, Activation>;
  /** Where random numbers come from, if they are not fed as inputs of their own. */
  readonly random?: (layer: string, shape: readonly Dim[]) => Value;
}

/** A network as values. */
export interface TracedNetwork {
  /** The layers in the order of computing. */
  readonly order: readonly Layer[];
  /** The outputs of each layer, by its name, in port order. */
  readonly activations: ReadonlyMap<string, readonly Activation[]>;
  readonly learnables: PackedLearnables;
  readonly states: PackedStates;
  /** New values of states, by `layer/name`, as training computes them. */
  readonly newStates: ReadonlyMap<string, Value>;
  /** Statistics of the mini-batch alone, by the `layer/name` of the state that they become after training. */
  readonly population: ReadonlyMap<string, Value>;
  readonly random: readonly RandomInput[];
  /** The weights of attention that layers name beside their outputs, by the layer's name. */
  readonly scores: ReadonlyMap<string, Activation>;
}

interface Applied {
  readonly layer: Layer;
  readonly result: AppliedLayer;
}

/** Traces every layer of a valid network but its output layers, in the order of computing. */
export function traceNetwork(lgraph: LayerGraph, mode: TraceMode): TracedNetwork {
  const order = topologicalOrder(structureOf(lgraph)).places.map((place) => lgraph.layers[place]);
  const activations = new Map<string, readonly Activation[]>();
  const applied: Applied[] = [];
  const random: RandomInput[] = [];
  for (const layer of order) {
    if (layer.definition.loss) continue;
    const given = mode.inputs?.get(layer.name);
    const result = applyLayer(layer, given ? [given] : inputsOf(lgraph, layer, activations, mode.padded), {
      training: mode.training,
      learnable: (name, spec) => mode.learnables(`${layer.name}/${name}`, storedShape(spec.size)),
      state: (name, spec) => mode.states(`${layer.name}/${name}`, storedShape(spec.size)),
      random: (shape) => mode.random?.(layer.name, shape) ?? drawn(layer.name, shape, random),
    });
    activations.set(layer.name, result.outputs);
    applied.push({ layer, result });
  }
  return {
    order,
    activations,
    learnables: packed<Learnable>(declared(applied, (r) => r.learnables)),
    states: packed<LayerState>(declared(applied, (r) => r.state)),
    newStates: keyed(applied, (r) => r.newState),
    population: keyed(applied, (r) => r.population),
    random,
    scores: new Map(applied.flatMap(({ layer, result: { scores } }) => (scores ? [[layer.name, scores] as const] : []))),
  };
}

/** The network as it computes in prediction, an input for each of its arrays: what tells their sizes. */
export function traceSeparately(
  lgraph: LayerGraph,
  options: { readonly training?: boolean; readonly padded?: boolean } = {},
): TracedNetwork {
  const source = separateSource();
  const { training = false, padded = false } = options;
  return traceNetwork(lgraph, { training, padded, learnables: source, states: source });
}

/** The activations that flow into a layer; for an input layer, what is fed. */
export function inputsOf(
  lgraph: LayerGraph,
  layer: Layer,
  activations: ReadonlyMap<string, readonly Activation[]>,
  padded: boolean,
): readonly Activation[] {
  if (layer.definition.input) return [fedActivation(layer, layer.name, padded)];
  return lgraph.edgesInto(layer.name).map((edge) => {
    const source = lgraph.layer(edge.source)!;
    return activations.get(edge.source)![source.outputNames.indexOf(edge.sourcePort)];
  });
}

/** What comes out of a port of a traced network. */
export function activationAt(lgraph: LayerGraph, traced: TracedNetwork, { layer, port }: OutputPort): Activation {
  const source = lgraph.layer(layer) ?? internal(`there is no layer '${layer}'`);
  return traced.activations.get(layer)![source.outputNames.indexOf(port)];
}

/**
 * What comes out of a network at a port, as users get it and losses take it: an image of one place is one answer for each observation, CB (CBT), unless the
 * output layer has a target for each place.
 */
export function answerAt(lgraph: LayerGraph, traced: TracedNetwork, end: OutputPort): Activation {
  const activation = activationAt(lgraph, traced, end);
  const judges = lgraph.edges.filter(({ source, sourcePort }) => source === end.layer && sourcePort === end.port);
  const perPlace = judges.some(({ destination }) => lgraph.layer(destination)!.definition.targetPerPlace);
  return perPlace ? activation : withoutOnePlace(activation);
}

function drawn(layer: string, shape: readonly Dim[], random: RandomInput[]): Value {
  const name = `/random/${layer}/${random.filter((r) => r.layer === layer).length}`;
  random.push({ name, layer, shape });
  return inLayer(layer, () => input(name, shape));
}

function keyed(
  applied: readonly Applied[],
  pick: (result: AppliedLayer) => Readonly<Record<string, Value>>,
): ReadonlyMap<string, Value> {
  return new Map(
    applied.flatMap(({ layer, result }) =>
      Object.entries(pick(result)).map(([name, value]) => [`${layer.name}/${name}`, value] as const),
    ),
  );
}

function* declared<Spec>(
  applied: readonly Applied[],
  pick: (result: AppliedLayer) => Readonly<Record<string, Spec>>,
): Iterable<{ layer: string; name: string; spec: Spec }> {
  for (const { layer, result } of applied) {
    for (const [name, spec] of Object.entries(pick(result))) yield { layer: layer.name, name, spec };
  }
}
