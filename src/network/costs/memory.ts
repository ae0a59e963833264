import { applyLayer, storedShape } from "../../layer/apply.ts";
import { type AnyLayerDefinition, layoutOf } from "../../layer.ts";
import { ancestors, input, pulledBack, type Value, varyingValues } from "../../ops/index.ts";
import { inputKey } from "../graphState.ts";
import { layerKey } from "../layerKey.ts";
import type { TracedLayer } from "../trace.ts";
import type { Edge } from "../wiring.ts";
import { bytes, type SizeOf } from "./sizes.ts";

/** What one layer's backward pass needs of its forward pass. */
interface Kept {
  /** Which of its inputs and outputs. */
  readonly inputs: readonly boolean[];
  readonly outputs: readonly boolean[];
  /** What it computes on the way. */
  readonly inner: readonly Value[];
}

/** The memory of the activations of a network, by layer. */
export interface Memory {
  /** Of what each layer gives. */
  readonly given: ReadonlyMap<string, number>;
  /** Of what is kept of each layer until the backward pass has come to it: of its own outputs, and of what it computes on the way. */
  readonly kept: ReadonlyMap<string, number>;
  /** The most that is alive at once where the layers are computed one after the other and nothing is kept for longer than it is used. */
  readonly prediction: number;
}

/** Adds up the memory of all activations of traced layers, which are in the order of computing. */
export function memoryOf(layers: ReadonlyMap<string, TracedLayer>, edges: readonly Edge[], size: SizeOf): Memory {
  const given = new Map(
    [...layers].map(([name, { outputs }]) => [
      name,
      total(
        outputs.map((y) => y.value),
        size,
      ),
    ]),
  );
  return { given, kept: keptMemory(layers, edges, size), prediction: mostAlive([...layers.values()], size) };
}

function total(values: Iterable<Value>, size: SizeOf): number {
  return [...new Set(values)].reduce((sum, value) => sum + bytes(value, size), 0);
}

/** Values stay alive until the last layer that takes them has been computed; what nothing takes stays to the end. */
function mostAlive(layers: readonly TracedLayer[], size: SizeOf): number {
  const lastUse = new Map<Value, number>();
  layers.forEach(({ inputs }, i) => {
    for (const x of inputs) lastUse.set(x.value, i);
  });
  const ending = layers.map((): Value[] => []);
  for (const [value, i] of lastUse) ending[i].push(value);
  const alive = new Set<Value>();
  let [now, most] = [0, 0];
  layers.forEach(({ outputs }, i) => {
    for (const { value } of outputs) {
      if (alive.has(value)) continue;
      alive.add(value);
      now += bytes(value, size);
    }
    most = Math.max(most, now);
    for (const value of ending[i]) if (alive.delete(value)) now -= bytes(value, size);
  });
  return most;
}

function keptMemory(layers: ReadonlyMap<string, TracedLayer>, edges: readonly Edge[], size: SizeOf): Map<string, number> {
  const incoming = new Map(edges.map((edge) => [inputKey(edge.destination, edge.destinationPort), edge]));
  const keptValues = new Map([...layers.keys()].map((name) => [name, new Set<Value>()]));
  for (const [name, traced] of layers) {
    const { inputs, outputs, inner } = keptBy(traced);
    traced.layer.inputNames.forEach((port, i) => {
      const edge = incoming.get(inputKey(name, port));
      if (inputs[i] && edge) keptValues.get(edge.source)!.add(traced.inputs[i].value);
    });
    const own = keptValues.get(name)!;
    traced.outputs.forEach((y, i) => {
      if (outputs[i]) own.add(y.value);
    });
    for (const value of inner) own.add(value);
  }
  return new Map([...keptValues].map(([name, values]) => [name, total(values, size)]));
}

const known = new WeakMap<AnyLayerDefinition, Map<string, Kept>>();

/** What is kept of a layer; asked again for a layer of the same kind, options and sizes it costs nothing. */
function keptBy(traced: TracedLayer): Kept {
  const { layer, inputs } = traced;
  const ofKind = known.get(layer.definition) ?? new Map<string, Kept>();
  known.set(layer.definition, ofKind);
  const sharing = inputs.map((x) => inputs.findIndex((other) => other.value === x.value));
  const key = `${layerKey(layer, inputs.map(layoutOf))} ${sharing.join()}`;
  const kept = ofKind.get(key) ?? keptAnew(traced);
  ofKind.set(key, kept);
  return kept;
}

/** Walks back through the layer as it trains, and looks at which of its forward values the gradients are computed from. */
function keptAnew({ layer, inputs }: TracedLayer): Kept {
  if (layer.definition.input || layer.definition.loss) return { inputs: [], outputs: [], inner: [] };
  const parameters = new Set<Value>();
  const drawn: Value[] = [];
  const source = (name: string, spec: { readonly size: readonly number[] }): Value => {
    const value = input(name, storedShape(spec.size));
    parameters.add(value);
    return value;
  };
  const { outputs } = applyLayer(layer, inputs, {
    training: true,
    learnable: source,
    state: source,
    random: (shape) => {
      drawn.push(input("random", shape));
      return drawn.at(-1)!;
    },
  });
  const given = new Set(inputs.map((x) => x.value));
  const ends = outputs.map((y) => y.value).filter((value) => !given.has(value));
  const needed = neededBackwards(ends, given, [...given, ...parameters]);
  const has = (value: Value): boolean => needed.has(value);
  const varying = varyingValues([...needed], new Set([...given, ...drawn]));
  const shown = new Set([...given, ...ends]);
  return {
    inputs: inputs.map((x) => has(x.value)),
    outputs: outputs.map((y) => has(y.value)),
    inner: [...needed].filter((value) => !shown.has(value) && varying.has(value)),
  };
}

/** The forward values that the gradients are computed from, as they lie in memory. */
function neededBackwards(ends: readonly Value[], given: ReadonlySet<Value>, wanted: readonly Value[]): ReadonlySet<Value> {
  const forward = new Set(ancestors(ends, given));
  const loops = new Set([...forward].flatMap((value) => value.op.computation?.(value.attrs) ?? []));
  const arrived = ends.filter(({ type }) => type === "float").map((y) => ({ y, dy: input("gradient", y.shape) }));
  const gradients = pulledBack(arrived, wanted, given).flatMap((gradient) => gradient ?? []);
  const isForward = (value: Value): boolean => forward.has(value) || loops.has(value.op.computation?.(value.attrs) ?? forward);
  const backward = ancestors(gradients, forward).filter((value) => !isForward(value));
  const shown = new Set([...given, ...ends]);
  // Another shape of a value shares its memory.
  const stored = (value: Value): Value => (value.op.name === "reshape" && !shown.has(value) ? stored(value.inputs[0]) : value);
  return new Set(backward.flatMap(({ inputs }) => inputs.filter(isForward).map(stored)));
}
