import { traceLayers } from "../trace.ts";
import type { Wiring } from "../wiring.ts";
import { memoryOf } from "./memory.ts";
import { layerOperations } from "./operations.ts";
import { type DataSizes, sizesFor, timesOf } from "./sizes.ts";

/** What a layer costs. */
export interface LayerCosts {
  /**
   * How many operations it takes to compute the layer for one observation (of `totals.sequenceLength` steps) in prediction: multiplications with their additions,
   * and elements of everything else that is computed.
   */
  readonly operations: number;
  /** The memory of its activations for a mini-batch, in bytes. */
  readonly activationBytes: {
    /** Of its outputs. */
    readonly output: number;
    /** Of what the backward pass of training needs: outputs, and what is computed on the way to them. */
    readonly kept: number;
  };
}

/** What a network costs. */
export interface NetworkCosts {
  /** What the figures below are told for; no length where nothing has time steps. */
  readonly miniBatchSize: number;
  readonly sequenceLength: number | null;
  /** Of one observation in prediction, all layers together. */
  readonly operations: number;
  /** The same for each time step of the sequence; null where nothing has time steps. */
  readonly operationsPerStep: number | null;
  /** The memory of the activations of a mini-batch in single precision, in bytes, without what is learned. */
  readonly activationBytes: {
    /** The most that is alive at once where layer after layer is computed. */
    readonly prediction: number;
    /** What the backward pass needs of the forward pass. */
    readonly training: number;
  };
}

/** What a network and its layers cost, of the layers whose sizes are known. */
export function costsOf(wiring: Wiring, sizes: DataSizes): { totals: NetworkCosts; layers: ReadonlyMap<string, LayerCosts> } {
  const { layers: traced } = traceLayers(wiring);
  const times = timesOf(wiring);
  const ofOne = sizesFor(times, { ...sizes, miniBatchSize: 1 });
  const { given, kept, prediction } = memoryOf(traced, wiring.edges, sizesFor(times, sizes));
  const layers = new Map(
    [...traced].map(([name, layer]): [string, LayerCosts] => [
      name,
      {
        operations: layerOperations(layer, ofOne),
        activationBytes: { output: given.get(name)!, kept: kept.get(name)! },
      },
    ]),
  );
  const sum = (of: (costs: LayerCosts) => number): number => [...layers.values()].reduce((total, each) => total + of(each), 0);
  const operations = sum((each) => each.operations);
  const hasSteps = times.size > 0;
  return {
    layers,
    totals: {
      miniBatchSize: sizes.miniBatchSize,
      sequenceLength: hasSteps ? sizes.sequenceLength : null,
      operations,
      operationsPerStep: hasSteps ? operations / sizes.sequenceLength : null,
      activationBytes: { prediction, training: sum((each) => each.activationBytes.kept) },
    },
  };
}
