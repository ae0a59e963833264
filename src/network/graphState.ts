import type { Layer } from "../layer.ts";
import { PersistentMap } from "./persistentMap.ts";
import { type Edge, portsOf } from "./wiring.ts";

/** A layer with its place in the list of layers: it owns the numbers from `position` up to `position + span`. */
export interface PlacedLayer {
  readonly layer: Layer;
  readonly position: number;
  readonly span: number;
}

/** A connection with its place in the table of connections. */
export interface PlacedEdge extends Edge {
  readonly position: number;
}

/** What a layer graph holds, in persistent maps: an edit copies a few nodes of them and leaves earlier graphs as they are. */
export interface GraphState {
  readonly layers: PersistentMap<PlacedLayer>;
  /** By destination and port, `name/port`: an input takes one connection. */
  readonly incoming: PersistentMap<PlacedEdge>;
  /** By source, then by destination and port. */
  readonly outgoing: PersistentMap<PersistentMap<PlacedEdge>>;
  /** For each base of automatic names a number below which all are taken. */
  readonly taken: PersistentMap<number>;
  readonly nextLayer: number;
  readonly nextEdge: number;
}

/** A graph of nothing. */
export const emptyState: GraphState = {
  layers: PersistentMap.empty,
  incoming: PersistentMap.empty,
  outgoing: PersistentMap.empty,
  taken: PersistentMap.empty,
  nextLayer: 1,
  nextEdge: 1,
};

/** The layer of that name with its place; undefined if there is none. */
export function findLayer(state: GraphState, name: string): PlacedLayer | undefined {
  return typeof name === "string" ? state.layers.get(name) : undefined;
}

/** The key of an input in `incoming`; names hold no slash. */
export function inputKey(layer: string, port: string): string {
  return `${layer}/${port}`;
}

/** The state with a layer at a place of its own, by default at the end. */
export function withLayer(
  state: GraphState,
  layer: Layer,
  place?: { readonly position: number; readonly span: number },
): GraphState {
  const { position, span } = place ?? { position: state.nextLayer, span: 1 };
  const layers = state.layers.set(layer.name, { layer, position, span });
  return { ...state, layers, nextLayer: place ? state.nextLayer : state.nextLayer + 1 };
}

/** The state with a connection, by default at the end of the table. The input must be free. */
export function withEdge(state: GraphState, edge: Edge, place?: number): GraphState {
  const placed: PlacedEdge = {
    source: edge.source,
    sourcePort: edge.sourcePort,
    destination: edge.destination,
    destinationPort: edge.destinationPort,
    position: place ?? state.nextEdge,
  };
  const key = inputKey(edge.destination, edge.destinationPort);
  const consumers = state.outgoing.get(edge.source) ?? PersistentMap.empty;
  return {
    ...state,
    incoming: state.incoming.set(key, placed),
    outgoing: state.outgoing.set(edge.source, consumers.set(key, placed)),
    nextEdge: place === undefined ? state.nextEdge + 1 : state.nextEdge,
  };
}

/** The state without a connection. */
export function withoutEdge(state: GraphState, edge: Edge): GraphState {
  const key = inputKey(edge.destination, edge.destinationPort);
  const consumers = (state.outgoing.get(edge.source) as PersistentMap<PlacedEdge>).delete(key);
  return {
    ...state,
    incoming: state.incoming.delete(key),
    outgoing: consumers.size > 0 ? state.outgoing.set(edge.source, consumers) : state.outgoing.delete(edge.source),
  };
}

/** The state without a layer, which must have no connections left. */
export function withoutLayer(state: GraphState, name: string): GraphState {
  return { ...state, layers: state.layers.delete(name) };
}

/** The layers in their order. */
export function orderedLayers(state: GraphState): Layer[] {
  return state.layers
    .values()
    .sort((a, b) => a.position - b.position)
    .map((placed) => placed.layer);
}

/** The connections in their order. */
export function orderedEdges(state: GraphState): PlacedEdge[] {
  return state.incoming.values().sort((a, b) => a.position - b.position);
}

/** The connections that enter a layer, in the order of its ports where they are known. */
export function edgesInto(state: GraphState, name: string): PlacedEdge[] {
  const placed = state.layers.get(name);
  const ports = placed && portsOf(placed.layer, "input");
  if (!ports) return orderedEdges(state).filter((edge) => edge.destination === name);
  return ports.map((port) => state.incoming.get(inputKey(name, port))).filter((edge) => edge !== undefined);
}

/** The connections that leave a layer, in the order of the table. */
export function edgesFrom(state: GraphState, name: string): PlacedEdge[] {
  return (state.outgoing.get(name)?.values() ?? []).sort((a, b) => a.position - b.position);
}
