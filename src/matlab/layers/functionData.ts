import type { Activation } from "../../layer.ts";
import { multiplyDims, type Value as Op, reshape } from "../../ops/index.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Call, Value } from "../values/value.ts";
import { fromActivation, toActivation } from "./activations.ts";
import { knownText, type Parted, parted } from "./functionArguments.ts";
import { tracedFrom } from "./operators.ts";
import { plainNumbers, plainTexts } from "./plainValues.ts";
import { formatted } from "./sizeFunctions.ts";
import {
  asFloat,
  numeric,
  type PaddedSteps,
  permuted,
  storedLearnable,
  TracedArray,
  tracedOf,
  unlabelled,
} from "./tracedArray.ts";

/** The first argument of a function, with labels, and what else it was given. */
export interface Data {
  readonly array: TracedArray;
  readonly kept: { readonly labels?: string; readonly steps?: PaddedSteps };
  /** The array as an activation, made where it is asked for. */
  readonly activation: Activation;
  readonly given: readonly Value[];
  /** The options but `DataFormat`, named as the functions of this library name them. */
  readonly options: Record<string, never>;
  readonly parted: Parted;
  /** The result as the caller expects it: without labels, its dimensions in the order of `DataFormat`, where that was given. */
  readonly back: (y: TracedArray) => TracedArray;
}

/** The first argument of a function as it is labelled, its other arguments, and its options by the given names. */
export function dataOf(call: Call, names: readonly string[]): Data {
  const found = parted(call, names);
  const format = found.options.get("DataFormat");
  const given = tracedFrom(found.positional[0], call.name);
  const array = format ? formatted(unlabelled(given), format) : given;
  const labels = array.labels;
  return {
    array,
    kept: { ...(labels !== undefined && { labels }), ...(array.steps && { steps: array.steps }) },
    get activation() {
      return toActivation(array, call.name);
    },
    given: found.positional.slice(1),
    options: optionsOf(found) as Record<string, never>,
    parted: found,
    back: (y) => (format ? inOrderOf(y, knownText(format, "DataFormat")) : y),
  };
}

/** An array with labels as one without, its dimensions in the order in which a format names them; further ones come behind. */
function inOrderOf(y: TracedArray, format: string): TracedArray {
  const labels = [...(y.labels ?? "")];
  const taken = new Set<number>();
  const order = [...format].flatMap((label) => {
    const d = labels.findIndex((each, i) => each === label && !taken.has(i));
    if (d < 0) return [];
    taken.add(d);
    return [d];
  });
  const rest = Array.from({ length: y.rank }, (_, d) => d).filter((d) => !taken.has(d));
  return permuted(y, [...order, ...rest]);
}

function optionsOf({ options }: Parted): Record<string, unknown> {
  const entries = [...options].filter(([name]) => name !== "DataFormat");
  return Object.fromEntries(entries.map(([name, value]) => [name[0].toLowerCase() + name.slice(1), plainOption(name, value)]));
}

function plainOption(name: string, value: Value): unknown {
  const text = plainTexts(value);
  if (text?.length === 1) return text[0];
  const numbers = plainNumbers(value);
  if (numbers?.data.length === 1) return numbers.logical ? numbers.data[0] !== 0 : numbers.data[0];
  if (numbers) {
    const flat = Array.from(numbers.data);
    // Amounts of padding are [top left; bottom right] in MATLAB and [top, bottom, left, right] here: the memory order.
    return flat;
  }
  return tracedOf(value) ?? unusable(name);
}

function unusable(name: string): never {
  throw new ScriptError("layergraph:option", `The option ${name} must be text or numbers.`);
}

/** A result as an array with labels. */
export function labelled(y: Activation): TracedArray {
  return fromActivation(y);
}

/** A matrix as learnables lie. */
export function matrix(value: Value): Op {
  return asFloat(storedLearnable(tracedFrom(value)));
}

/** A column as learnables lie: `[1, n]`. */
export function column(value: Value): Op {
  const stored = matrix(value);
  return reshape(stored, [1, multiplyDims(...stored.shape)]);
}

/** Zeros, one for each output of a weight matrix. */
export function zeroBias(weights: Op): Op {
  return column({
    kind: "numeric",
    class: "double",
    size: [Number(weights.shape[1]), 1],
    data: new Float64Array(Number(weights.shape[1])),
  });
}

/** One number for each channel, in one dimension. */
export function perChannel(value: Value): Op {
  const stored = matrix(value);
  return reshape(stored, [multiplyDims(...stored.shape)]);
}

/** One number for each channel as a column. */
export function vector(value: Op): TracedArray {
  return new TracedArray(reshape(value, [1, multiplyDims(...value.shape)]), [1, 0]);
}

/** A state of a recurrent function: labelled, or one column for each observation. */
export function stateOf(value: Value): Activation | Op {
  const x = numeric(tracedFrom(value));
  if (x.labels !== undefined) return toActivation(x, "state");
  return matrix(value);
}

/** A state as the caller gave its first value: with or without labels. */
export function stateLike(state: Activation, given: Value): TracedArray {
  const y = fromActivation(state);
  return tracedOf(given)?.labels === undefined ? unlabelled(y) : y;
}
