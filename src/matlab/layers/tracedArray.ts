import type { MatSize } from "../../data/matValues.ts";
import { cast, constant, type Dim, type Value as Op, reshape, sameDim, transpose } from "../../ops/index.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Value } from "../values/value.ts";

/** The numbers from `start` in equal steps: what a range of the script is, as long as it is not computed with. */
export interface Progression {
  readonly start: Dim;
  readonly step: number;
  readonly count: Dim;
}

/** How long the sequences of a padded batch are: int64 [batch], and the size of the dimension that is padded. */
export interface PaddedSteps {
  readonly lengths: Op;
  readonly time: Dim;
}

/**
 * An array that is being traced: MATLAB's dimensions, some of whose sizes may be known only when data arrives, around a value of the graph. The value may
 * lie in any order of axes, so that what keeps the places of elements costs nothing to turn around.
 */
export class TracedArray {
  readonly value: Op;
  /** The axis of `value` that holds each of MATLAB's dimensions: a permutation. */
  readonly axes: readonly number[];
  /** One label for each dimension in the order S, C, B, T, U; undefined for arrays without labels. */
  readonly labels: string | undefined;
  /** Set where the array was computed from a padded batch. */
  readonly steps: PaddedSteps | undefined;
  /** Set where the numbers are a range. */
  readonly progression: Progression | undefined;

  constructor(
    value: Op,
    axes: readonly number[],
    more: { readonly labels?: string; readonly steps?: PaddedSteps; readonly progression?: Progression } = {},
  ) {
    this.value = value;
    this.axes = axes;
    this.labels = more.labels;
    this.steps = more.steps;
    this.progression = more.progression;
  }

  /** The number of dimensions that the value has, ones at the end included. */
  get rank(): number {
    return this.axes.length;
  }
}

/** Whether a value is an array that is being traced. */
export function tracedOf(value: Value | ":"): TracedArray | undefined {
  return typeof value === "object" && value.kind === "host" && value.content instanceof TracedArray ? value.content : undefined;
}

/** The size along one dimension, counted from 0. */
export function dimOf(x: TracedArray, dimension: number): Dim {
  return dimension < x.rank ? x.value.shape[x.axes[dimension]] : 1;
}

/** MATLAB's size: ones at the end are left out unless they have a label. */
export function sizesOf(x: TracedArray): Dim[] {
  const all = x.axes.map((axis) => x.value.shape[axis]);
  while (all.length < 2) all.push(1);
  while (x.labels === undefined && all.length > 2 && all.at(-1) === 1) all.pop();
  return all;
}

/** The axes of a value in MATLAB's memory order: row-major with the size reversed. */
export function reversedAxes(rank: number): number[] {
  return Array.from({ length: rank }, (_, i) => rank - 1 - i);
}

/** An array whose value lies in MATLAB's memory order. */
export function fromStored(value: Op, labels?: string): TracedArray {
  return new TracedArray(value, reversedAxes(value.shape.length), { ...(labels !== undefined && { labels }) });
}

/** The value in MATLAB's memory order, with at least `rank` dimensions. */
export function stored(x: TracedArray, rank = 2): Op {
  const full = withRank(x, Math.max(rank, x.rank));
  return inLayout(full, reversedAxes(full.rank)).value;
}

/** The value in MATLAB's memory order without ones at the end, as learnables lie: at least two dimensions. */
export function storedLearnable(x: TracedArray): Op {
  const sizes = sizesOf(x);
  return reshape(stored(x), [...sizes].reverse());
}

const mostDimensions = 32;

/** The array with ones at the end until it has `rank` dimensions. */
export function withRank(x: TracedArray, rank: number): TracedArray {
  if (x.rank >= rank) return x;
  if (rank > mostDimensions)
    throw new ScriptError(
      "layergraph:dimension",
      `Dimension ${rank} of an array in a layer; there can be at most ${mostDimensions}.`,
    );
  const more = rank - x.rank;
  const value = reshape(x.value, [...x.value.shape, ...new Array<number>(more).fill(1)]);
  const axes = [...x.axes, ...Array.from({ length: more }, (_, i) => x.rank + i)];
  return new TracedArray(value, axes, { ...keptOf(x), ...(x.labels !== undefined && { labels: x.labels + "U".repeat(more) }) });
}

/** The same array with its value in another order of axes. */
export function inLayout(x: TracedArray, axes: readonly number[]): TracedArray {
  if (axes.every((axis, d) => axis === x.axes[d])) return x;
  const order = new Array<number>(axes.length);
  for (const [d, axis] of axes.entries()) order[axis] = x.axes[d];
  return new TracedArray(transpose(x.value, order), axes, keptOf(x));
}

/** The array with other elements in the same places; ranges are numbers then. */
export function withValue(x: TracedArray, value: Op): TracedArray {
  return new TracedArray(value, x.axes, keptOf(x));
}

/** Labels and steps of an array. */
export function keptOf({ labels, steps }: TracedArray): { labels?: string; steps?: PaddedSteps } {
  return { ...(labels !== undefined && { labels }), ...(steps && { steps }) };
}

/** The array as numbers of the graph: truth values and whole numbers become ordinary ones. */
export function numeric(x: TracedArray): TracedArray {
  return x.value.type === "float" ? x : withValue(x, cast(x.value, "float"));
}

/** The array as truth values. */
export function asFloat(value: Op): Op {
  return cast(value, "float");
}

/** The dimensions in another order: dimension i of the result is dimension `order[i]`, counted from 0. Nothing is moved. */
export function permuted(x: TracedArray, order: readonly number[]): TracedArray {
  const full = withRank(x, order.length);
  return new TracedArray(
    full.value,
    order.map((d) => full.axes[d]),
    { ...(full.steps && { steps: full.steps }) },
  );
}

/** The array without labels. */
export function unlabelled(x: TracedArray): TracedArray {
  return x.labels === undefined ? x : new TracedArray(x.value, x.axes, { ...(x.steps && { steps: x.steps }) });
}

/** The same elements in MATLAB's order under another size. */
export function resized(x: TracedArray, size: readonly Dim[]): TracedArray {
  const value = reshape(stored(x), [...size].reverse());
  return new TracedArray(value, reversedAxes(size.length), { ...(x.steps && { steps: x.steps }) });
}

/** An array of known numbers, column-major, with MATLAB's size. */
export function knownArray(size: MatSize, data: ArrayLike<number>, type: Op["type"] = "float"): TracedArray {
  return fromStored(constant(data, [...size].reverse(), type));
}

/** A scalar of the graph as an array. */
export function scalarArray(value: Op): TracedArray {
  return fromStored(reshape(value, [1, 1]));
}

/** Whether the size along a dimension is 1. */
export function isSingle(x: TracedArray, dimension: number): boolean {
  return dimOf(x, dimension) === 1;
}

/** Whether the array is a single number. */
export function isScalar(x: TracedArray): boolean {
  return x.value.shape.every((d) => d === 1);
}

/** Sizes as MATLAB's messages print them: `64×batch×time`. */
export function printSizesOf(x: TracedArray): string {
  const text = sizesOf(x).join("×");
  return x.labels === undefined ? text : `${text} (${x.labels})`;
}

/** Sizes that a message names do not fit. */
export function sizeError(message: string): ScriptError {
  return new ScriptError("MATLAB:sizeDimensionsMustMatch", message);
}

/** Whether two sizes are the same for all data. */
export function sameSizes(a: readonly Dim[], b: readonly Dim[]): boolean {
  const count = Math.max(a.length, b.length);
  return Array.from({ length: count }, (_, i) => i).every((i) => sameDim(a[i] ?? 1, b[i] ?? 1));
}
