import { LayerGraphError } from "../errors.ts";
import { elementCount, stridesOf } from "../tensor.ts";
import { forEachIndex, offset } from "./broadcast.ts";
import { addDims, type Dim, printDims, sameDim } from "./dimension.ts";
import { concatenate } from "./movement.ts";
import { defineOp, dim, nothingComputed, type Value } from "./op.ts";
import { zeros } from "./reduction.ts";

/** `x` cut along `axis` into pieces of the given sizes, which add up to its own. Its gradient is `concatenate`. */
export function split(x: Value, axis: number, sizes: readonly Dim[]): Value[] {
  if (!sameDim(addDims(...sizes), dim(x, axis))) {
    const received = `[${sizes.join(", ")}]`;
    throw new LayerGraphError(
      "size-mismatch",
      `${printDims(x.shape)} cannot be split along dimension ${axis} into ${received}.`,
      { received },
    );
  }
  return sizes.length === 1 ? [x] : sizes.map((_, piece) => splitOp([x], { axis, sizes, piece }));
}
const splitOp = defineOp<readonly [x: Value], { axis: number; sizes: readonly Dim[]; piece: number }>({
  name: "split",
  shape: ({ inputs: [x], attrs: { axis, sizes, piece } }) => x.shape.map((d, i) => (i === axis ? sizes[piece] : d)),
  computation: ({ sizes }) => sizes,
  lower: ({ names: [x], attrs: { axis, sizes }, together, emit }) => {
    const pieces = emit.nodes({ type: "Split", inputs: [x, emit.shape(sizes)], attributes: { axis }, outputs: sizes.length });
    return together.map(({ attrs }) => pieces[(attrs as { piece: number }).piece]);
  },
  operations: nothingComputed,
  evaluate: ({ inputs: [x], attrs: { axis, sizes, piece }, shape, size }) => {
    const strides = stridesOf(x.shape);
    const start = sizes.slice(0, piece).reduce<number>((sum, d) => sum + size(d), 0) * strides[axis];
    const result = new Float64Array(elementCount(shape));
    forEachIndex(shape, (index, flat) => {
      result[flat] = x.data[start + offset(index, strides)];
    });
    return result;
  },
  gradient: ({ inputs: [x], attrs: { axis, sizes }, arrived }) => [
    () => {
      const found = new Map(arrived.map(({ y, dy }) => [(y.attrs as { piece: number }).piece, dy]));
      const nothing = (piece: number): Value => zeros(x.shape.map((d, i) => (i === axis ? sizes[piece] : d)));
      return concatenate(
        sizes.map((_, piece) => found.get(piece) ?? nothing(piece)),
        axis,
      );
    },
  ],
});
