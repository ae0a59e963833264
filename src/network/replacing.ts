import { LayerGraphError } from "../errors.ts";
import type { Layer } from "../layer.ts";
import { chained, namesOf, removedLayers } from "./editing.ts";
import {
  edgesFrom,
  edgesInto,
  findLayer,
  type GraphState,
  type PlacedEdge,
  type PlacedLayer,
  withEdge,
  withLayer,
} from "./graphState.ts";
import { nameLayers } from "./naming.ts";
import { portsOf, type Side, unknownLayer } from "./wiring.ts";

/** Which port of a new layer takes over a connection: the one of the same name, or the one at the same place. */
export type ReconnectBy = "name" | "order";

/** The state with a layer replaced by others, which stand where it stood and take over its connections. */
export function replacedLayer(state: GraphState, name: string, layers: readonly Layer[], by: ReconnectBy): GraphState {
  const old = findLayer(state, name) ?? unknownLayer(name, namesOf(state)());
  if (layers.length === 0) {
    throw new LayerGraphError("no-layers", `replaceLayer '${name}': received no layers. Use removeLayers to take a layer out.`, {
      layer: name,
    });
  }
  const edges = [...new Set([...edgesInto(state, name), ...edgesFrom(state, name)])];
  const without = removedLayers(state, [name]);
  const named = nameLayers(without, layers);
  const placed = placedLayers({ ...without, taken: named.taken }, named.layers, old);
  const wired = chained(named.layers).reduce((s, edge) => withEdge(s, edge), placed);
  return edges.reduce((s, edge) => withEdge(s, taken(edge, old.layer, named.layers, by), edge.position), wired);
}

/** The layers in equal parts of the place of the old one. */
function placedLayers(state: GraphState, layers: readonly Layer[], old: PlacedLayer): GraphState {
  const span = old.span / layers.length;
  const last = old.position + (layers.length - 1) * span;
  if (layers.length > 1 && last + span <= last) return placedLayers(...renumbered(state, layers, old));
  return layers.reduce((s, layer, i) => withLayer(s, layer, { position: old.position + i * span, span }), state);
}

/** The same with whole numbers as places, once too many replacements of replacements have used up the digits. */
function renumbered(state: GraphState, layers: readonly Layer[], old: PlacedLayer): [GraphState, readonly Layer[], PlacedLayer] {
  const all = [...state.layers.values(), old].sort((a, b) => a.position - b.position);
  const empty = { ...state, layers: state.layers.cleared(), nextLayer: all.length + 1 };
  const renewed = all.reduce(
    (s, placed, i) => (placed === old ? s : withLayer(s, placed.layer, { position: i + 1, span: 1 })),
    empty,
  );
  return [renewed, layers, { layer: old.layer, position: all.indexOf(old) + 1, span: 1 }];
}

/** A connection of the old layer as the new ones have it: into the first, out of the last. */
function taken(edge: PlacedEdge, old: Layer, layers: readonly Layer[], by: ReconnectBy): PlacedEdge {
  const first = layers[0];
  const last = layers[layers.length - 1];
  return {
    ...edge,
    ...(edge.destination === old.name && {
      destination: first.name,
      destinationPort: counterpart(old, edge.destinationPort, first, "input", by),
    }),
    ...(edge.source === old.name && {
      source: last.name,
      sourcePort: counterpart(old, edge.sourcePort, last, "output", by),
    }),
  };
}

function counterpart(old: Layer, port: string, layer: Layer, side: Side, by: ReconnectBy): string {
  const before = portsOf(old, side) ?? [];
  const ports = portsOf(layer, side);
  if (ports === undefined) return port;
  if (before.length === 1 && ports.length === 1) return ports[0];
  const found = by === "name" ? ports.find((p) => p === port) : ports[before.indexOf(port)];
  if (found !== undefined) return found;
  const have = ports.length === 0 ? `no ${side}s` : `the ${side}s ${ports.map((p) => `'${p}'`).join(", ")}`;
  const advice =
    by === "name" && ports.length >= before.length
      ? 'Pass { reconnectBy: "order" } to go by place.'
      : "Disconnect it with disconnectLayers first.";
  throw new LayerGraphError(
    "cannot-reconnect",
    `replaceLayer '${old.name}': ${side} '${port}' is connected, but ${layer.type} '${layer.name}' has ${have}, none for it by ${by}. ${advice}`,
    { layer: old.name, port, expected: port, received: ports.join(", "), fix: advice },
  );
}
