import { type DlNetwork, dlnetwork, isNetwork } from "./dlnetwork.ts";
import { LayerGraph, type ReplaceOptions } from "./layerGraph.ts";
import type { LayerList } from "./layerList.ts";
import type { Network } from "./network.ts";
import { noLayerGraph } from "./wiring.ts";

/** What an edit of a graph or of a network gives. */
export type Edited<G extends LayerGraph | Network> = G extends LayerGraph ? LayerGraph : DlNetwork;

/**
 * The graph with layers added: each is connected to the next, none to the layers before them. Unnamed layers are named after their kind.
 *
 * Like the other edits it takes a network too, and gives one in which all layers but the new ones keep their values.
 *
 * @example addLayers(lgraph, [reluLayer(), additionLayer(2, { name: "add_1" })])
 * @see MATLAB addLayers
 */
export function addLayers<G extends LayerGraph | Network>(lgraph: G, layers: LayerList): Edited<G> {
  return editable(lgraph, "addLayers").addLayers(layers) as Edited<G>;
}

/**
 * The graph without the named layers and without the connections that touch them; their neighbours stay unconnected.
 *
 * @example removeLayers(lgraph, ["dropout", "relu_2"])
 * @see MATLAB removeLayers
 */
export function removeLayers<G extends LayerGraph | Network>(lgraph: G, names: string | readonly string[]): Edited<G> {
  return editable(lgraph, "removeLayers").removeLayers(names) as Edited<G>;
}

/**
 * The graph with one layer replaced by others, connected one after the other: what went into the old layer goes into the first, what
 * left it leaves the last. Ports correspond by name, or by place with `{ reconnectBy: "order" }`. In a network the other layers keep
 * their values, so that a trained one can be given new last layers; `initialize` gives those their first values.
 *
 * @example replaceLayer(lgraph, "relu", [layerNormalizationLayer(), geluLayer()])
 * @see MATLAB replaceLayer
 */
export function replaceLayer<G extends LayerGraph | Network>(
  lgraph: G,
  name: string,
  layers: LayerList,
  options: ReplaceOptions = {},
): Edited<G> {
  return editable(lgraph, "replaceLayer").replaceLayer(name, layers, options) as Edited<G>;
}

/**
 * The graph with an output connected to an input. A layer with several ports needs the port too: `add_1/in2`.
 *
 * @example connectLayers(lgraph, "convSkip", "add_1/in2")
 * @see MATLAB connectLayers
 */
export function connectLayers<G extends LayerGraph | Network>(lgraph: G, source: string, destination: string): Edited<G> {
  return editable(lgraph, "connectLayers").connectLayers(source, destination) as Edited<G>;
}

/**
 * The graph without the connection from an output to an input, which must be there.
 *
 * @example disconnectLayers(lgraph, "convSkip", "add_1/in2")
 * @see MATLAB disconnectLayers
 */
export function disconnectLayers<G extends LayerGraph | Network>(lgraph: G, source: string, destination: string): Edited<G> {
  return editable(lgraph, "disconnectLayers").disconnectLayers(source, destination) as Edited<G>;
}

function editable(lgraph: LayerGraph | Network, where: string): LayerGraph | DlNetwork {
  if (lgraph instanceof LayerGraph) return lgraph;
  if (isNetwork(lgraph)) return dlnetwork(lgraph);
  throw noLayerGraph(lgraph, where);
}
