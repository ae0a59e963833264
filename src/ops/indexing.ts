import { LayerGraphError } from "../errors.ts";
import { elementCount, stridesOf } from "../tensor.ts";
import { forEachIndex, offset } from "./broadcast.ts";
import type { Dim } from "./dimension.ts";
import { defineOp, dim, nothingComputed, type Value } from "./op.ts";

interface Axis {
  readonly axis: number;
}

/** `y[…, i, …] = x[…, index[…, i, …], …]` along `axis`: `index` has the result's shape. Its gradient is `scatterAlong`. */
export function gatherAlong(x: Value, index: Value, axis: number): Value {
  return gatherAlongOp([x, index], { axis });
}
const gatherAlongOp = defineOp<readonly [x: Value, index: Value], Axis>({
  name: "gatherAlong",
  shape: ({ inputs: [, index] }) => index.shape,
  lower: ({ attrs: { axis } }) => ({ type: "GatherElements", attributes: { axis } }),
  operations: nothingComputed,
  evaluate: ({ inputs: [x, index], attrs: { axis }, shape }) => {
    const strides = stridesOf(x.shape);
    const result = new Float64Array(elementCount(shape));
    forEachIndex(shape, (at, flat) => {
      const to = checked(index.data[flat], x.shape[axis]);
      result[flat] = x.data[offset(at, strides) + (to - at[axis]) * strides[axis]];
    });
    return result;
  },
  gradient: ({ inputs: [x, index], attrs: { axis }, dy }) => [() => scatterAlong(dy, index, axis, dim(x, axis)), undefined],
});

/** Zeros of size `size` along `axis`, to which every `x[…, i, …]` is added at `index[…, i, …]`. Its gradient is `gatherAlong`. */
export function scatterAlong(x: Value, index: Value, axis: number, size: Dim): Value {
  return scatterAlongOp([x, index], { axis, size });
}
const scatterAlongOp = defineOp<readonly [x: Value, index: Value], Axis & { readonly size: Dim }>({
  name: "scatterAlong",
  shape: ({ inputs: [x], attrs: { axis, size } }) => x.shape.map((d, i) => (i === axis ? size : d)),
  lower: ({ names: [x, index], attrs: { axis }, shape, emit }) => {
    const zeros = emit.node({ type: "ConstantOfShape", inputs: [emit.shape(shape)] });
    return { type: "ScatterElements", inputs: [zeros, index, x], attributes: { axis, reduction: "add" } };
  },
  operations: ({ inputs: [x] }) => elementCount(x),
  evaluate: ({ inputs: [x, index], attrs: { axis }, shape }) => {
    const strides = stridesOf(shape);
    const result = new Float64Array(elementCount(shape));
    forEachIndex(x.shape, (at, flat) => {
      const to = checked(index.data[flat], shape[axis]);
      result[offset(at, strides) + (to - at[axis]) * strides[axis]] += x.data[flat];
    });
    return result;
  },
  gradient: ({ inputs: [, index], attrs: { axis }, dy }) => [() => gatherAlong(dy, index, axis), undefined],
});

function checked(index: number, size: number): number {
  if (index >= 0 && index < size) return index;
  throw new LayerGraphError("index-out-of-range", `index ${index} is outside of 0 … ${size - 1}.`);
}
