import { type Activation, type Format, formats, internalLabels } from "../../layer.ts";
import { type Dim, type Value as Op, reshape, sameDim, transpose } from "../../ops/index.ts";
import { ScriptError } from "../values/scriptError.ts";
import { asFloat, dimOf, type PaddedSteps, permuted, printSizesOf, TracedArray, withRank } from "./tracedArray.ts";

/** An activation as an array with MATLAB's dimensions; nothing is moved. */
export function fromActivation(x: Activation, labelled = true): TracedArray {
  const order = internalLabels(x.format);
  const taken = new Set<number>();
  const axes = [...x.format].map((label) => {
    const axis = order.findIndex((each, i) => each === label && !taken.has(i));
    taken.add(axis);
    return axis;
  });
  return new TracedArray(x.value, axes, { ...(labelled && { labels: x.format }), ...stepsIn(x) });
}

function stepsIn(x: Activation): { steps?: PaddedSteps } {
  const time = stepsOf(x);
  return x.lengths && time !== undefined ? { steps: { lengths: x.lengths, time } } : {};
}

/** An array with labels as an activation; dimensions for channels and observations that it lacks are of size 1. */
export function toActivation(x: TracedArray, name: string): Activation {
  const labels = x.labels ?? "";
  if (labels === "") {
    throw new ScriptError(
      "deep:dlarray:FormatRequired",
      `${name}: the array has no labels. Make it with dlarray(X,format), or give DataFormat.`,
    );
  }
  const spatial = [...labels].filter((label) => label === "S").length;
  const format = `${"S".repeat(spatial)}CB${labels.includes("T") ? "T" : ""}` as Format;
  const unspecified = [...labels].some((label, d) => label === "U" && dimOf(x, d) !== 1);
  if (!formats.includes(format) || unspecified) {
    throw new ScriptError(
      "layergraph:format",
      `${name}: arrays of the format ${printSizesOf(x)} cannot be used here; there are ${formats.join(", ")}.`,
    );
  }
  const value = inOrder(x, labels, internalLabels(format));
  const padded = x.steps && format.includes("T") && sameDim(value.shape.at(-1)!, x.steps.time);
  return { value, format, ...(padded && { lengths: x.steps!.lengths }) };
}

/** The value with its axes in the order of the labels given; labels that it lacks become ones, and what is unspecified is left out. */
function inOrder(x: TracedArray, labels: string, order: readonly string[]): Op {
  let extra = x.rank;
  const missing = order.filter((label) => !labels.includes(label)).length;
  const full = withRank(new TracedArray(x.value, x.axes), x.rank + missing);
  const taken = new Set<number>();
  const axes = order.map((label) => {
    const d = [...labels].findIndex((each, i) => each === label && !taken.has(i));
    if (d < 0) return full.axes[extra++];
    taken.add(d);
    return full.axes[d];
  });
  const rest = full.axes.filter((axis) => !axes.includes(axis));
  const value = transpose(full.value, [...axes, ...rest]);
  return asFloat(reshape(value, value.shape.slice(0, order.length)));
}

/**
 * What a layer without labels returned, as an activation of the given format: its dimensions are those of the format in MATLAB's order, ones at the end
 * of the array included.
 */
export function inFormat(x: TracedArray, format: Format, name: string): Activation {
  const plain = new TracedArray(x.value, x.axes, x.steps ? { steps: x.steps } : {});
  const wide = withRank(plain, format.length);
  const beyond = Array.from({ length: wide.rank }, (_, d) => d).some((d) => d >= format.length && dimOf(wide, d) !== 1);
  if (beyond) {
    throw new ScriptError(
      "layergraph:format",
      `${name}: the output is ${printSizesOf(x)}, which has more dimensions than the format ${format} of the input. Let the class also derive from nnet.layer.Formattable and return an array with labels.`,
    );
  }
  const all = Array.from({ length: wide.rank }, (_, d) => d);
  const labelled = permuted(wide, all);
  const labels = format + "U".repeat(wide.rank - format.length);
  return toActivation(new TracedArray(labelled.value, labelled.axes, { labels, ...(x.steps && { steps: x.steps }) }), name);
}

/** The lengths of padded sequences where the steps are those of an input. */
export function withLengths(y: Activation, inputs: readonly Activation[]): Activation {
  const { lengths: _, ...bare } = y;
  const steps = stepsOf(y);
  if (steps === undefined) return bare;
  const source = inputs.find((x) => x.lengths && stepsOf(x) !== undefined && sameDim(stepsOf(x)!, steps));
  return source ? { ...bare, lengths: source.lengths! } : bare;
}

function stepsOf(x: Activation): Dim | undefined {
  return x.format.includes("T") ? x.value.shape.at(-1) : undefined;
}
