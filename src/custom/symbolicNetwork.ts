import { LayerGraphError } from "../errors.ts";
import { perObservation } from "../network/dlnetwork.ts";
import type { LayerGraph } from "../network/layerGraph.ts";
import { printDims, sameDims, type Value } from "../ops/index.ts";

/** Arrays of a network, or their gradients, in a traced function: by `layer/parameter`. */
export type SymbolicArrays = ReadonlyMap<string, Value>;

/**
 * A network in a function that `dlfeval` calls: what `forward` and `predict` take there. `dlgradient(loss, net.learnables)` gives the
 * gradients.
 */
export class SymbolicNetwork {
  readonly graph: LayerGraph;
  readonly learnables: SymbolicArrays;
  readonly states: SymbolicArrays;

  constructor(graph: LayerGraph, learnables: SymbolicArrays, states: SymbolicArrays) {
    this.graph = graph;
    this.learnables = learnables;
    this.states = states;
  }

  /** The network with other values: `states` as `forward` returned them, or `learnables`. Arrays that are not named stay. */
  with({ learnables, states }: { readonly learnables?: SymbolicArrays; readonly states?: SymbolicArrays }): SymbolicNetwork {
    return new SymbolicNetwork(
      this.graph,
      replaced(this.learnables, learnables),
      replaced(this.states, states, perObservation(this.graph)),
    );
  }
}

function replaced(
  arrays: SymbolicArrays,
  changes: SymbolicArrays | undefined,
  anyNumber: ReadonlySet<string> = new Set(),
): SymbolicArrays {
  for (const [key, value] of changes ?? []) {
    const there = arrays.get(key);
    const fixed = anyNumber.has(key) ? 1 : 0;
    if (there?.shape.length === value.shape.length && sameDims(there.shape.slice(fixed), value.shape.slice(fixed))) continue;
    const expected = there ? printDims(there.shape) : "nothing";
    const message = `'${key}' was given ${printDims(value.shape)}, but the network has ${expected} there.`;
    throw new LayerGraphError("wrong-size", message, { received: printDims(value.shape), expected });
  }
  return changes ? new Map([...arrays].map(([key, value]) => [key, changes.get(key) ?? value])) : arrays;
}
