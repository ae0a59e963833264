import { LayerGraphError } from "../errors.ts";
import { elementCount, stridesOf } from "../tensor.ts";
import { forEachIndex } from "./broadcast.ts";
import { addDims, type Dim, floorDivide, multiplyDims, sameDim, subtractDims } from "./dimension.ts";
import { matmul, transposed } from "./linear.ts";
import { concatenate, flip, pad, reshape, slice, spread, squeeze, transpose, unsqueeze } from "./movement.ts";
import { defineOp, dim, type Numeric, type Value } from "./op.ts";
import { sum } from "./reduction.ts";

/** How a filter walks along one dimension: element t of the output sees inputs `t·stride + k·dilation − before`. */
export interface Steps {
  readonly stride: number;
  readonly dilation: number;
  /** Zeros before the first and after the last element; not negative. */
  readonly before: number;
  readonly after: number;
}

const plainSteps: Steps = { stride: 1, dilation: 1, before: 0, after: 0 };

/** How a filter walks along every dimension, and what it combines. */
export interface Walk {
  /** One for each dimension after batch and channels; a stride and dilation of 1 and no padding by default. */
  readonly steps: readonly Partial<Steps>[];
  /** In how many groups channels and outputs are divided, each convolved by itself; 1 by default. */
  readonly groups?: number;
}

/**
 * `y[n,o,t] = b[o] + Σ_c,k w[o,c,k] · x[n,c, t·stride + k·dilation − before]`, x read as 0 outside its length; x is [batch, channels, time], w is
 * [outputs, channels, taps], b (if given) is [outputs].
 */
export function conv1d(x: Value, w: Value, steps: Partial<Steps> = {}, b?: Value): Value {
  return convolution(x, w, { steps: [steps] }, b);
}

/** The same over two dimensions: x is [batch, channels, height, width], w [outputs, channels, tall, wide], steps for each dimension. */
export function conv2d(x: Value, w: Value, steps: readonly [Partial<Steps>, Partial<Steps>], b?: Value): Value {
  return convolution(x, w, { steps }, b);
}

/**
 * The same over any number of dimensions, and in groups: w is [outputs, channels / groups, …taps], and the first outputs see the first
 * channels only, and so on.
 */
export function convolution(x: Value, w: Value, { steps, groups = 1 }: Walk, b?: Value): Value {
  const attrs = { steps: steps.map((s) => ({ ...plainSteps, ...s })), ...(groups > 1 && { groups }) };
  return b ? convOp([x, w, b], attrs) : convOp([x, w], attrs);
}

/**
 * What a convolution with the filter w does backwards: every element of x [batch, outputs, …] spreads w [outputs, channels, …taps] over the
 * result [batch, channels, …], whose lengths are given, `before` elements cut off (with a negative number zeros put) at the start. It is the
 * gradient of that convolution by its input; b (if given) is added to each channel.
 */
export function transposedConvolution(
  x: Value,
  w: Value,
  { steps, groups = 1 }: Walk,
  lengths: readonly Dim[],
  b?: Value,
): Value {
  const whole = steps.map((s) => ({ ...plainSteps, ...s }));
  return walkedBackwards(x, w, { steps: whole, groups }, lengths, b);
}

interface ConvAttrs {
  readonly steps: readonly Steps[];
  /** 1 where it is missing. */
  readonly groups?: number;
}
type ConvInputs = readonly [x: Value, w: Value, b?: Value];

/** The input, filter and bias of a value made by a convolution without groups; undefined for any other. */
export function convInputs(value: Value): ConvInputs | undefined {
  return value.op.name === "conv" && (value.attrs as ConvAttrs).groups === undefined ? (value.inputs as ConvInputs) : undefined;
}

/** A convolution that walks as `like` does, over other arrays. */
export function convOn(like: Value, x: Value, w: Value, b?: Value): Value {
  return convOp(b ? [x, w, b] : [x, w], like.attrs as ConvAttrs);
}

const convOp = defineOp<readonly Value[], ConvAttrs>({
  name: "conv",
  shape: ({ inputs: [x, w], attrs: { steps, groups = 1 } }) => {
    const channels = multiplyDims(dim(w, 1), groups);
    if (!sameDim(dim(x, 1), channels)) {
      throw new LayerGraphError("size-mismatch", `the filter expects ${channels} channels but the input has ${dim(x, 1)}.`, {
        received: `${dim(x, 1)} channels`,
        expected: `${channels} channels`,
      });
    }
    return [dim(x, 0), dim(w, 0), ...steps.map((s, i) => slid(dim(x, i + 2), dim(w, i + 2), s))];
  },
  lower: ({ attrs: { steps, groups } }) => ({
    type: "Conv",
    attributes: {
      ...(groups && { group: groups }),
      strides: steps.map((s) => s.stride),
      dilations: steps.map((s) => s.dilation),
      pads: [...steps.map((s) => s.before), ...steps.map((s) => s.after)],
    },
  }),
  operations: ({ inputs: [, w], shape }) => elementCount(shape) * elementCount(w.slice(1)),
  evaluate: ({ inputs: [x, w, b], attrs, shape }) => naiveConvolution(x, w, b, attrs, shape),
  gradient: ({ inputs, attrs, dy }) => {
    const [x, w, b] = inputs as ConvInputs;
    return [
      () => walkedBackwards(dy, w, attrs, x.shape.slice(2)),
      () => (isFasterByTaps(w, attrs) ? filterGradientByTaps(x, w, attrs, dy) : filterGradient(x, w, attrs, dy)),
      ...(b ? [() => reshape(sum(dy, [0, ...attrs.steps.map((_, i) => i + 2)]), b.shape)] : []),
    ];
  },
});

/** The length of a filter's walk: `⌊(length + before + after − (taps − 1)·dilation − 1) / stride⌋ + 1`. */
export function slid(length: Dim, taps: Dim, { stride, dilation, before, after }: Steps): Dim {
  const reach = multiplyDims(subtractDims(taps, 1), dilation);
  return addDims(floorDivide(subtractDims(addDims(length, before + after - 1), reach), stride), 1);
}

/** dX is dY, spread by the stride, convolved with the filter transposed (outputs and channels exchanged) and flipped, pads swapped. */
function walkedBackwards(dy: Value, w: Value, { steps, groups = 1 }: ConvAttrs, lengths: readonly Dim[], b?: Value): Value {
  const axes = steps.map((_, i) => i + 2);
  const filter = flip(exchanged(w, groups), axes);
  let spaced = dy;
  const inner = steps.map((s, i) => {
    const axis = axes[i];
    const reach = multiplyDims(subtractDims(dim(w, axis), 1), s.dilation); // symbolic where the filter is the gradient of a convolution
    spaced = spread(spaced, s.stride, axis);
    // The result has the given length: what the stride left over at the end is put back as padding.
    const before = subtractDims(reach, s.before);
    const after = subtractDims(addDims(lengths[i], s.before), dim(spaced, axis));
    if (typeof before === "number" && typeof after === "number" && before >= 0 && after >= 0) {
      return { ...plainSteps, dilation: s.dilation, before, after };
    }
    spaced = pad(spaced, axis, before, after);
    return { ...plainSteps, dilation: s.dilation };
  });
  return convolution(spaced, filter, { steps: inner, groups }, b);
}

/** [groups·a, b, …] as [groups·b, a, …]: the first two dimensions exchanged within each group. */
function exchanged(x: Value, groups: number): Value {
  const [outer, b, ...rest] = x.shape;
  const axes = rest.map((_, i) => i + 2);
  if (groups === 1) return batchSecond(x);
  const a = floorDivide(outer, groups);
  const apart = transpose(reshape(x, [groups, a, b, ...rest]), [0, 2, 1, ...axes.map((axis) => axis + 1)]);
  return reshape(apart, [multiplyDims(b, groups), a, ...rest]);
}

/**
 * dW as one convolution of batch 1 over one dimension more: the batch of x becomes its channels, dY is the filter, stride and dilation change
 * places, and the new dimension walks over the channels. Over time this runs at the speed of the forward convolution, without the new
 * dimension at a quarter of it.
 */
function filterGradient(x: Value, w: Value, { steps, groups = 1 }: ConvAttrs, dy: Value): Value {
  const [batch, , ...sizes] = x.shape;
  const channels = dim(w, 1);
  const apart = transpose(reshape(x, [batch, groups, channels, ...sizes]), [1, 0, 2, ...sizes.map((_, i) => i + 3)]);
  const image = groups === 1 ? unsqueeze(x, 0) : reshape(apart, [1, multiplyDims(batch, groups), channels, ...sizes]);
  const filter = unsqueeze(batchSecond(dy), 2); // [outputs, batch, 1, …lengths of dY]
  const along = steps.map((s) => ({ ...s, stride: s.dilation, dilation: s.stride }));
  const all = squeeze(convolution(image, filter, { steps: [plainSteps, ...along], groups }), 0); // [outputs, channels, …taps or more]
  return cut(all, w);
}

/** The first two dimensions exchanged. */
function batchSecond(x: Value): Value {
  return transpose(x, [1, 0, ...x.shape.slice(2).map((_, i) => i + 2)]);
}

/**
 * dW over images as one product of matrices for each tap, of dY and of what the tap saw: `dW[o,c,k] = Σ_n,t dY[n,o,t] · x[n,c, t + k·dilation − before]`.
 * Twice as fast as the convolution above where there are many channels and no stride.
 */
function filterGradientByTaps(x: Value, w: Value, { steps }: ConvAttrs, dy: Value): Value {
  const [batch, outputs, ...places] = dy.shape;
  const count = multiplyDims(...places);
  const flat = reshape(dy, [batch, outputs, count]);
  const padded = steps.reduce((value, s, i) => pad(value, i + 2, s.before, s.after), x);
  let seen = [padded];
  steps.forEach((s, i) => {
    const starts = Array.from({ length: w.shape[i + 2] as number }, (_, tap) => tap * s.dilation);
    seen = seen.flatMap((part) => starts.map((start) => slice(part, i + 2, start, addDims(start, places[i]))));
  });
  const products = seen.map((part) => matmul(flat, transposed(reshape(part, [batch, dim(w, 1), count]))));
  const perTap = concatenate(
    products.map((product) => unsqueeze(product, 3)),
    3,
  );
  return reshape(sum(perTap, [0]), w.shape);
}

/** Whether the filter gradient is faster by taps: over two dimensions without stride and groups, of enough channels, and few taps. */
function isFasterByTaps(w: Value, { steps, groups }: ConvAttrs): boolean {
  const [, channels, ...taps] = w.shape;
  const known = [channels, ...taps].every((d) => typeof d === "number");
  const few = known && (taps as number[]).reduce((a, b) => a * b, 1) <= 25;
  return steps.length === 2 && !groups && steps.every((s) => s.stride === 1) && few && (channels as number) >= 8;
}

/** A stride larger than the dilation lets the filter gradient walk further than there are taps: only the taps are kept. */
function cut(all: Value, w: Value): Value {
  const axes = w.shape.slice(2).map((_, i) => i + 2);
  const kept = axes.reduce((value, axis) => pad(value, axis, 0, surplus(dim(value, axis), dim(w, axis))), all);
  return reshape(kept, w.shape);
}

function surplus(length: Dim, taps: Dim): Dim {
  const extra = subtractDims(taps, length);
  return typeof extra === "number" && extra > 0 ? 0 : extra;
}

function naiveConvolution(
  x: Numeric,
  w: Numeric,
  b: Numeric | undefined,
  { steps, groups = 1 }: ConvAttrs,
  shape: readonly number[],
): Float64Array {
  const result = new Float64Array(elementCount(shape));
  const stridesX = stridesOf(x.shape);
  const stridesW = stridesOf(w.shape);
  const [, channels, ...taps] = w.shape;
  forEachIndex(shape, (at, flat) => {
    let total = b ? b.data[at[1]] : 0;
    const group = Math.floor((at[1] * groups) / shape[1]);
    const start = at[0] * stridesX[0] + group * channels * stridesX[1];
    forEachIndex(taps, (tap, flatTap) => {
      let from = start;
      for (let i = 0; i < steps.length; i++) {
        const place = at[i + 2] * steps[i].stride + tap[i] * steps[i].dilation - steps[i].before;
        if (place < 0 || place >= x.shape[i + 2]) return;
        from += place * stridesX[i + 2];
      }
      let weight = at[1] * stridesW[0] + flatTap;
      for (let c = 0; c < channels; c++, from += stridesX[1], weight += stridesW[1]) total += x.data[from] * w.data[weight];
    });
    result[flat] = total;
  });
  return result;
}
