import type { LayerGraph } from "../../network/layerGraph.ts";
import type { Network } from "../../network/network.ts";

/** What the value of `layerGraph` holds. */
export class GraphContent {
  readonly graph: LayerGraph;

  constructor(graph: LayerGraph) {
    this.graph = graph;
  }
}

/** MATLAB's classes of networks. */
export type NetworkClass = "dlnetwork" | "DAGNetwork" | "SeriesNetwork";

/** What the value of a network holds. */
export class NetworkContent {
  readonly className: NetworkClass;
  readonly graph: LayerGraph;
  /** The values of learnables and states, as far as there are any; missing where nothing was trained because the script is only ported. */
  readonly network: Network | undefined;
  /** Present where values that are missing are made when they are first asked for: what random ones follow from. */
  readonly seed: number | undefined;

  constructor(className: NetworkClass, graph: LayerGraph, network?: Network, seed?: number) {
    this.className = className;
    this.graph = graph;
    this.network = network;
    this.seed = seed;
  }
}
