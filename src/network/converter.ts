import { applyLayer, storedShape } from "../layer/apply.ts";
import { type Activation, type AnyLayerDefinition, layerFrom } from "../layer.ts";
import { type Dim, input, sameDims } from "../ops/index.ts";
import { elementCount } from "../tensor.ts";
import { builtInDefinitions } from "./registry.ts";

const found = new Map<string, string | undefined>();

/**
 * The call that makes the layer with the fewest learnables that brings an activation to the given number of channels and changes nothing
 * else, such as `convolution1dLayer(1, 64)`; undefined where no layer of the library does. Candidates are tried, so the answer works.
 */
export function converterTo(x: Activation, channels: Dim): string | undefined {
  if (typeof channels !== "number") return undefined;
  const key = `${x.format} ${x.value.shape.join(",")} ${channels}`;
  if (!found.has(key)) found.set(key, tried(x, channels));
  return found.get(key);
}

function tried(x: Activation, channels: number): string | undefined {
  const candidates = [...builtInDefinitions.values()].flatMap((definition) => candidateFor(definition, x, channels));
  const best = candidates.reduce<Candidate | undefined>(
    (least, c) => (least && least.learnables <= c.learnables ? least : c),
    undefined,
  );
  return best?.call;
}

interface Candidate {
  readonly call: string;
  readonly learnables: number;
}

/** The layer with its last positional option set to the channels and the one before it, if any, to 1: if it does what is wanted. */
function candidateFor(definition: AnyLayerDefinition, x: Activation, channels: number): Candidate[] {
  const names = definition.positional ?? [];
  if (names.length === 0 || names.length > 2 || definition.input || definition.loss) return [];
  const values = [1, channels].slice(-names.length);
  const layer = layerFrom(definition, Object.fromEntries(names.map((name, i) => [name, values[i]])));
  if (layer.problems.length > 0 || layer.inputNames.length !== 1 || layer.outputNames.length !== 1) return [];
  try {
    const placeholder = (name: string, spec: { readonly size: readonly number[] }) => input(name, storedShape(spec.size));
    const random = (shape: readonly Dim[]) => input("random", shape);
    const applied = applyLayer(layer, [x], { training: false, learnable: placeholder, state: placeholder, random });
    const [y] = applied.outputs;
    if (y.format !== x.format || !sameDims(y.value.shape, x.value.shape.with(1, channels))) return [];
    const learnables = Object.values(applied.learnables).reduce((count, { size }) => count + elementCount(size), 0);
    return learnables > 0 ? [{ call: `${definition.type}(${values.join(", ")})`, learnables }] : [];
  } catch {
    return [];
  }
}
