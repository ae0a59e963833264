import type { Observations } from "../data/dataSet.ts";
import { givenValues, initialValues, type LayerState } from "../layer.ts";
import type { NetworkArrays } from "../network/network.ts";
import type { PackedArray, PackedLearnables, PackedStates } from "../plan/parameters.ts";
import { inputStatistic } from "./inputStatistics.ts";

/** What decides the first values of a network's arrays. */
export interface InitialArrayOptions {
  readonly seed: number;
  /** Whether statistics of the training data are computed even where they were given. */
  readonly resetInputNormalization: boolean;
  /** Values of a network that training starts from; they win over initializers. */
  readonly from?: NetworkArrays;
}

/** All learnables, one after the other: given values, those of the network trained further, or the initializers'. */
export function initialLearnables({ arrays, count }: PackedLearnables, { seed, from }: InitialArrayOptions): Float32Array {
  const flat = new Float32Array(count);
  for (const { key, spec, offset, shape } of arrays) {
    const values =
      kept(from, key, shape) ??
      givenValues(spec.given, spec.size, `'${key}'`) ??
      initialValues(spec.initializer, spec.size, spec.fans ?? { fanIn: 1, fanOut: 1 }, seed, key);
    flat.set(values, offset);
  }
  return flat;
}

/** All states, one after the other; statistics of the training data, given by input, are computed from it, padding left out. */
export function initialStates(
  { arrays, count }: PackedStates,
  inputs: ReadonlyMap<string, Observations> | undefined,
  options: InitialArrayOptions,
): Float32Array {
  const flat = new Float32Array(count);
  for (const array of arrays) flat.set(stateValues(array, inputs?.get(array.layer), options), array.offset);
  return flat;
}

function stateValues(
  { key, spec, count, shape }: PackedArray<LayerState>,
  data: Observations | undefined,
  options: InitialArrayOptions,
): ArrayLike<number> {
  // Sequences begin anew in a training: what a network carries from earlier ones is not where they begin.
  const from = spec.perObservation ? undefined : options.from;
  const known = kept(from, key, shape) ?? givenValues(spec.given, spec.size, `'${key}'`);
  const { statistic } = spec;
  if (statistic && data && (!known || options.resetInputNormalization)) return inputStatistic(data, statistic, count);
  return known ?? new Float32Array(count).fill(spec.initial);
}

function kept(from: NetworkArrays | undefined, key: string, shape: readonly number[]): ArrayLike<number> | undefined {
  const tensor = from?.get(key);
  return tensor && tensor.shape.join() === shape.join() ? tensor.data : undefined;
}
