import type { Format } from "../layer.ts";
import type { Tensor } from "../tensor.ts";
import type { LayerGraph } from "./layerGraph.ts";

/** Arrays of a network by `layer/name`, row-major with MATLAB's size reversed: MATLAB's own order in memory. */
export type NetworkArrays = ReadonlyMap<string, Tensor<"float32">>;

/** A network that can compute: a graph with a value for every learnable and every state. Made by `trainNetwork`, `assembleNetwork` and `loadNetwork`. */
export interface Network {
  readonly graph: LayerGraph;
  readonly learnables: NetworkArrays;
  /** Of states per observation, those that sequences begin with, [1, …], or after `predictAndUpdateState` one for each observation, [observations, …]. */
  readonly states: NetworkArrays;
  /** How it was trained, as far as that is known: kept in the saved file. */
  readonly record?: Readonly<Record<string, unknown>>;
  /** What is known of the outputs of a network without output layers, by their names: how `trainnet` trained them. */
  readonly outputs?: Readonly<Record<string, TrainedOutput>>;
  /** Present where the code of some layers is not known: the saved model, which still predicts. */
  readonly savedModel?: SavedModel;
}

/** What an output of a network without output layers was trained by. */
export interface TrainedOutput {
  /** The names of its classes in the order of its channels, where it tells classes apart. */
  readonly classNames?: readonly string[];
  /** The name of its loss; missing where it was a function. */
  readonly loss?: string;
  /** What the loss was multiplied by. */
  readonly weight?: number;
}

/** A saved network that computes by its own ONNX graph. */
export interface SavedModel {
  /** The whole file. */
  readonly bytes: Uint8Array;
  readonly inputs: readonly (PortSignature & { readonly minLength: number })[];
  readonly outputs: readonly PortSignature[];
  /** The names of the classes, where the output layer tells classes apart. */
  readonly classes?: readonly string[];
}

/** What goes in or comes out of a saved network: `name` in its ONNX graph. */
export interface PortSignature {
  readonly name: string;
  readonly format: Format;
  readonly channels: number;
  /** The spatial sizes, where there are any. */
  readonly spatial?: readonly number[];
  /** The name of the time dimension, where it is not `time`. */
  readonly timeDimension?: string;
}
