import { elementCount } from "../tensor.ts";
import type { Dim } from "./dimension.ts";
import { computations, type Value } from "./op.ts";

/**
 * How many operations it takes to compute some values from their inputs: one for each multiplication with its addition in products of matrices and in
 * convolutions, one for each element that goes into a sum or a maximum, one for each element that any other op computes, and none where data is only moved.
 * `size` tells the sizes.
 */
export function operationsOf(values: Iterable<Value>, size: (dim: Dim) => number): number {
  const sizes = (value: Value): number[] => value.shape.map((d) => Math.max(0, size(d)));
  return computations(values).reduce((total, together) => {
    const [value] = together;
    const { op, inputs, attrs } = value;
    const shape = sizes(value);
    if (op.operations === undefined) return total + elementCount(shape);
    return total + op.operations({ inputs: inputs.map(sizes), shape, attrs, size, together });
  }, 0);
}
