import type { Value as Op } from "../../ops/index.ts";
import { inLayout, numeric, type PaddedSteps, TracedArray, withRank } from "./tracedArray.ts";

/** Operands whose values lie alike, dimension by dimension, so that they can be combined element by element; and how they lie. */
export interface Aligned {
  readonly values: readonly Op[];
  readonly axes: readonly number[];
  readonly labels?: string;
  readonly steps?: PaddedSteps;
}

const labelOrder = "SCBTU";

/**
 * Arrays brought to one order of axes and to the same dimensions: by labels where several have them, by place otherwise. Sizes are left as they are; ones
 * stretch where they are combined.
 */
export function aligned(arrays: readonly TracedArray[]): Aligned {
  const formats = arrays.flatMap(({ labels }) => (labels === undefined ? [] : [labels]));
  const labels = formats.length === 0 ? undefined : formats.reduce(union);
  const byLabel = labels === undefined ? arrays : arrays.map((x) => (x.labels === undefined ? x : spread(x, labels)));
  const rank = Math.max(...byLabel.map((x) => x.rank));
  const full = byLabel.map((x) => withRank(x, rank));
  const largest = byLabel.findIndex((x) => x.rank === rank);
  const { axes } = full[largest];
  const steps = arrays.find((x) => x.steps)?.steps;
  return {
    values: full.map((x) => inLayout(x, axes).value),
    axes,
    ...(labels !== undefined && { labels: labels + "U".repeat(rank - labels.length) }),
    ...(steps && { steps }),
  };
}

/** Arrays of numbers combined element by element. */
export function elementwise(combine: (...values: Op[]) => Op, arrays: readonly TracedArray[]): TracedArray {
  const { values, axes, labels, steps } = aligned(arrays.map(numeric));
  return new TracedArray(combine(...values), axes, { ...(labels !== undefined && { labels }), ...(steps && { steps }) });
}

/** The labels of two arrays together, each as often as the one has it that has it more often. */
function union(a: string, b: string): string {
  const count = (labels: string, label: string): number => [...labels].filter((each) => each === label).length;
  return [...labelOrder].map((label) => label.repeat(Math.max(count(a, label), count(b, label)))).join("");
}

/** An array with further labels, of size 1. */
function spread(x: TracedArray, labels: string): TracedArray {
  if (x.labels === labels) return x;
  const own = [...(x.labels ?? "")];
  const extra = labels.length - own.length;
  const full = withRank(new TracedArray(x.value, x.axes), own.length + extra);
  let unused = own.length;
  const taken = new Set<number>();
  const axes = [...labels].map((label) => {
    const at = own.findIndex((each, d) => each === label && !taken.has(d));
    if (at < 0) return full.axes[unused++];
    taken.add(at);
    return full.axes[at];
  });
  return new TracedArray(full.value, axes, { labels, ...(x.steps && { steps: x.steps }) });
}
