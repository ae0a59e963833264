import type { Network, NetworkArrays } from "./network.ts";

/** One array of a network, as a row of MATLAB's table. */
export interface ArrayRow {
  readonly layer: string;
  /** `weights`, `bias`, … */
  readonly parameter: string;
  /** MATLAB's size and memory order (column-major). */
  readonly value: { readonly size: readonly number[]; readonly data: Float32Array };
}

/**
 * The learnables of a network as MATLAB's table `net.Learnables`: layer, parameter and value. `net.learnables` has the same arrays by
 * `layer/parameter`.
 *
 * @example for (const { layer, parameter, value } of learnablesTable(net)) console.log(layer, parameter, value.size.join("×"));
 * @see MATLAB dlnetwork, Learnables
 */
export function learnablesTable(net: Network): ArrayRow[] {
  return rowsOf(net.learnables);
}

/**
 * The states of a network (running statistics, recurrent states) as MATLAB's table `net.State`.
 *
 * @see MATLAB dlnetwork, State
 */
export function statesTable(net: Network): ArrayRow[] {
  return rowsOf(net.states);
}

function rowsOf(arrays: NetworkArrays): ArrayRow[] {
  return [...arrays].map(([key, { shape, data }]) => {
    const slash = key.indexOf("/"); // a layer's name has none
    return { layer: key.slice(0, slash), parameter: key.slice(slash + 1), value: { size: shape.toReversed(), data } };
  });
}
