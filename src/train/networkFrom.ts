import type { Network, NetworkArrays } from "../network/network.ts";
import type { PackedArrays } from "../plan/parameters.ts";
import { floats, type Tensor } from "../tensor.ts";
import type { PreparedNetwork } from "./prepareNetwork.ts";

/** A network from flat vectors of its arrays. */
export function networkFrom(
  { graph, learnables, states }: Pick<PreparedNetwork, "graph" | "learnables" | "states">,
  arrays: { readonly learnables: Float32Array; readonly states: Float32Array },
  record?: Readonly<Record<string, unknown>>,
): Network {
  return {
    graph,
    learnables: unpacked(learnables, arrays.learnables),
    states: unpacked(states, arrays.states),
    ...(record && { record }),
  };
}

/** Arrays by `layer/name` cut out of a flat vector. */
export function unpacked({ arrays }: Pick<PackedArrays<unknown>, "arrays">, flat: Float32Array): NetworkArrays {
  return new Map<string, Tensor<"float32">>(
    arrays.map(({ key, shape, offset, count }) => [key, floats(shape, flat.slice(offset, offset + count))]),
  );
}
