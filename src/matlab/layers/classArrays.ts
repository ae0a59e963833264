import { LayerGraphError } from "../../errors.ts";
import { storedShape } from "../../layer/apply.ts";
import type { Activation, LayerState, Layout, Learnable } from "../../layer.ts";
import { input } from "../../ops/index.ts";
import type { Tensor } from "../../tensor.ts";
import type { ObjectValue } from "../values/value.ts";
import { innerNetworks, ownStates, tracedCall } from "./classResult.ts";
import { callMethod, type LayerObject } from "./methodTracing.ts";
import { type InnerNetwork, innerNetwork } from "./nestedNetworks.ts";
import { arrayProperty, propertiesOf, propertiesWith } from "./objectProperties.ts";
import { storedLearnable } from "./tracedArray.ts";

/** What a class has to learn and to keep for inputs of some sizes. */
export interface ClassArrays {
  readonly learnables: Readonly<Record<string, Learnable>>;
  readonly state: Readonly<Record<string, LayerState>>;
}

/** What an instance has after `initialize`; the arrays of inner networks, and which states belong to observations, are found by tracing `predict`. */
export function arraysOf(layer: LayerObject, inputs: readonly Layout[]): ClassArrays {
  const learnables = ownLearnables(layer.object);
  const states = Object.fromEntries(ownStates(layer.object).map((name) => [name, stateOf(layer, name)]));
  const networks = innerNetworks(layer.object);
  if (networks.length === 0 && Object.keys(states).length === 0) return { learnables, state: {} };
  const found = tried(layer, inputs, learnables, states);
  return {
    learnables: { ...learnables, ...withValues(found.learnables, networks, "learnables") },
    state: { ...found.own, ...withValues(found.states, networks, "states") },
  };
}

function ownLearnables(object: ObjectValue): Record<string, Learnable> {
  const names = propertiesWith(object, "learnable").filter((name) => !innerNetwork(name, propertiesOf(object).get(name)));
  return Object.fromEntries(
    names.map((name) => {
      const array = arrayProperty(propertiesOf(object).get(name));
      if (!array) throw noValue(object, "learnable", name, "Set it in the constructor or in initialize.");
      return [name, { size: array.size, initializer: () => array.data, given: array }];
    }),
  );
}

/** A state as the class sets it at first, or else in `resetState`. */
function stateOf(layer: LayerObject, name: string): LayerState {
  const { object } = layer;
  let array = arrayProperty(propertiesOf(object).get(name));
  if (!array && object.definition.methods.has("resetState")) {
    const [reset] = callMethod(layer, "resetState", [object], 1);
    if (reset?.kind === "object") array = arrayProperty(propertiesOf(reset).get(name));
  }
  if (!array) throw noValue(object, "state", name, "Set it in the constructor, in initialize or in resetState.");
  return { size: array.size, initial: 0, given: array };
}

function noValue(object: ObjectValue, kind: string, name: string, fix: string): LayerGraphError {
  const { className } = object;
  const value = propertiesOf(object).get(name);
  if (value?.kind === "unknown") {
    const message = `Class ${className}: the ${kind} property '${name}' is not known (${value.name}): ${value.reason}.`;
    return new LayerGraphError("matlab-class", message, { received: value.name });
  }
  return new LayerGraphError("matlab-class", `Class ${className}: the ${kind} property '${name}' has no value. ${fix}`, { fix });
}

/** `predict` traced once with arrays that stand for all of them. */
function tried(
  layer: LayerObject,
  inputs: readonly Layout[],
  learnables: Readonly<Record<string, Learnable>>,
  states: Readonly<Record<string, LayerState>>,
) {
  const found = { learnables: {} as Record<string, Learnable>, states: {} as Record<string, LayerState> };
  const placeholder = (name: string, { size }: { readonly size: readonly number[] }) => input(name, storedShape(size));
  const each = <T extends { readonly size: readonly number[] }>(specs: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, placeholder(name, spec)]));
  const results = tracedCall(layer, "predict", Object.keys(states).length, {
    args: {
      inputs: inputs.map(({ format, shape }): Activation => ({ format, value: input("x", shape) })),
      learnables: each(learnables),
      state: each(states),
      random: (shape) => input("random", shape),
      inner: {
        learnable: (name, spec) => {
          found.learnables[name] = spec;
          return placeholder(name, spec);
        },
        state: (name, spec) => {
          found.states[name] = spec;
          return placeholder(name, spec);
        },
      },
    },
    newInner: {},
  });
  const last = results.slice(results.length - Object.keys(states).length);
  const own = Object.entries(states).map(([name, spec], i): [string, LayerState] => {
    const [observations] = storedLearnable(last[i]).shape;
    const perObservation = typeof observations !== "number" && spec.size.at(-1) === 1;
    return [name, perObservation ? { ...spec, perObservation } : spec];
  });
  return { ...found, own: Object.fromEntries(own) };
}

/** The specifications with the values that the networks inside have. */
function withValues<Spec extends Learnable | LayerState>(
  specs: Readonly<Record<string, Spec>>,
  networks: readonly InnerNetwork[],
  kind: "learnables" | "states",
): Record<string, Spec> {
  const values = new Map<string, Tensor>(
    networks.flatMap(({ name, [kind]: own }) =>
      [...(own ?? [])].map(([key, value]): [string, Tensor] => [`${name}/${key}`, value]),
    ),
  );
  return Object.fromEntries(
    Object.entries(specs).map(([name, spec]): [string, Spec] => {
      const value = values.get(name);
      const given = value && { size: [...value.shape].reverse(), data: Float64Array.from(value.data, Number) };
      return [name, given ? { ...spec, given } : spec];
    }),
  );
}
