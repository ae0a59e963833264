import { LayerGraphError } from "../errors.ts";
import type { Layer } from "../layer.ts";
import { addedLayers, connected, disconnected, placedLayers, removedLayers } from "./editing.ts";
import { edgesFrom, edgesInto, emptyState, findLayer, type GraphState, orderedEdges, orderedLayers } from "./graphState.ts";
import { flatLayers, type LayerList } from "./layerList.ts";
import { printGraph } from "./print.ts";
import { type ReconnectBy, replacedLayer } from "./replacing.ts";
import { type Connection, type Edge, printEnd, type Wiring } from "./wiring.ts";

/** How `replaceLayer` reconnects: by the names of the ports (the default) or by their order. */
export interface ReplaceOptions {
  readonly reconnectBy?: ReconnectBy;
}

/**
 * A network as a directed acyclic graph of layers: an immutable value. Every edit returns a new graph and leaves the old one as it is,
 * at a cost that hardly grows with the graph. Made by `layerGraph`.
 *
 * @see MATLAB layerGraph
 */
export class LayerGraph implements Wiring {
  readonly #state: GraphState;
  #layers: readonly Layer[] | undefined;
  #edges: readonly Edge[] | undefined;
  #connections: readonly Connection[] | undefined;

  private constructor(state: GraphState) {
    this.#state = state;
  }

  /** The graph without layers. */
  static readonly empty = new LayerGraph(emptyState);

  /** The graph of the given layers without any connections; unnamed ones get names, as if added in one call. */
  static unconnected(layers: readonly Layer[]): LayerGraph {
    return new LayerGraph(placedLayers(emptyState, layers));
  }

  /** The layers in the order of adding, which need not be the order of computing. */
  get layers(): readonly Layer[] {
    this.#layers ??= Object.freeze(orderedLayers(this.#state));
    return this.#layers;
  }

  /** The connections with every port named, in the order of connecting. */
  get edges(): readonly Edge[] {
    this.#edges ??= Object.freeze(orderedEdges(this.#state));
    return this.#edges;
  }

  /** MATLAB's table: layers with one port by name alone, ports of others as `add_1/in2`. */
  get connections(): readonly Connection[] {
    this.#connections ??= Object.freeze(
      this.edges.map((edge) => ({
        source: printEnd(this.layer(edge.source)!, edge.sourcePort, "output"),
        destination: printEnd(this.layer(edge.destination)!, edge.destinationPort, "input"),
      })),
    );
    return this.#connections;
  }

  /** The names of the input layers. */
  get inputNames(): readonly string[] {
    return this.layers.filter((layer) => layer.definition.input).map((layer) => layer.name);
  }

  /** The names of the output layers, which compute a loss. */
  get outputNames(): readonly string[] {
    return this.layers.filter((layer) => layer.definition.loss).map((layer) => layer.name);
  }

  /** The layer of that name, if there is one. */
  layer(name: string): Layer | undefined {
    return findLayer(this.#state, name)?.layer;
  }

  /** The connections into a layer, in the order of its input ports. */
  edgesInto(name: string): readonly Edge[] {
    return edgesInto(this.#state, name);
  }

  /** The connections out of a layer, in the order of connecting. */
  edgesFrom(name: string): readonly Edge[] {
    return edgesFrom(this.#state, name);
  }

  /** The graph with layers added, each connected to the next but none to the layers before; unnamed ones get names. */
  addLayers(layers: LayerList): LayerGraph {
    return new LayerGraph(addedLayers(this.#state, flatLayers(layers, "addLayers")));
  }

  /** The graph without the named layers and all that was connected to them. */
  removeLayers(names: string | readonly string[]): LayerGraph {
    const list = Array.isArray(names) ? (names as readonly string[]) : [names as string];
    return new LayerGraph(removedLayers(this.#state, list));
  }

  /** The graph with one layer replaced: connections go into the first of `layers` and leave the last. */
  replaceLayer(name: string, layers: LayerList, { reconnectBy = "name" }: ReplaceOptions = {}): LayerGraph {
    if (reconnectBy !== "name" && reconnectBy !== "order") {
      throw new LayerGraphError(
        "invalid-option",
        `replaceLayer: option 'reconnectBy' must be "name" or "order", received ${String(JSON.stringify(reconnectBy))}.`,
      );
    }
    return new LayerGraph(replacedLayer(this.#state, name, flatLayers(layers, "replaceLayer"), reconnectBy));
  }

  /** The graph with one connection more: an end is a layer's name, or `name/port` where the layer has several ports. */
  connectLayers(source: string, destination: string): LayerGraph {
    return new LayerGraph(connected(this.#state, source, destination));
  }

  /** The graph without one connection. */
  disconnectLayers(source: string, destination: string): LayerGraph {
    return new LayerGraph(disconnected(this.#state, source, destination));
  }

  /** The layers and the connections as MATLAB displays them. */
  toString(): string {
    return printGraph(this);
  }

  /** What `console.log` shows in Node. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

/**
 * A layer graph: empty, of layers connected one after the other, or that of a network.
 *
 * @example
 * ```ts
 * let lgraph = layerGraph(sequenceInputLayer(3, { name: "input" }));
 * lgraph = addLayers(lgraph, [convolution1dLayer(5, 64, { name: "conv" }), reluLayer()]);
 * lgraph = connectLayers(lgraph, "input", "conv");
 * ```
 * @see MATLAB layerGraph
 */
export function layerGraph(layers: LayerList | { readonly graph: LayerGraph } = []): LayerGraph {
  if (typeof layers === "object" && layers !== null && "graph" in layers && layers.graph instanceof LayerGraph) {
    return layers.graph;
  }
  return LayerGraph.empty.addLayers(layers as LayerList);
}
