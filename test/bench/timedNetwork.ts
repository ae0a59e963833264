import type { LayerGraph } from "../../src/network/layerGraph.ts";
import type { Shape } from "./shape.ts";

/** Sequences are told apart into so many classes, by every network; `pytorch_networks.py` has the same. */
export const numClasses = 5;

/** A network that is timed. `pytorch_networks.py` has one of the same name that computes the same. */
export interface TimedNetwork {
  readonly name: string;
  /** What the third number of a shape is: what each time step is made wide by. */
  readonly width: string;
  /** What the width must be a multiple of. */
  readonly widthStep: number;
  /** The shapes that are measured where none are asked for. */
  readonly defaultShapes: readonly Shape[];
  /** Whether TensorFlow.js runs it too, forwards. */
  readonly tensorflow: boolean;
  /** Features of each time step that is fed. */
  numFeatures(shape: Shape): number;
  /** Our network for the given classes; without `dropout` none of it is random. */
  graph(shape: Shape, classes: readonly string[], dropout: boolean): LayerGraph;
  /** The floating-point operations of the products in one training step. */
  trainingOperations(shape: Shape): number;
}

/**
 * The floating-point operations of products forwards and backwards. A product costs as much again for each of its two gradients; that of the
 * data is not needed where the data come in.
 */
export function withGradients({ inner, first }: { readonly inner: number; readonly first: number }): number {
  return 3 * inner + 2 * first;
}
