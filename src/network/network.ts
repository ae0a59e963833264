import type { Tensor } from "../tensor.ts";
import type { LayerGraph } from "./layerGraph.ts";

/** Arrays of a network by `layer/name`, row-major with MATLAB's size reversed: MATLAB's own order in memory. */
export type NetworkArrays = ReadonlyMap<string, Tensor<"float32">>;

/** A network that can compute: a graph with a value for every learnable and every state. Made by `trainNetwork`, `assembleNetwork` and `loadNetwork`. */
export interface Network {
  readonly graph: LayerGraph;
  readonly learnables: NetworkArrays;
  readonly states: NetworkArrays;
  /** How it was trained, as far as that is known: kept in the saved file. */
  readonly record?: Readonly<Record<string, unknown>>;
}
