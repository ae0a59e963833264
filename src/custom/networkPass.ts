import { LayerGraphError } from "../errors.ts";
import { type Activation, type Layer, printSizes } from "../layer.ts";
import { inputLayersOf, type OutputPort, outputName, outputsOf } from "../network/ends.ts";
import type { LayerGraph } from "../network/layerGraph.ts";
import { resolveEnd } from "../network/wiring.ts";
import { type Dim, printDims, type Value } from "../ops/index.ts";
import { traceNetwork } from "../plan/forward.ts";
import { drawFor } from "./randomNumbers.ts";
import type { SymbolicArrays, SymbolicNetwork } from "./symbolicNetwork.ts";

/** Which outputs are asked for. */
export interface OutputChoice<Names extends readonly string[] = readonly string[]> {
  /** Names of layers, or `layer/port` where a layer has several outputs; the network's only output if left out. */
  readonly outputs: Names;
}

/** What a pass through a network gives. */
export interface NetworkPass {
  readonly outputs: readonly Activation[];
  /** All states, those that training changed with their new values. */
  readonly states: SymbolicArrays;
}

/** A network over activations, as in training or as in prediction; `random` gives the random numbers of its layers, those of `dlfeval` by default. */
export function passThrough(
  where: string,
  net: SymbolicNetwork,
  X: readonly Activation[],
  choice: OutputChoice | undefined,
  training: boolean,
  random: (layer: string, shape: readonly Dim[]) => Value = drawFor,
): NetworkPass {
  const { graph, learnables, states } = net;
  const ends = choice ? choice.outputs.map((name) => endNamed(graph, name)) : [onlyOutput(graph, where)];
  const traced = traceNetwork(graph, {
    training,
    padded: false,
    learnables: (key) => learnables.get(key)!,
    states: (key) => states.get(key)!,
    inputs: matchedInputs(graph, X, where),
    random,
  });
  return {
    outputs: ends.map(({ layer, port }) => traced.activations.get(layer)![graph.layer(layer)!.outputNames.indexOf(port)]),
    states: new Map([...states].map(([key, value]) => [key, traced.newStates.get(key) ?? value])),
  };
}

function onlyOutput(graph: LayerGraph, where: string): OutputPort {
  const all = outputsOf(graph);
  if (all.length === 1) return all[0];
  const names = all.map((end) => `"${outputName(graph, end)}"`).join(", ");
  throw new LayerGraphError(
    "several-outputs",
    `${where}: the network has ${all.length} outputs. Say which ones, in order: { outputs: [${names}] }.`,
    { received: `${all.length} outputs`, expected: "one, or the option outputs" },
  );
}

function endNamed(graph: LayerGraph, name: string): OutputPort {
  const { layer, port } = resolveEnd(
    name,
    "output",
    (wanted) => graph.layer(wanted),
    () => graph.layers.map((l) => l.name),
  );
  return { layer: layer.name, port };
}

/** The activations by the name of the input layer that takes them: in the order of the input layers. */
function matchedInputs(graph: LayerGraph, X: readonly Activation[], where: string): ReadonlyMap<string, Activation> {
  const layers = inputLayersOf(graph);
  if (layers.length !== X.length) {
    const names = layers.map(({ name }) => `'${name}'`).join(", ");
    const message = `${where}: received ${X.length} arrays, expected ${layers.length}, one for each input layer (${names}).`;
    throw new LayerGraphError("wrong-inputs", message, { received: String(X.length), expected: String(layers.length) });
  }
  return new Map(layers.map((layer, i) => [layer.name, fitting(layer, X[i], where)]));
}

function fitting(layer: Layer, x: Activation, where: string): Activation {
  if (typeof x !== "object" || x === null || !("format" in x)) {
    const message = `${where}: input layer '${layer.name}' was given something that is no array with a format. Make one with dlarray.`;
    throw new LayerGraphError("wrong-inputs", message, { layer: layer.name });
  }
  const { format, channels, spatial = [], minLength = 1 } = layer.definition.input!(layer.options as never);
  const fixed = [channels, ...spatial];
  const time = format.includes("T") ? x.value.shape.at(-1)! : undefined;
  const fits = x.format === format && fixed.every((size, i) => x.value.shape[i + 1] === size);
  if (fits && !(typeof time === "number" && time < minLength)) return x;
  const expected = `${printDims(["batch", ...fixed, ...(time === undefined ? [] : [minLength > 1 ? `time ≥ ${minLength}` : "time"])] as never)} (${format})`;
  throw new LayerGraphError(
    "wrong-inputs",
    `${where}: input layer '${layer.name}' received ${printSizes(x)}, expected ${expected}.`,
    { layer: layer.name, received: printSizes(x), expected },
  );
}
