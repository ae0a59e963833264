import { z } from "zod";
import { LayerGraphError } from "../errors.ts";
import {
  add,
  addDims,
  ceilDivide,
  type Dim,
  expand,
  floorDivide,
  gatherAlong,
  less,
  maxDims,
  maximum,
  minimum,
  multiply,
  multiplyDims,
  pad,
  perObservation,
  quotient,
  range,
  remainder,
  reshape,
  select,
  sizeValue,
  slid,
  subtract,
  subtractDims,
  type Value,
} from "../ops/index.ts";
import { type Activation, printSizes, realSteps, withZeroPadding } from "./formats.ts";

const wrongAmount = "must be a whole number of at least 0";
const amount = z.int(wrongAmount).nonnegative(wrongAmount);

/** Padding of a sliding window: `"same"`, steps on both sides, or `[left, right]`. */
export const paddingOption = z.union([z.literal("same"), amount, z.tuple([amount, amount])], {
  error: 'must be "same", a whole number of at least 0, or [left, right]',
});

/** The same with `"causal"`: everything on the left, so that no output sees the future. */
export const causalPaddingOption = z.union([z.enum(["same", "causal"]), amount, z.tuple([amount, amount])], {
  error: 'must be "same", "causal", a whole number of at least 0, or [left, right]',
});

/** Padding as MATLAB prints it: `'causal'`, `[1  1]`. */
export function printPadding(padding: z.infer<typeof causalPaddingOption>): string {
  if (typeof padding === "string") return `'${padding}'`;
  return `[${(typeof padding === "number" ? [padding, padding] : padding).join("  ")}]`;
}

/** How the edges of a sequence are continued where padding is no fixed number. */
export type EdgeRule = "replicate" | "symmetric-include-edge" | "symmetric-exclude-edge";

/** A number below all that a network computes with: what a maximum takes padding for. Unlike −∞ it can be multiplied by 0. */
export const lowest = -3.4e38;

/** A window that walks over the time steps, or over the one spatial dimension, of an activation. */
export interface SlidingWindow {
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  readonly padding: z.infer<typeof causalPaddingOption>;
  /** What lies beyond the edges. */
  readonly fill: number | EdgeRule;
  /** What the op that walks takes its own padding for: as long as this is `fill`, padding costs nothing. */
  readonly ownFill: number;
}

/** What the op walks over: the array, padded as far as the op cannot pad it itself, and the steps that are left to the op. */
export interface Walked {
  readonly value: Value;
  readonly before: number;
  readonly after: number;
  /** The lengths of the results, where the batch is padded. */
  readonly lengths?: Value;
}

/** The axis that a one-dimensional window walks along: time in CBT, the spatial dimension in SCB and SCBT. */
const axis = 2;

/**
 * Prepares an activation for a walk along its time steps (CBT) or its spatial dimension (SCB, SCBT), so that every sequence of a padded
 * batch gives what it gives alone: beyond its own end it sees padding of the window, not of the batch.
 */
export function walked(x: Activation, window: SlidingWindow): Walked {
  requireOneDimension(x);
  const own: Activation = x.format === "CBT" ? x : { value: x.value, format: x.format };
  const result =
    window.padding === "same" && window.stride > 1 ? walkedBySteps(own, window) : walkedWithin(own, window, sizes(window));
  requireSteps(x, window, result);
  const lengths = x.format === "CBT" ? result.lengths : x.lengths;
  return { ...result, lengths };
}

/** The number of elements from the first to the last that a window sees. */
function spanOf({ size, dilation }: SlidingWindow): number {
  return (size - 1) * dilation + 1;
}

/** The padding where it does not depend on the length. */
function sizes(window: SlidingWindow): readonly [before: number, after: number] {
  const reach = spanOf(window) - 1;
  if (window.padding === "causal") return [reach, 0];
  if (window.padding === "same") return [Math.floor(reach / 2), Math.ceil(reach / 2)];
  return typeof window.padding === "number" ? [window.padding, window.padding] : window.padding;
}

function walkedWithin(x: Activation, window: SlidingWindow, [before, after]: readonly [number, number]): Walked {
  const { stride, fill, ownFill } = window;
  const surplus = before + after - spanOf(window);
  // ⌊(length + surplus) / stride⌋ + 1, written so that nothing negative is divided
  const lengths = x.lengths && (stride === 1 && surplus === -1 ? x.lengths : quotient(add(x.lengths, surplus + stride), stride));
  if (before === 0 && after === 0) return { value: x.value, before, after, lengths };
  if (typeof fill !== "number") {
    const value = continued(x, before, addDims(x.value.shape[axis], before + after), fill);
    return { value, before: 0, after: 0, lengths };
  }
  // Without padding on the right no window of a real step reaches past the end of its sequence.
  const value = after > 0 ? filled(x, fill) : x.value;
  return fill === ownFill
    ? { value, before, after, lengths }
    : { value: pad(value, axis, before, after, fill), before: 0, after: 0, lengths };
}

/** Padding "same" with a stride: how much there is on the left depends on the length, of each sequence by itself. */
function walkedBySteps(x: Activation, window: SlidingWindow): Walked {
  const { stride, fill, ownFill } = window;
  const span = spanOf(window);
  const length = x.value.shape[axis];
  const whole = addDims(multiplyDims(addDims(ceilDivide(length, stride), -1), stride), span);
  const lengths = x.lengths && quotient(add(x.lengths, stride - 1), stride);
  const missing = subtractDims(whole, length);
  const before = floorDivide(span >= stride ? missing : maxDims(missing, 0), 2);
  if (x.lengths) {
    const own = subtract(add(multiply(subtract(lengths!, 1), stride), span), x.lengths);
    const left = perObservation(quotient(maximum(own, 0), 2), x.value);
    return { value: continued(x, left, whole, fill), before: 0, after: 0, lengths };
  }
  if (typeof fill !== "number") return { value: continued(x, before, whole, fill), before: 0, after: 0 };
  const after = subtractDims(missing, before);
  const native = typeof before === "number" && typeof after === "number" && after >= 0 && fill === ownFill;
  return native ? { value: x.value, before, after } : { value: pad(x.value, axis, before, after, fill), before: 0, after: 0 };
}

/** The array with `fill` after the end of each sequence. */
function filled(x: Activation, fill: number): Value {
  const real = realSteps(x);
  if (!real) return x.value;
  return fill === 0 ? withZeroPadding(x).value : select(real, x.value, fill);
}

/** The array from `before` steps ahead of its first, `length` steps long, continued beyond both edges of each sequence. */
function continued(x: Activation, before: Dim | Value, length: Dim, fill: number | EdgeRule): Value {
  const shape = x.value.shape;
  const steps = reshape(
    range(length),
    shape.map((_, i) => (i === axis ? length : 1)),
  );
  const shift = isValue(before) ? before : sizeValue(before, "int64");
  const place = subtract(steps, shift);
  const count = x.lengths ? perObservation(x.lengths, x.value) : sizeValue(shape[axis], "int64");
  const index = expand(
    source(place, count, fill),
    shape.map((d, i) => (i === axis ? length : d)),
  );
  const moved = gatherAlong(x.value, index, axis);
  if (typeof fill !== "number") return moved;
  const outside = less(place, 0);
  return select(outside, fill, select(less(place, count), moved, fill));
}

/** Where the element at `place` of a sequence of `count` elements is taken from; within the sequence for any place. */
function source(place: Value, count: Value, fill: number | EdgeRule): Value {
  if (fill === "symmetric-include-edge") {
    const period = multiply(count, 2);
    const at = remainder(place, period);
    return select(less(at, count), at, subtract(subtract(period, 1), at));
  }
  if (fill === "symmetric-exclude-edge") {
    const period = maximum(subtract(multiply(count, 2), 2), 1);
    const at = remainder(place, period);
    return select(less(at, count), at, subtract(period, at));
  }
  return minimum(maximum(place, 0), subtract(count, 1));
}

function isValue(x: Dim | Value): x is Value {
  return typeof x === "object" && "op" in x;
}

function requireOneDimension(x: Activation): void {
  if (x.format === "CBT" || x.format === "SCB" || x.format === "SCBT") return;
  const fix =
    x.format === "CB"
      ? "Put it before the layer that removes the time steps."
      : "Use a layer for as many dimensions as the data has.";
  throw new LayerGraphError(
    "wrong-format",
    `received ${printSizes(x)}, expected a format with time steps or one spatial dimension (CBT, SCB or SCBT). ${fix}`,
    { received: printSizes(x), expected: "CBT, SCB or SCBT", fix },
  );
}

function requireSteps(x: Activation, window: SlidingWindow, { value, before, after }: Walked): void {
  const span = spanOf(window);
  const steps = { stride: window.stride, dilation: window.dilation, before, after };
  const length = slid(value.shape[axis], window.size, steps);
  if (typeof length !== "number" || length >= 1) return;
  const fix = 'Use a smaller filter or pool, or padding: "same".';
  throw new LayerGraphError(
    "too-short",
    `received ${printSizes(x)}: ${x.value.shape[axis]} steps are fewer than the ${span} that one window covers. ${fix}`,
    { received: `${x.value.shape[axis]} steps`, expected: `at least ${span - before - after} steps`, fix },
  );
}
