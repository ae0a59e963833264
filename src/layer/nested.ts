import { LayerGraphError } from "../errors.ts";
import { type Layer, type LayerState, renamed } from "../layer.ts";
import { type Dim, input, tracedLayerName } from "../ops/index.ts";
import type { Tensor } from "../tensor.ts";
import { type AppliedLayer, applyLayer, type LayerSources, storedShape } from "./apply.ts";
import type { Activation, Layout } from "./formats.ts";
import type { ArrayOption } from "./options.ts";

/** A layer graph as a layer that holds one sees it. */
export interface NestedGraph {
  readonly layers: readonly Layer[];
  readonly edges: readonly NestedEdge[];
}

interface NestedEdge {
  readonly source: string;
  readonly sourcePort: string;
  readonly destination: string;
  readonly destinationPort: string;
}

/** A network as a layer that holds one sees it: its graph, and its values by `layer/name`. */
export interface NestedNetwork {
  readonly graph: NestedGraph;
  readonly learnables?: ReadonlyMap<string, Tensor>;
  readonly states?: ReadonlyMap<string, Tensor>;
}

/** An input or output that nothing inside the graph is connected to. */
interface OpenPort {
  readonly layer: string;
  readonly port: string;
}

/** The inputs of a graph that are not connected, in the order of its layers: what flows into the whole. */
export function openInputs({ layers, edges }: NestedGraph): OpenPort[] {
  const taken = new Set(edges.map((edge) => keyOf(edge.destination, edge.destinationPort)));
  return portsOf(layers, (layer) => layer.inputNames).filter(({ layer, port }) => !taken.has(keyOf(layer, port)));
}

/** The outputs of a graph that are not connected, in the order of its layers: what the whole gives. */
export function openOutputs({ layers, edges }: NestedGraph): OpenPort[] {
  const taken = new Set(edges.map((edge) => keyOf(edge.source, edge.sourcePort)));
  return portsOf(layers, (layer) => layer.outputNames).filter(({ layer, port }) => !taken.has(keyOf(layer, port)));
}

function portsOf(layers: readonly Layer[], names: (layer: Layer) => readonly string[]): OpenPort[] {
  return layers.flatMap((layer) => names(layer).map((port) => ({ layer: layer.name, port })));
}

function keyOf(layer: string, port: string): string {
  return `${layer}/${port}`;
}

/** Traces a graph as if it were one layer. Learnables and states are named `inner/weights`. */
export function applyNested(graph: NestedGraph, inputs: readonly Activation[], sources: LayerSources): AppliedLayer {
  const flowing = new Map(openInputs(graph).map(({ layer, port }, i) => [`into ${keyOf(layer, port)}`, inputs[i]]));
  const feeding = new Map(graph.edges.map((e) => [keyOf(e.destination, e.destinationPort), keyOf(e.source, e.sourcePort)]));
  const applied = computingOrder(graph).map((layer) => {
    const within = layer.inputNames.map((port) => {
      const source = feeding.get(keyOf(layer.name, port)) ?? `into ${keyOf(layer.name, port)}`;
      return flowing.get(source)!;
    });
    const result = appliedInside(layer, within, {
      ...sources,
      learnable: (name, spec) => sources.learnable(keyOf(layer.name, name), spec),
      state: (name, spec) => sources.state(keyOf(layer.name, name), spec),
    });
    for (const [i, port] of layer.outputNames.entries()) flowing.set(keyOf(layer.name, port), result.outputs[i]);
    return { layer, result };
  });
  const all = <T>(pick: (result: AppliedLayer) => Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(
      applied.flatMap(({ layer, result }) => Object.entries(pick(result)).map(([name, each]) => [keyOf(layer.name, name), each])),
    );
  return {
    outputs: openOutputs(graph).map(({ layer, port }) => flowing.get(keyOf(layer, port))!),
    newState: all((result) => result.newState),
    population: all((result) => result.population),
    learnables: all((result) => result.learnables),
    state: all((result) => result.state),
  };
}

/** What a graph declares to learn and to keep for inputs of these sizes. */
export function nestedArrays(graph: NestedGraph, inputs: readonly Layout[]): Pick<AppliedLayer, "learnables" | "state"> {
  const source = (name: string, { size }: { readonly size: readonly number[] }) => input(name, storedShape(size));
  const random = (shape: readonly Dim[]) => input("random", shape);
  const activations = inputs.map(({ format, shape }): Activation => ({ value: input("x", shape), format }));
  return applyNested(graph, activations, { training: false, learnable: source, state: source, random });
}

/** What the layers inside set their states to where a sequence begins anew, by `inner/name`. */
export function nestedReset({ layers }: NestedGraph, state: Readonly<Record<string, LayerState>>): Record<string, ArrayOption> {
  const entries = layers.flatMap(({ name, definition, options }) => {
    const own = Object.entries(state).flatMap(([key, spec]): [string, LayerState][] =>
      key.startsWith(`${name}/`) ? [[key.slice(name.length + 1), spec]] : [],
    );
    const values = definition.resetState?.({ options: options as never, state: Object.fromEntries(own) }) ?? {};
    return Object.entries(values).map(([key, value]) => [keyOf(name, key), value]);
  });
  return Object.fromEntries(entries);
}

/** An error inside tells which layer inside; the layer that holds the graph then adds its own name. */
function appliedInside(layer: Layer, inputs: readonly Activation[], sources: LayerSources): AppliedLayer {
  try {
    const outside = tracedLayerName();
    return applyLayer(outside === undefined ? layer : renamed(layer, keyOf(outside, layer.name)), inputs, sources);
  } catch (error) {
    if (!(error instanceof LayerGraphError)) throw error;
    const { layer: _inner, ...details } = error.details;
    throw new LayerGraphError(error.code, error.message, { ...details, cause: error });
  }
}

/** The layers in an order in which each comes after all that it depends on. */
function computingOrder({ layers, edges }: NestedGraph): Layer[] {
  const waiting = new Map(layers.map((layer) => [layer.name, edges.filter((e) => e.destination === layer.name).length]));
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const ready = layers.filter((layer) => waiting.get(layer.name) === 0);
  for (const { name } of ready) {
    for (const { destination } of edges.filter((edge) => edge.source === name)) {
      const left = waiting.get(destination)! - 1;
      waiting.set(destination, left);
      if (left === 0) ready.push(byName.get(destination)!);
    }
  }
  if (ready.length === layers.length) return ready;
  const stuck = layers.filter((layer) => !ready.includes(layer)).map((layer) => `'${layer.name}'`);
  const fix = "Take one of the connections of the loop away.";
  throw new LayerGraphError("cycle", `the layers ${stuck.join(", ")} of its graph lie on a loop or behind one. ${fix}`, {
    received: stuck.join(", "),
    expected: "a graph without loops",
    fix,
  });
}
