import type { Network, NetworkArrays } from "../../network/network.ts";
import { constant, type Value as Op } from "../../ops/index.ts";

/** The learnables and states of a network as values of a graph, by `layer/parameter`. */
export interface NetworkConstants {
  readonly learnables: ReadonlyMap<string, Op>;
  readonly states: ReadonlyMap<string, Op>;
}

const known = new WeakMap<Network, NetworkConstants>();

/**
 * The arrays of a network as constants. Each network has them once, so that a loss that `forward` computed from them can be differentiated by those that
 * `net.Learnables` gives.
 */
export function constantsOf(net: Network): NetworkConstants {
  const made = known.get(net) ?? { learnables: constants(net.learnables), states: constants(net.states) };
  known.set(net, made);
  return made;
}

function constants(arrays: NetworkArrays): ReadonlyMap<string, Op> {
  return new Map([...arrays].map(([key, { data, shape }]) => [key, constant(Float64Array.from(data), shape)]));
}
