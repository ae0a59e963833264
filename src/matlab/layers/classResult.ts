import type { Activation, WholeResult } from "../../layer.ts";
import { multiplyDims, type Value as Op, reshape, sameDim } from "../../ops/index.ts";
import type { ObjectValue, Value } from "../values/value.ts";
import { inputValues, type LayerObject, outputOf, tracedMethodCall, withArrays } from "./methodTracing.ts";
import { type InnerArrays, type InnerNetwork, innerNetwork, innerNetworkValue } from "./nestedNetworks.ts";
import { namesProperty, propertiesOf, propertiesWith } from "./objectProperties.ts";
import type { DrawRandom } from "./traceContext.ts";
import { asFloat, storedLearnable, type TracedArray } from "./tracedArray.ts";

/** What a method of a class is traced with. */
export interface ClassArguments {
  readonly inputs: readonly Activation[];
  readonly learnables: Readonly<Record<string, Op>>;
  readonly state: Readonly<Record<string, Op>>;
  readonly random: DrawRandom;
  /** Where the arrays of inner networks come from. */
  readonly inner: Pick<InnerArrays, "learnable" | "state">;
}

/** The networks among the properties. */
export function innerNetworks(object: ObjectValue): InnerNetwork[] {
  const names = object.definition.properties.map(({ name }) => name);
  return names.flatMap((name) => innerNetwork(name, propertiesOf(object).get(name)) ?? []);
}

/** The names of the states that are arrays of the class itself. */
export function ownStates(object: ObjectValue): string[] {
  return propertiesWith(object, "state").filter((name) => !innerNetwork(name, propertiesOf(object).get(name)));
}

/** What `predict` or `forward` computes: the outputs, and the new states of the class and of the networks inside. */
export function tracedResult(layer: LayerObject, method: string, args: ClassArguments): WholeResult {
  const { object } = layer;
  const states = ownStates(object);
  const newInner: Record<string, Op> = {};
  const results = tracedCall(layer, method, states.length, { args, newInner });
  const count = results.length - states.length;
  const outputs = results.slice(0, count).map((result) => outputOf(object, result, args.inputs));
  const newStates = states.map((name, i) => [name, storedState(results[count + i], args.state[name])] as const);
  return { outputs, state: { ...newInner, ...Object.fromEntries(newStates) } };
}

/** The outputs of a method, and `extra` results behind them. */
export function tracedCall(
  layer: LayerObject,
  method: string,
  extra: number,
  { args, newInner }: { readonly args: ClassArguments; readonly newInner: Record<string, Op> },
): TracedArray[] {
  const running = runningObject(layer, args, newInner);
  const count = namesProperty(layer.object, "OutputNames").length || 1;
  return tracedMethodCall(running, method, inputValues(layer.object, args.inputs), count + extra, args.random);
}

/** The object as its methods see it: with the arrays of the network. */
export function runningObject(layer: LayerObject, args: ClassArguments, newInner: Record<string, Op>): LayerObject {
  const { object } = layer;
  const arrays: InnerArrays = {
    ...args.inner,
    random: args.random,
    newState: (name, value) => {
      newInner[name] = value;
    },
  };
  const own = { ...ownArrays(args.learnables), ...ownArrays(args.state) };
  const networks = innerNetworks(object).map((network): [string, Value] => [network.name, innerNetworkValue(network, arrays)]);
  return { ...layer, object: withArrays(object, own, new Map(networks)) };
}

/** The arrays of the class itself, not of the networks inside. */
function ownArrays(arrays: Readonly<Record<string, Op>>): Record<string, Op> {
  return Object.fromEntries(Object.entries(arrays).filter(([name]) => !name.includes("/")));
}

/** A new state in the shape in which the network keeps it. */
function storedState(result: TracedArray, given: Op | undefined): Op {
  const value = asFloat(storedLearnable(result));
  const fits = given && sameDim(multiplyDims(...value.shape), multiplyDims(...given.shape));
  return fits ? reshape(value, given.shape) : value;
}
