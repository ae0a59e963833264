import { LayerGraphError } from "../errors.ts";
import { DlNetwork, dlnetwork, isNetwork } from "../network/dlnetwork.ts";
import type { NetworkArrays } from "../network/network.ts";
import { expand, printDims, sameDims, type Value } from "../ops/index.ts";
import { dlfeval } from "./dlfeval.ts";
import type { SymbolicArrays } from "./symbolicNetwork.ts";
import type { Updatable, Updated } from "./updates.ts";

type ArrayFunction = (array: Value, ...others: readonly Value[]) => Value;
type ArraysFunction = (arrays: SymbolicArrays, others: readonly SymbolicArrays[]) => SymbolicArrays;

/** The function over all arrays for each function over one, so that it is compiled once. */
const known = new WeakMap<ArrayFunction, ArraysFunction>();

/**
 * A network, or arrays by name, with a function applied to each learnable; further arrays by name (gradients, learnables) give it further
 * arguments. The function computes with ops, and is traced once for each network; what it takes from outside stays as it was then.
 *
 * @example gradients = await dlupdate((g, w) => ops.add(g, ops.multiply(w, 1e-4)), gradients, net.learnables); // L2 regularization
 * @throws LayerGraphError `missing-array`, `wrong-size`, and those of `dlfeval`
 * @see MATLAB dlupdate
 */
export async function dlupdate<P extends Updatable>(
  update: ArrayFunction,
  net: P,
  ...others: readonly NetworkArrays[]
): Promise<Updated<P>> {
  const arrays: NetworkArrays = isNetwork(net) ? net.learnables : net;
  if (typeof update !== "function")
    throw new LayerGraphError("not-a-function", "dlupdate: the first argument must be a function.");
  for (const key of arrays.keys()) {
    if (others.some((other) => !other.has(key))) {
      throw new LayerGraphError("missing-array", `dlupdate: one of the further arguments has nothing for '${key}'.`, {
        received: key,
      });
    }
  }
  const applied = known.get(update) ?? overAll(update);
  known.set(update, applied);
  const updated = await dlfeval(applied, arrays, others);
  return (isNetwork(net) ? new DlNetwork({ ...dlnetwork(net).parts(), learnables: updated }) : updated) as Updated<P>;
}

function overAll(update: ArrayFunction): ArraysFunction {
  return function dlupdate(arrays, others) {
    return new Map(
      [...arrays].map(([key, array]) => {
        const result = update(array, ...others.map((other) => other.get(key)!));
        if (sameDims(result.shape, array.shape)) return [key, result];
        if (result.shape.length === 0) return [key, expand(result, array.shape)];
        const [received, expected] = [printDims(result.shape), printDims(array.shape)];
        throw new LayerGraphError("wrong-size", `dlupdate: the function gave ${received} for '${key}', expected ${expected}.`, {
          received,
          expected,
        });
      }),
    );
  };
}
