import type { LayerState } from "../layer.ts";
import { input, symbol, type Value } from "../ops/index.ts";
import type { TracedNetwork } from "./forward.ts";
import type { ArraySource, PackedArray, PackedStates } from "./parameters.ts";

/** A state of a network of which each observation has its own. */
export type ObservationState = PackedArray<LayerState>;

/** The states of a network of which each observation has its own. */
export function observationStates({ arrays }: PackedStates): ObservationState[] {
  return arrays.filter(({ spec }) => spec.perObservation);
}

/** The arrays of another source, but of each state per observation one for each, fed under its `layer/name`: [batch, …]. */
export function carriedSource(states: readonly ObservationState[], others: ArraySource): ArraySource {
  const fed = new Map(states.map(({ key, shape }) => [key, input(key, [symbol("batch"), ...shape.slice(1)])]));
  return (key, shape) => fed.get(key) ?? others(key, shape);
}

/** The outputs of a plan that tell the new states of the observations, by `newStateName`. */
export function carriedOutputs(states: readonly ObservationState[], newStates: TracedNetwork["newStates"]) {
  const after = states.flatMap(({ key }): [string, Value][] => {
    const value = newStates.get(key);
    return value ? [[newStateName(key), value]] : [];
  });
  return Object.fromEntries(after);
}

/** The name of a plan's output for the new value of a state per observation; a layer's name cannot begin with a slash. */
export function newStateName(key: string): string {
  return `${newState}${key}`;
}

/** Whether an output of a plan is the new value of a state per observation. */
export function isNewState(name: string): boolean {
  return name.startsWith(newState);
}

const newState = "/new/";
