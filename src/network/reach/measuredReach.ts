import type { LayerReach, Reach } from "../../layer/reach.ts";
import { type AnyLayerDefinition, layoutOf } from "../../layer.ts";
import { type Dim, type Numeric, sizeOfDim, symbolsOf } from "../../ops/index.ts";
import { layerOperations } from "../costs/operations.ts";
import { layerKey } from "../layerKey.ts";
import type { TracedLayer } from "../trace.ts";
import { Sightings } from "./sightings.ts";
import { stepsOf } from "./steps.ts";
import { changedOutputs, differences, type Numbers, stepAxis, type Trial, trialOf } from "./trial.ts";

/** The lengths that a layer is tried with, one after the other, until two of them agree. */
const lengths = [9, 23, 64, 160, 400];

/** A reach that goes to the edges of sequences as long as this is taken to go to the edges of all. */
const longEnough = 64;

/** Beyond so many operations a length is not tried. */
const mostOperations = 3e7;

/** As many are spent also where two lengths have agreed: a longer one may show what reaches beyond both. */
const fewOperations = 1e6;

const known = new WeakMap<AnyLayerDefinition, Map<string, LayerReach | undefined>>();

/**
 * How far a layer that declares nothing reaches along time: it is run by itself on random numbers, and one step of one input after the other is changed
 * (a little and a lot, up and down, and to no number at all, which spreads to all that is computed from it). Undefined where it cannot be run so,
 * or where this would take too long.
 */
export function measuredReach(traced: TracedLayer): LayerReach | undefined {
  const { layer, inputs } = traced;
  const ofKind = known.get(layer.definition) ?? new Map<string, LayerReach | undefined>();
  known.set(layer.definition, ofKind);
  const key = layerKey(layer, inputs.map(layoutOf));
  if (!ofKind.has(key)) ofKind.set(key, measuredAnew(traced));
  return ofKind.get(key);
}

function measuredAnew(traced: TracedLayer): LayerReach | undefined {
  for (const numbers of ["any", "positive", "indices"] as const) {
    try {
      return measuredOn(traced, numbers);
    } catch (error) {
      // Such numbers are none that it can compute with: an index behind the end of a table, the logarithm of a negative number.
      if (!(error instanceof Error)) throw error;
    }
  }
  return undefined;
}

function measuredOn(traced: TracedLayer, numbers: Numbers): LayerReach | undefined {
  const pairs = traced.outputs.map((y) => traced.inputs.map((x) => new Sightings(stepsOf(x), stepsOf(y), longEnough)));
  const all = pairs.flat();
  const times = new Set(traced.inputs.flatMap((x) => [...symbolsOf(stepsOf(x) ?? 0)]).filter((name) => name !== "batch"));
  for (const length of lengths) {
    const symbols = { batch: 1, ...Object.fromEntries([...times].map((name) => [name, length])) };
    const size = (dim: Dim): number => sizeOfDim(dim, symbols);
    if (all.some((pair) => pair.lacksSteps(size))) continue;
    const operations = layerOperations(traced, size) * triesAt(length);
    if (operations > mostOperations || (operations > fewOperations && all.every((pair) => pair.isSettled))) break;
    tryLength(traced, pairs, length, trialOf(traced, symbols, numbers, length));
    for (const pair of all) pair.endLength();
  }
  const reach = pairs.map((row) => row.map((pair): Reach | undefined => pair.reach));
  if (reach.flat().includes(undefined)) return undefined;
  return { reach: reach as Reach[][] };
}

/** Changes one step of one input after the other. */
function tryLength(traced: TracedLayer, pairs: readonly (readonly Sightings[])[], length: number, trial: Trial): void {
  if (trial.base.some(({ data }) => data.some(Number.isNaN))) throw new Error("no numbers come out");
  traced.inputs.forEach((x, k) => {
    const dim = stepsOf(x);
    if (dim === undefined) return;
    const steps = trial.size(dim);
    for (const step of stepsTried(steps)) {
      for (const change of changes(length)) {
        const effects = effectsOf(trial, k, step, change);
        if (effects === undefined) continue;
        const isNumber = !Number.isNaN(change(0));
        pairs.forEach((row, i) => void row[k].see(step, steps, effects[i], isNumber));
      }
    }
  });
}

/** How much each step of each output changes; undefined where what is no number cannot be computed with. */
function effectsOf(trial: Trial, input: number, step: number, change: (x: number) => number): Float64Array[] | undefined {
  const compared = (after: readonly Numeric[]): Float64Array[] =>
    trial.base.map((before, i) => {
      const y = trial.traced.outputs[i];
      return differences(before, after[i], stepsOf(y) === undefined ? undefined : stepAxis(y));
    });
  try {
    return compared(changedOutputs(trial, input, step, change));
  } catch (error) {
    if (Number.isNaN(change(0))) return undefined;
    throw error;
  }
}

/** All steps of a short sequence; of a long one the first, the last and those in the middle, so that a stride does not step over all. */
function stepsTried(count: number): number[] {
  const all = Array.from({ length: count }, (_, i) => i);
  const [middle, around] = [Math.floor(count / 2), count < 100 ? 2 : 0];
  return count <= 12 ? all : all.filter((i) => i === 0 || i === count - 1 || Math.abs(i - middle) <= around);
}

/** How a number is changed: to none, a lot and a little, up and down. */
function changes(length: number): readonly ((x: number) => number)[] {
  const most = [() => Number.NaN, (x: number) => x + 8];
  if (length >= 100) return most;
  const more = [...most, (x: number) => x - 8];
  return length > 12 ? more : [...more, (x: number) => x + 0.25, (x: number) => x - 0.25];
}

function triesAt(length: number): number {
  return stepsTried(length).length * changes(length).length;
}
