import type { NetworkArrays } from "../network/network.ts";
import { newStateName } from "../plan/carried.ts";
import type { Tensors } from "../run/executor.ts";
import { elementCount, floats, type Tensor } from "../tensor.ts";

/** The states of observations whose sequences go on in another piece: each observation's own, and where it has none yet, the one it begins with. */
export class CarriedStates {
  readonly #beginning: NetworkArrays;
  readonly #own = new Map<string, Map<number, Float32Array>>();

  /** `beginning` are the states by `layer/name`, [1, …] for all observations or [observations, …]. */
  constructor(beginning: NetworkArrays) {
    this.#beginning = beginning;
    for (const key of beginning.keys()) this.#own.set(key, new Map());
  }

  /** The states of some observations, in this order, as a plan with carried states is fed them. */
  feeds(observations: Int32Array): Record<string, Tensor<"float32">> {
    return Object.fromEntries(
      [...this.#beginning].map(([key, { shape, data: first }]) => {
        const [rows, ...sizes] = shape;
        const count = elementCount(sizes);
        const own = this.#own.get(key)!;
        const data = new Float32Array(observations.length * count);
        for (const [row, observation] of observations.entries()) {
          const begin = rows === 1 ? 0 : observation * count;
          data.set(own.get(observation) ?? first.subarray(begin, begin + count), row * count);
        }
        return [key, floats([observations.length, ...sizes], data)];
      }),
    );
  }

  /** Takes over the new states of these observations from what a plan with carried states gave. */
  keep(observations: Int32Array, results: Tensors): void {
    for (const [key, own] of this.#own) {
      const states = results[newStateName(key)];
      if (!states) continue;
      const count = elementCount(states.shape.slice(1));
      const data = states.data as Float32Array;
      for (const [row, observation] of observations.entries()) own.set(observation, data.slice(row * count, (row + 1) * count));
    }
  }

  /** The states of all observations by `layer/name`, [observations, …]. */
  all(observations: number): NetworkArrays {
    return new Map(Object.entries(this.feeds(Int32Array.from({ length: observations }, (_, at) => at))));
  }
}
