import { LayerGraphError } from "../errors.ts";
import { elementCount, stridesOf } from "../tensor.ts";
import { forEachIndex } from "./broadcast.ts";
import { addDims, type Dim, floorDivide, multiplyDims, sameDim, subtractDims } from "./dimension.ts";
import { flip, pad, reshape, spread, squeeze, transpose, unsqueeze } from "./movement.ts";
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

/**
 * `y[n,o,t] = b[o] + Σ_c,k w[o,c,k] · x[n,c, t·stride + k·dilation − before]`, x read as 0 outside its length; x is [batch, channels, time], w is
 * [outputs, channels, taps], b (if given) is [outputs].
 */
export function conv1d(x: Value, w: Value, steps: Partial<Steps> = {}, b?: Value): Value {
  const attrs = { steps: [{ ...plainSteps, ...steps }] };
  return b ? convOp([x, w, b], attrs) : convOp([x, w], attrs);
}

/** The same over two dimensions: x is [batch, channels, height, width], w [outputs, channels, tall, wide], steps for each dimension. */
export function conv2d(x: Value, w: Value, steps: readonly [Partial<Steps>, Partial<Steps>], b?: Value): Value {
  const attrs = { steps: steps.map((s) => ({ ...plainSteps, ...s })) };
  return b ? convOp([x, w, b], attrs) : convOp([x, w], attrs);
}

interface ConvAttrs {
  readonly steps: readonly Steps[];
}
type ConvInputs = readonly [x: Value, w: Value, b?: Value];

/** The input, filter and bias of a value made by a convolution; undefined for any other. */
export function convInputs(value: Value): ConvInputs | undefined {
  return value.op.name === "conv" ? (value.inputs as ConvInputs) : undefined;
}

/** A convolution that walks as `like` does, over other arrays. */
export function convOn(like: Value, x: Value, w: Value, b?: Value): Value {
  return convOp(b ? [x, w, b] : [x, w], like.attrs as ConvAttrs);
}

const convOp = defineOp<readonly Value[], ConvAttrs>({
  name: "conv",
  shape: ({ inputs: [x, w], attrs: { steps } }) => {
    if (!sameDim(dim(x, 1), dim(w, 1))) {
      throw new LayerGraphError("size-mismatch", `the filter expects ${dim(w, 1)} channels but the input has ${dim(x, 1)}.`, {
        received: `${dim(x, 1)} channels`,
        expected: `${dim(w, 1)} channels`,
      });
    }
    return [dim(x, 0), dim(w, 0), ...steps.map((s, i) => slid(dim(x, i + 2), dim(w, i + 2), s))];
  },
  lower: ({ attrs: { steps } }) => ({
    type: "Conv",
    attributes: {
      strides: steps.map((s) => s.stride),
      dilations: steps.map((s) => s.dilation),
      pads: [...steps.map((s) => s.before), ...steps.map((s) => s.after)],
    },
  }),
  evaluate: ({ inputs: [x, w, b], attrs: { steps }, shape }) => naiveConvolution(x, w, b, steps, shape),
  gradient: ({ inputs, attrs: { steps }, dy }) => {
    const [x, w, b] = inputs as ConvInputs;
    return [
      () => inputGradient(x, w, steps, dy),
      () => (steps.length === 1 ? filterGradient1d(x, w, steps[0], dy) : filterGradient(x, w, steps, dy)),
      ...(b ? [() => reshape(sum(dy, [0, ...steps.map((_, i) => i + 2)]), b.shape)] : []),
    ];
  },
});

/** The length of a filter's walk: `⌊(length + before + after − (taps − 1)·dilation − 1) / stride⌋ + 1`. */
export function slid(length: Dim, taps: Dim, { stride, dilation, before, after }: Steps): Dim {
  const reach = multiplyDims(subtractDims(taps, 1), dilation);
  return addDims(floorDivide(subtractDims(addDims(length, before + after - 1), reach), stride), 1);
}

/** dX is dY, spread by the stride, convolved with the filter transposed (outputs and channels exchanged) and flipped, pads swapped. */
function inputGradient(x: Value, w: Value, steps: readonly Steps[], dy: Value): Value {
  const axes = steps.map((_, i) => i + 2);
  const filter = flip(transpose(w, [1, 0, ...axes]), axes);
  let spaced = dy;
  const inner = steps.map((s, i) => {
    const axis = axes[i];
    const reach = multiplyDims(subtractDims(dim(w, axis), 1), s.dilation); // symbolic where the filter is the gradient of a convolution
    spaced = spreadAlong(spaced, axis, s.stride);
    // The output is as long as x: what the stride left over at the end is put back as padding.
    const before = subtractDims(reach, s.before);
    const after = subtractDims(addDims(dim(x, axis), s.before), dim(spaced, axis));
    if (typeof before === "number" && typeof after === "number" && before >= 0 && after >= 0) {
      return { ...plainSteps, dilation: s.dilation, before, after };
    }
    spaced = pad(spaced, axis, before, after);
    return { ...plainSteps, dilation: s.dilation };
  });
  return convOp([spaced, filter], { steps: inner });
}

/**
 * dW in one dimension as one two-dimensional convolution of batch 1: the batch of x becomes its channels, dY is the filter, stride and
 * dilation change places. This form runs at the speed of the forward convolution; the one-dimensional form at a quarter of it.
 */
function filterGradient1d(x: Value, w: Value, s: Steps, dy: Value): Value {
  const image = unsqueeze(x, 0); // [1, batch, channels, time]
  const filter = unsqueeze(transpose(dy, [1, 0, 2]), 2); // [outputs, batch, 1, time of dY]
  const time: Steps = { stride: s.dilation, dilation: s.stride, before: s.before, after: s.after };
  const all = squeeze(convOp([image, filter], { steps: [plainSteps, time] }), 0); // [outputs, channels, taps or more]
  return cut(all, w, [2]);
}

/** dW in any number of dimensions: batch and channels exchanged in both, stride and dilation exchanged. */
function filterGradient(x: Value, w: Value, steps: readonly Steps[], dy: Value): Value {
  const axes = steps.map((_, i) => i + 2);
  const exchanged = steps.map((s) => ({ ...s, stride: s.dilation, dilation: s.stride }));
  const all = convOp([transpose(x, [1, 0, ...axes]), transpose(dy, [1, 0, ...axes])], { steps: exchanged });
  return cut(transpose(all, [1, 0, ...axes]), w, axes); // channels × outputs becomes outputs × channels
}

/** A stride larger than the dilation lets the filter gradient walk further than there are taps: only the taps are kept. */
function cut(all: Value, w: Value, axes: readonly number[]): Value {
  const kept = axes.reduce((value, axis) => pad(value, axis, 0, surplus(dim(value, axis), dim(w, axis))), all);
  return reshape(kept, w.shape);
}

function surplus(length: Dim, taps: Dim): Dim {
  const extra = subtractDims(taps, length);
  return typeof extra === "number" && extra > 0 ? 0 : extra;
}

function spreadAlong(x: Value, axis: number, step: number): Value {
  if (step === 1) return x;
  const last = x.shape.length - 1;
  if (axis === last) return spread(x, step);
  const order = x.shape.map((_, i) => (i === axis ? last : i === last ? axis : i));
  return transpose(spread(transpose(x, order), step), order);
}

function naiveConvolution(
  x: Numeric,
  w: Numeric,
  b: Numeric | undefined,
  steps: readonly Steps[],
  shape: readonly number[],
): Float64Array {
  const result = new Float64Array(elementCount(shape));
  const stridesX = stridesOf(x.shape);
  const stridesW = stridesOf(w.shape);
  const taps = w.shape.slice(2);
  forEachIndex(shape, (at, flat) => {
    let total = b ? b.data[at[1]] : 0;
    forEachIndex(taps, (tap, flatTap) => {
      let from = at[0] * stridesX[0];
      for (let i = 0; i < steps.length; i++) {
        const place = at[i + 2] * steps[i].stride + tap[i] * steps[i].dilation - steps[i].before;
        if (place < 0 || place >= x.shape[i + 2]) return;
        from += place * stridesX[i + 2];
      }
      let weight = at[1] * stridesW[0] + flatTap;
      for (let c = 0; c < x.shape[1]; c++, from += stridesX[1], weight += stridesW[1]) total += x.data[from] * w.data[weight];
    });
    result[flat] = total;
  });
  return result;
}
