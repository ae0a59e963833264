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
import { type Dimensions, requireDimensions } from "./dimensions.ts";
import { type Activation, printSizes, realSteps, withZeroPadding } from "./formats.ts";
import { type EdgeRule, type Padding, sidesOf } from "./windowOptions.ts";

/** A number below all that a network computes with: what a maximum takes padding for. Unlike −∞ it can be multiplied by 0. */
export const lowest = -3.4e38;

/** A window that walks along one dimension of an activation. */
export interface SlidingWindow {
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  readonly padding: Padding;
  /** What lies beyond the edges. */
  readonly fill: number | EdgeRule;
  /** What the op that walks takes its own padding for: as long as this is `fill`, padding costs nothing. */
  readonly ownFill: number;
}

/** What the op walks over: the array, padded as far as the op cannot pad it itself, and the padding that is left to the op. */
export interface Walked {
  readonly value: Value;
  /** For each window, in order. */
  readonly edges: readonly Edges[];
  /** The lengths of the results, where the batch is padded. */
  readonly lengths?: Value;
}

/** Padding at both ends of a dimension. */
export interface Edges {
  readonly before: number;
  readonly after: number;
}

/** One dimension of an array, and the lengths of the sequences along it where the batch is padded. */
interface Along {
  readonly value: Value;
  readonly axis: number;
  readonly lengths?: Value;
}

/** The same when it is ready to be walked along. */
type WalkedAlong = Edges & Pick<Along, "value" | "lengths">;

/**
 * Prepares an activation for a walk with one window over its time steps (CBT) or its spatial dimension (SCB, SCBT), or with two over its images
 * (SSCB, SSCBT), so that every sequence of a padded batch gives what it gives alone: beyond its own end it sees padding of the window, not
 * of the batch.
 */
export function walked(x: Activation, windows: readonly SlidingWindow[]): Walked {
  requireDimensions(x, windows.length as Dimensions);
  const overTime = x.format === "CBT";
  let value = x.value;
  let lengths = x.lengths;
  const edges = windows.map((window, i): Edges => {
    const along: Along = { value, axis: i + 2, ...(overTime && lengths && { lengths }) };
    const result =
      window.padding === "same" && window.stride > 1 ? walkedBySteps(along, window) : walkedWithin(along, window, sizes(window));
    requireSteps(x, along.axis, window, result);
    value = result.value;
    if (overTime) lengths = result.lengths;
    return { before: result.before, after: result.after };
  });
  return { value, edges, lengths };
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
  return sidesOf(window.padding);
}

function walkedWithin(x: Along, window: SlidingWindow, [before, after]: readonly [number, number]): WalkedAlong {
  const { stride, fill, ownFill } = window;
  const surplus = before + after - spanOf(window);
  // ⌊(length + surplus) / stride⌋ + 1, written so that nothing negative is divided
  const lengths = x.lengths && (stride === 1 && surplus === -1 ? x.lengths : quotient(add(x.lengths, surplus + stride), stride));
  if (before === 0 && after === 0) return { value: x.value, before, after, lengths };
  if (typeof fill !== "number") {
    const value = continued(x, before, addDims(x.value.shape[x.axis], before + after), fill);
    return { value, before: 0, after: 0, lengths };
  }
  // Without padding on the right no window of a real step reaches past the end of its sequence.
  const value = after > 0 ? filled(x, fill) : x.value;
  return fill === ownFill
    ? { value, before, after, lengths }
    : { value: pad(value, x.axis, before, after, fill), before: 0, after: 0, lengths };
}

/** Padding "same" with a stride: how much there is on the left depends on the length, of each sequence by itself. */
function walkedBySteps(x: Along, window: SlidingWindow): WalkedAlong {
  const { stride, fill, ownFill } = window;
  const span = spanOf(window);
  const length = x.value.shape[x.axis];
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
  return native ? { value: x.value, before, after } : { value: pad(x.value, x.axis, before, after, fill), before: 0, after: 0 };
}

/** The array with `fill` after the end of each sequence. */
function filled({ value, lengths }: Along, fill: number): Value {
  const sequences: Activation = { value, format: "CBT", lengths };
  const real = realSteps(sequences);
  if (!real) return value;
  return fill === 0 ? withZeroPadding(sequences).value : select(real, value, fill);
}

/** The array from `before` steps ahead of its first, `length` steps long, continued beyond both edges of each sequence. */
function continued({ value, axis, lengths }: Along, before: Dim | Value, length: Dim, fill: number | EdgeRule): Value {
  const shape = value.shape;
  const steps = reshape(
    range(length),
    shape.map((_, i) => (i === axis ? length : 1)),
  );
  const shift = isValue(before) ? before : sizeValue(before, "int64");
  const place = subtract(steps, shift);
  const count = lengths ? perObservation(lengths, value) : sizeValue(shape[axis], "int64");
  const index = expand(
    source(place, count, fill),
    shape.map((d, i) => (i === axis ? length : d)),
  );
  const moved = gatherAlong(value, index, axis);
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

function requireSteps(x: Activation, axis: number, window: SlidingWindow, { value, before, after }: WalkedAlong): void {
  const span = spanOf(window);
  const steps = { stride: window.stride, dilation: window.dilation, before, after };
  const length = slid(value.shape[axis], window.size, steps);
  if (typeof length !== "number" || length >= 1) return;
  const count = `${x.value.shape[axis]} ${x.format.startsWith("SS") ? ["rows", "columns"][axis - 2] : "steps"}`;
  const fix = 'Use a smaller filter or pool, or padding: "same".';
  throw new LayerGraphError(
    "too-short",
    `received ${printSizes(x)}: ${count} are fewer than the ${span} that one window covers. ${fix}`,
    { received: count, expected: `at least ${span - before - after}`, fix },
  );
}
