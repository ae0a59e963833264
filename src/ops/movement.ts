import { LayerGraphError } from "../errors.ts";
import { elementCount, stridesOf } from "../tensor.ts";
import { forEachIndex, offset } from "./broadcast.ts";
import { addDims, type Dim, multiplyDims, sameDim, sameDims, subtractDims } from "./dimension.ts";
import { defineOp, dim, type Numeric, nothingComputed, type Value } from "./op.ts";

/** The same elements in the same order under another shape. */
export function reshape(x: Value, shape: readonly Dim[]): Value {
  return sameDims(x.shape, shape) ? x : reshapeOp([x], { shape });
}
const reshapeOp = defineOp<readonly [x: Value], { shape: readonly Dim[] }>({
  name: "reshape",
  shape: ({ inputs: [x], attrs }) => {
    if (!sameDim(multiplyDims(...x.shape), multiplyDims(...attrs.shape))) {
      throw new LayerGraphError("size-mismatch", `[${x.shape.join(", ")}] cannot be reshaped to [${attrs.shape.join(", ")}].`);
    }
    return attrs.shape;
  },
  lower: ({ names: [x], attrs, emit }) => ({
    type: "Reshape",
    inputs: [x, emit.shape(attrs.shape)],
    attributes: { allowzero: 1 },
  }),
  operations: nothingComputed,
  evaluate: ({ inputs: [x] }) => x.data,
  gradient: ({ inputs: [x], dy }) => [() => reshape(dy, x.shape)],
});

/** A dimension of 1 put in at `axis`. */
export function unsqueeze(x: Value, axis: number): Value {
  return reshape(x, [...x.shape.slice(0, axis), 1, ...x.shape.slice(axis)]);
}

/** The dimension at `axis`, which must be 1, left out. */
export function squeeze(x: Value, axis: number): Value {
  return reshape(x, [...x.shape.slice(0, axis), ...x.shape.slice(axis + 1)]);
}

/** The dimensions in another order: dimension i of the result is dimension `order[i]` of `x`. */
export function transpose(x: Value, order: readonly number[]): Value {
  return order.every((axis, i) => axis === i) ? x : transposeOp([x], { order });
}
const transposeOp = defineOp<readonly [x: Value], { order: readonly number[] }>({
  name: "transpose",
  shape: ({ inputs: [x], attrs }) => attrs.order.map((axis) => dim(x, axis)),
  lower: ({ attrs }) => ({ type: "Transpose", attributes: { perm: attrs.order } }),
  operations: nothingComputed,
  evaluate: ({ inputs: [x], attrs, shape }) => {
    const strides = stridesOf(x.shape);
    return gathered(
      x,
      shape,
      attrs.order.map((axis) => strides[axis]),
      0,
    );
  },
  gradient: ({ attrs: { order }, dy }) => [
    () =>
      transpose(
        dy,
        order.map((_, axis) => order.indexOf(axis)),
      ),
  ],
});

/** The part of `x` from `start` up to but not including `end` along `axis`. */
export function slice(x: Value, axis: number, start: Dim, end: Dim): Value {
  if (start === 0 && sameDim(end, dim(x, axis))) return x;
  return pad(x, axis, multiplyDims(start, -1), subtractDims(end, dim(x, axis)));
}

/**
 * `x` lengthened along `axis` by `before` and `after` elements of `value`; negative amounts cut. The amounts may depend on the data's
 * size. Padding and cutting are one op, each other's gradient.
 */
export function pad(x: Value, axis: number, before: Dim, after: Dim, value = 0): Value {
  return before === 0 && after === 0 ? x : padOp([x], { axis, before, after, value });
}
const padOp = defineOp<readonly [x: Value], { axis: number; before: Dim; after: Dim; value: number }>({
  name: "pad",
  shape: ({ inputs: [x], attrs }) => x.shape.map((d, i) => (i === attrs.axis ? addDims(d, attrs.before, attrs.after) : d)),
  lower: ({ names: [x], inputs: [value], attrs, emit }) => {
    const { axis, before, after } = attrs;
    if (typeof before === "number" && typeof after === "number" && before <= 0 && after <= 0) {
      // A Slice costs one node and copies only what it keeps.
      const end = after === 0 ? Number.MAX_SAFE_INTEGER : after;
      return { type: "Slice", inputs: [x, emit.int64s([-before]), emit.int64s([end]), emit.int64s([axis])] };
    }
    const number = emit.scalar(attrs.value, value.type);
    if (typeof before === "number" && typeof after === "number") {
      return { type: "Pad", inputs: [x, emit.int64s([before, after]), number, emit.int64s([axis])] };
    }
    // Amounts for all axes: the runtime moves a Transpose past such a Pad, and counts the amounts wrongly where it names its axes. Where they are
    // constants it must name them, or the runtime merges it into a pooling that does not take as much.
    const amounts = (amount: Dim): Dim[] => value.shape.map((_, i) => (i === axis ? amount : 0));
    return { type: "Pad", inputs: [x, emit.shape([...amounts(before), ...amounts(after)]), number] };
  },
  operations: nothingComputed,
  evaluate: ({ inputs: [x], attrs, shape, size }) => {
    const strides = stridesOf(x.shape);
    const before = size(attrs.before);
    const result = new Float64Array(elementCount(shape));
    forEachIndex(shape, (index, flat) => {
      const at = index[attrs.axis] - before;
      const inside = at >= 0 && at < x.shape[attrs.axis];
      result[flat] = inside ? x.data[offset(index, strides) - before * strides[attrs.axis]] : attrs.value;
    });
    return result;
  },
  gradient: ({ attrs: { axis, before, after }, dy }) => [() => pad(dy, axis, multiplyDims(before, -1), multiplyDims(after, -1))],
});

/** `x` in the opposite order along each of the given axes. */
export function flip(x: Value, axes: readonly number[]): Value {
  return axes.length === 0 ? x : flipOp([x], { axes });
}
const flipOp = defineOp<readonly [x: Value], { axes: readonly number[] }>({
  name: "flip",
  shape: ({ inputs: [x] }) => x.shape,
  lower: ({ names: [x], attrs: { axes }, shape, emit }) => {
    const last = shape.at(-1)!;
    if (axes.join() === String(shape.length - 1) && typeof last === "number" && last <= 16) {
      // The few taps of a filter: a product with ones on the other diagonal takes half the time of a slice that walks backwards.
      const exchange = Float64Array.from({ length: last * last }, (_, i) =>
        Number(Math.floor(i / last) + (i % last) === last - 1),
      );
      return { type: "MatMul", inputs: [x, emit.constant(exchange, [last, last], "float")] };
    }
    const all = (n: number): string => emit.int64s(axes.map(() => n));
    return { type: "Slice", inputs: [x, all(-1), all(Number.MIN_SAFE_INTEGER), emit.int64s(axes), all(-1)] };
  },
  operations: nothingComputed,
  evaluate: ({ inputs: [x], attrs: { axes }, shape }) => {
    const strides = stridesOf(shape);
    const start = axes.reduce((at, axis) => at + (shape[axis] - 1) * strides[axis], 0);
    return gathered(
      x,
      shape,
      strides.map((s, axis) => (axes.includes(axis) ? -s : s)),
      start,
    );
  },
  gradient: ({ attrs: { axes }, dy }) => [() => flip(dy, axes)],
});

/** The inputs one after the other along `axis`; their other dimensions must agree. */
export function concatenate(inputs: readonly Value[], axis: number): Value {
  return inputs.length === 1 ? inputs[0] : concatenateOp(inputs, { axis });
}
const concatenateOp = defineOp<readonly Value[], { axis: number }>({
  name: "concatenate",
  shape: ({ inputs, attrs: { axis } }) => {
    const others = (x: Value): readonly Dim[] => x.shape.map((d, i) => (i === axis ? 1 : d));
    if (inputs.some((x) => !sameDims(others(x), others(inputs[0])))) {
      const sizes = inputs.map((x) => `[${x.shape.join(", ")}]`).join(" and ");
      throw new LayerGraphError("size-mismatch", `${sizes} cannot be concatenated along dimension ${axis}.`, { received: sizes });
    }
    return inputs[0].shape.map((d, i) => (i === axis ? addDims(...inputs.map((x) => dim(x, i))) : d));
  },
  lower: ({ attrs: { axis } }) => ({ type: "Concat", attributes: { axis } }),
  operations: nothingComputed,
  evaluate: ({ inputs, attrs: { axis }, shape }) => concatenated(inputs, axis, shape),
  gradient: ({ inputs, attrs: { axis }, dy }) => {
    let start: Dim = 0;
    return inputs.map((x) => {
      const from = start;
      start = addDims(start, dim(x, axis));
      return () => slice(dy, axis, from, addDims(from, dim(x, axis)));
    });
  },
});

/** `step − 1` zeros put between neighbours along an axis (the last by default): T becomes (T − 1)·step + 1. */
export function spread(x: Value, step: number, axis: number = x.shape.length - 1): Value {
  if (step === 1) return x;
  const gaps = pad(unsqueeze(x, axis + 1), axis + 1, 0, step - 1);
  const merged = reshape(
    gaps,
    x.shape.map((d, i) => (i === axis ? multiplyDims(d, step) : d)),
  );
  return pad(merged, axis, 0, 1 - step);
}

function gathered(x: Numeric, shape: readonly number[], strides: readonly number[], start: number): Float64Array {
  const result = new Float64Array(elementCount(shape));
  forEachIndex(shape, (index, flat) => {
    result[flat] = x.data[start + offset(index, strides)];
  });
  return result;
}

function concatenated(inputs: readonly Numeric[], axis: number, shape: readonly number[]): Float64Array {
  const result = new Float64Array(elementCount(shape));
  const strides = stridesOf(shape);
  let start = 0;
  for (const x of inputs) {
    forEachIndex(x.shape, (index, flat) => {
      result[offset(index, strides) + start * strides[axis]] = x.data[flat];
    });
    start += x.shape[axis];
  }
  return result;
}
