import { LayerGraphError } from "../errors.ts";
import type { Layer } from "../layer.ts";
import {
  edgesFrom,
  edgesInto,
  findLayer,
  type GraphState,
  inputKey,
  orderedLayers,
  withEdge,
  withLayer,
  withoutEdge,
  withoutLayer,
} from "./graphState.ts";
import { type NamedLayers, nameLayers, releaseName } from "./naming.ts";
import { type Edge, portsOf, printEnd, quoted, resolveEnd, unknownLayer } from "./wiring.ts";

/** The state with layers added at the end, each connected to the next. */
export function addedLayers(state: GraphState, layers: readonly Layer[]): GraphState {
  const named = nameLayers(state, layers);
  return chained(named.layers).reduce((s, edge) => withEdge(s, edge), withNamed(state, named));
}

/** The state with layers added at the end, without connections. */
export function placedLayers(state: GraphState, layers: readonly Layer[]): GraphState {
  return withNamed(state, nameLayers(state, layers));
}

function withNamed(state: GraphState, { layers, taken }: NamedLayers): GraphState {
  return layers.reduce((s, layer) => withLayer(s, layer), { ...state, taken });
}

/** The connections from each layer's first output to the next layer's first input. */
export function chained(layers: readonly Layer[]): Edge[] {
  return layers.slice(1).map((layer, i) => {
    const before = layers[i];
    const [sourcePort] = portsOf(before, "output") ?? [""];
    const [destinationPort] = portsOf(layer, "input") ?? [""];
    if (destinationPort === undefined) throw misplaced(layer, "first", "has no inputs");
    if (sourcePort === undefined) throw misplaced(before, "last", "has no outputs");
    return { source: before.name, sourcePort, destination: layer.name, destinationPort };
  });
}

function misplaced(layer: Layer, place: "first" | "last", why: string): LayerGraphError {
  const kind = place === "first" ? "input" : "output";
  return new LayerGraphError(
    `${kind}-layer-not-${place}`,
    `Layer '${layer.name}': an ${kind} layer must be ${place} in the layer array, for a ${layer.type} ${why}. Add it in a call of its own and connect it with connectLayers.`,
    { layer: layer.name },
  );
}

/** The state with one more connection. */
export function connected(state: GraphState, source: string, destination: string): GraphState {
  const edge = resolved(state, source, destination);
  const there = state.incoming.get(inputKey(edge.destination, edge.destinationPort));
  if (there) {
    const to = state.layers.get(edge.destination)!.layer;
    const from = printEnd(state.layers.get(there.source)!.layer, there.sourcePort, "output");
    const end = printEnd(to, edge.destinationPort, "input");
    throw new LayerGraphError(
      "input-connected",
      `Layer '${to.name}': input '${edge.destinationPort}' is already connected to '${from}', and an input takes one connection. Call disconnectLayers(lgraph, "${from}", "${end}") first.`,
      { layer: to.name, port: edge.destinationPort, received: source, expected: from },
    );
  }
  return withEdge(state, edge);
}

/** The state without one connection. */
export function disconnected(state: GraphState, source: string, destination: string): GraphState {
  const edge = resolved(state, source, destination);
  const there = state.incoming.get(inputKey(edge.destination, edge.destinationPort));
  if (there?.source === edge.source && there.sourcePort === edge.sourcePort) return withoutEdge(state, there);
  const found = there ? printEnd(state.layers.get(there.source)!.layer, there.sourcePort, "output") : undefined;
  const instead = found === undefined ? "That input has no connection." : `That input is connected to '${found}'.`;
  throw new LayerGraphError(
    "unknown-connection",
    `Network: there is no connection from ${quoted(source)} to ${quoted(destination)}. ${instead}`,
    { received: `${source} -> ${destination}`, ...(found !== undefined && { expected: `${found} -> ${destination}` }) },
  );
}

/** The state without the named layers and their connections. */
export function removedLayers(state: GraphState, names: readonly string[]): GraphState {
  for (const name of names) if (!findLayer(state, name)) unknownLayer(name, namesOf(state)());
  return [...new Set(names)].reduce((s, name) => {
    const edges = [...edgesInto(s, name), ...edgesFrom(s, name)];
    const alone = edges.reduce((t, edge) => (isThere(t, edge) ? withoutEdge(t, edge) : t), s);
    return { ...withoutLayer(alone, name), taken: releaseName(s.taken, name) };
  }, state);
}

/** The names of the layers, found when they are asked for. */
export function namesOf(state: GraphState): () => string[] {
  return () => orderedLayers(state).map((layer) => layer.name);
}

function isThere(state: GraphState, edge: Edge): boolean {
  return state.incoming.has(inputKey(edge.destination, edge.destinationPort));
}

function resolved(state: GraphState, source: string, destination: string): Edge {
  const find = (name: string): Layer | undefined => state.layers.get(name)?.layer;
  const from = resolveEnd(source, "output", find, namesOf(state));
  const to = resolveEnd(destination, "input", find, namesOf(state));
  return { source: from.layer.name, sourcePort: from.port, destination: to.layer.name, destinationPort: to.port };
}
