import { internal } from "../errors.ts";
import { cast, type Dim, less, multiply, perObservation, printDims, range, reshape, scalar, type Value } from "../ops/index.ts";

/**
 * What the dimensions of an activation mean, in MATLAB's letters and order: S spatial, C channel, B batch, T time. Inside, arrays lie
 * as [B, C, S…, T] in row-major order (a `CBT` activation is `[batch, channels, time]`).
 */
export type Format = (typeof formats)[number];

/** All formats, shortest first. */
export const formats = ["CB", "CBT", "SCB", "SCBT", "SSCB", "SSCBT", "SSSCB", "SSSCBT"] as const;

/** One label of a format. */
export type Label = "S" | "C" | "B" | "T";

/** What flows between layers: an array whose dimensions have meanings. */
export interface Activation {
  readonly value: Value;
  readonly format: Format;
  /**
   * The number of real time steps of each observation, int64 [batch], in a batch of unequal lengths; the steps after them are padding.
   * Missing where no step is padding. Without time steps, as where these were folded into the observations: 1 for a real observation, 0 for
   * padding.
   */
  readonly lengths?: Value;
}

/** The format and sizes of an activation, without its values. */
export interface Layout {
  readonly format: Format;
  /** In the order [B, C, S…, T]. */
  readonly shape: readonly Dim[];
}

/** The format and sizes of an activation. */
export function layoutOf(x: Activation): Layout {
  return { format: x.format, shape: x.value.shape };
}

/** Which axis of [B, C, S…, T] carries the label: its first where there are several S; undefined if the format has none. */
export function axisOf(format: Format, label: Label): number | undefined {
  if (!format.includes(label)) return undefined;
  return { B: 0, C: 1, S: 2, T: format.length - 1 }[label];
}

/** The axes that carry any of the labels, ascending. */
export function axesOf(format: Format, ...labels: readonly Label[]): number[] {
  return internalLabels(format).flatMap((label, axis) => (labels.includes(label) ? [axis] : []));
}

/** The labels in the order the array lies in: B, C, S…, T. */
export function internalLabels(format: Format): Label[] {
  const spatial = [...format].filter((letter) => letter === "S");
  return ["B", "C", ...spatial, ...(format.includes("T") ? ["T"] : [])] as Label[];
}

/** The number of channels, which a layer needs to know before data arrives. */
export function channelsOf(layout: Layout): number {
  const channels = layout.shape[1];
  return typeof channels === "number" ? channels : internal(`the number of channels is ${channels}`);
}

/** The sizes as MATLAB prints them: `64(C) × 1(B) × 1(T)`; what depends on the data is written as it is given, 1 for both by default. */
export function printLayout(
  { format, shape }: Layout,
  print: (d: Dim) => string = (d) => (typeof d === "number" ? String(d) : "1"),
): string {
  const internalOrder = internalLabels(format);
  const used = new Array<boolean>(internalOrder.length).fill(false);
  return [...format]
    .map((label) => {
      const axis = internalOrder.findIndex((l, i) => l === label && !used[i]);
      used[axis] = true;
      return `${print(shape[axis])}(${label})`;
    })
    .join(" × ");
}

/** Sizes for an error message: `[batch, 64, time] (CBT)`. */
export function printSizes(x: Activation | Layout): string {
  const shape = "value" in x ? x.value.shape : x.shape;
  return `${printDims(shape)} (${x.format})`;
}

/** Truth values [batch, 1, …, time] that say which time steps (without time: which observations) are real; undefined where all are. */
export function realSteps(x: Activation): Value | undefined {
  const axis = axisOf(x.format, "T");
  if (!x.lengths) return undefined;
  if (axis === undefined) return less(scalar(0, "int64"), perObservation(x.lengths, x.value));
  const ones = new Array<number>(axis - 1).fill(1);
  const steps = reshape(range(x.value.shape[axis]), [1, ...ones, x.value.shape[axis]]);
  return less(steps, reshape(x.lengths, [x.value.shape[0], ...ones, 1]));
}

/** The activation with zeros at padded steps, which a layer that mixes time steps needs; itself where no step is padding. */
export function withZeroPadding(x: Activation): Activation {
  const real = realSteps(x);
  return real ? { ...x, value: multiply(x.value, cast(real, "float")) } : x;
}

/** The same format and lengths around another array. */
export function like(x: Activation, value: Value): Activation {
  return { ...x, value };
}
