import type { Format } from "../layer.ts";
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
  /** Present where the code of some layers is not known: the saved model, which still predicts. */
  readonly savedModel?: SavedModel;
}

/** A saved network that computes by its own ONNX graph. */
export interface SavedModel {
  /** The whole file. */
  readonly bytes: Uint8Array;
  readonly input: PortSignature & { readonly minLength: number };
  readonly output: PortSignature;
  /** The names of the classes, where the output layer tells classes apart. */
  readonly classes?: readonly string[];
}

/** What goes in or comes out of a saved network: `name` in its ONNX graph. */
export interface PortSignature {
  readonly name: string;
  readonly format: Format;
  readonly channels: number;
}
