import { LayerGraphError } from "../errors.ts";
import { elementCount, stridesOf } from "../tensor.ts";
import { type Dim, printDims, sameDim } from "./dimension.ts";
import type { Numeric } from "./op.ts";

/** The shape of an elementwise result: shapes are aligned at the end, and a dimension of 1 stretches. */
export function broadcastDims(shapes: readonly (readonly Dim[])[]): readonly Dim[] {
  const rank = Math.max(...shapes.map((s) => s.length));
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = shapes.map((s) => s[axis - rank + s.length] ?? 1);
    const result = sizes.find((d) => d !== 1) ?? 1;
    if (sizes.some((d) => d !== 1 && !sameDim(d, result))) {
      throw new LayerGraphError(
        "size-mismatch",
        `sizes differ: ${shapes.map(printDims).join(" and ")} cannot be combined elementwise.`,
        {
          received: shapes.map(printDims).join(" and "),
          expected: "equal sizes, or 1, in every dimension",
        },
      );
    }
    return result;
  });
}

/** Applies `f` to the broadcast elements of the inputs. */
export function mapBroadcast(inputs: readonly Numeric[], shape: readonly number[], f: (...x: number[]) => number): Float64Array {
  const result = new Float64Array(elementCount(shape));
  if (inputs.every((x) => x.data.length === result.length)) {
    for (let i = 0; i < result.length; i++) result[i] = f(...inputs.map((x) => x.data[i]));
    return result;
  }
  const steps = inputs.map((x) => broadcastStrides(x.shape, shape));
  const arguments_ = new Array<number>(inputs.length);
  forEachIndex(shape, (index, flat) => {
    for (let k = 0; k < inputs.length; k++) arguments_[k] = inputs[k].data[offset(index, steps[k])];
    result[flat] = f(...arguments_);
  });
  return result;
}

/** The strides with which an array of shape `from` is read as one of shape `to`. */
export function broadcastStrides(from: readonly number[], to: readonly number[]): number[] {
  const strides = stridesOf(from);
  return to.map((_, axis) => {
    const own = axis - to.length + from.length;
    return own < 0 || from[own] === 1 ? 0 : strides[own];
  });
}

/** Calls `visit` for every index of a shape in row-major order; the index array is reused. */
export function forEachIndex(shape: readonly number[], visit: (index: readonly number[], flat: number) => void): void {
  const index = new Array<number>(shape.length).fill(0);
  const count = elementCount(shape);
  for (let flat = 0; flat < count; flat++) {
    visit(index, flat);
    for (let axis = shape.length - 1; axis >= 0 && ++index[axis] === shape[axis]; axis--) index[axis] = 0;
  }
}

/** Where an index lies in an array with the given strides. */
export function offset(index: readonly number[], strides: readonly number[]): number {
  let at = 0;
  for (let axis = 0; axis < index.length; axis++) at += index[axis] * strides[axis];
  return at;
}
