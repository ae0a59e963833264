import { storedShape } from "../layer/apply.ts";
import type { LayerState, Learnable } from "../layer.ts";
import { concatenate, type Dim, input, reshape, slice, type Value } from "../ops/index.ts";
import { elementCount } from "../tensor.ts";

/** One array of a network: where it lies in the flat vector of all arrays of its kind. */
export interface PackedArray<Spec> {
  /** `layer/name`. */
  readonly key: string;
  readonly layer: string;
  readonly name: string;
  readonly spec: Spec;
  /** The row-major shape in which it is computed with: MATLAB's size reversed. */
  readonly shape: readonly number[];
  readonly offset: number;
  readonly count: number;
}

/** All arrays of one kind, packed one after the other. */
export interface PackedArrays<Spec> {
  readonly arrays: readonly PackedArray<Spec>[];
  readonly count: number;
}

/** The learnables of a network. */
export type PackedLearnables = PackedArrays<Learnable>;
/** The states of a network. */
export type PackedStates = PackedArrays<LayerState>;

/** Packs arrays in the order in which they are given. */
export function packed<Spec extends { readonly size: readonly number[] }>(
  specs: Iterable<{ readonly layer: string; readonly name: string; readonly spec: Spec }>,
): PackedArrays<Spec> {
  let offset = 0;
  const arrays = [...specs].map(({ layer, name, spec }) => {
    const shape = storedShape(spec.size);
    const count = elementCount(shape);
    offset += count;
    return { key: `${layer}/${name}`, layer, name, spec, shape, offset: offset - count, count };
  });
  return { arrays, count: offset };
}

/** Where the arrays of a plan come from: one flat input that is cut, or an input for each under its key. */
export type ArraySource = (key: string, shape: readonly number[]) => Value;

/** Arrays cut out of one flat input: one array to feed, however many there are. */
export function flatSource<Spec>(name: string, { arrays, count }: PackedArrays<Spec>): ArraySource {
  const flat = input(name, [count]);
  const cut = new Map(arrays.map((a) => [a.key, reshape(slice(flat, 0, a.offset, a.offset + a.count), a.shape)]));
  return (key) => cut.get(key)!;
}

/** An input of its own for each array. */
export function separateSource(): ArraySource {
  const made = new Map<string, Value>();
  return (key, shape) => {
    const value = made.get(key) ?? input(key, shape);
    made.set(key, value);
    return value;
  };
}

/** Arrays packed into one flat value again, in their order. */
export function flatten(values: readonly Value[], counts: readonly Dim[]): Value {
  return concatenate(
    values.map((value, i) => reshape(value, [counts[i]])),
    0,
  );
}
