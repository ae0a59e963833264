import { LayerGraphError } from "../errors.ts";
import type { Activation, BackwardGradients, Layer, LayerArguments } from "../layer.ts";
import { customGradients, inLayer, printDims, sameDims, type Value, zeros } from "../ops/index.ts";

/** What a layer has computed. */
export interface Computed {
  readonly outputs: readonly Activation[];
  readonly newState: Readonly<Record<string, Value>>;
  /** What `forward` keeps for `backward`. */
  readonly memory: Readonly<Record<string, Value>>;
}

/**
 * What a layer has computed, with its own `backward` in place of the automatic gradients. It is called once for all outputs and new states,
 * with zeros for those that are not used.
 */
export function withOwnBackward(layer: Layer, args: LayerArguments<never>, computed: Computed): Omit<Computed, "memory"> {
  const { outputs, newState, memory } = computed;
  const { backward } = layer.definition;
  if (!backward) return computed;
  const names = { learnables: Object.keys(args.learnables), state: Object.keys(args.state), newState: Object.keys(newState) };
  const cut = { inputs: args.inputs.length, learnables: names.learnables.length, outputs: outputs.length };
  const sources = [...args.inputs.map((x) => x.value), ...Object.values(args.learnables), ...Object.values(args.state)];
  const results = [...outputs.map((y) => y.value), ...Object.values(newState)];
  const replaced = customGradients(results, sources, (found) =>
    inLayer(layer.name, () => {
      const own = found.sources;
      const gradients = backward({
        ...args,
        inputs: args.inputs.map((x, i) => ({ ...x, value: own[i] })),
        learnables: keyed(names.learnables, own.slice(cut.inputs)),
        state: keyed(names.state, own.slice(cut.inputs + cut.learnables)),
        outputs: outputs.map((y, i) => ({ ...y, value: found.results[i] })),
        outputGradients: found.gradients.slice(0, cut.outputs),
        newState: keyed(names.newState, found.results.slice(cut.outputs)),
        stateGradients: keyed(names.newState, found.gradients.slice(cut.outputs)),
        memory,
      });
      return checked(layer, gradients, own, args);
    }),
  );
  return {
    outputs: outputs.map((y, i) => ({ ...y, value: replaced[i] })),
    newState: keyed(names.newState, replaced.slice(cut.outputs)),
  };
}

/** The gradients in the order of the sources, each of the source's shape; a state that none is given for gets zeros. */
function checked(layer: Layer, gradients: BackwardGradients, sources: readonly Value[], args: LayerArguments<never>): Value[] {
  const names = { learnables: Object.keys(args.learnables), state: Object.keys(args.state) };
  const inputCount = args.inputs.length;
  const { inputs, learnables = {}, state = {} } = gradients;
  const unknown = [
    ...(inputs.length > inputCount ? [`${inputs.length} gradients of inputs, of which it has ${inputCount}`] : []),
    ...unknownNames("learnable", learnables, names.learnables),
    ...unknownNames("state", state, names.state),
  ];
  if (unknown.length > 0) throw wrong(layer, `backward returned ${unknown[0]}.`);
  const given = [
    ...Array.from({ length: inputCount }, (_, i) => ({ what: `input ${i + 1}`, gradient: inputs[i] })),
    ...names.learnables.map((name) => ({ what: `learnable '${name}'`, gradient: learnables[name] })),
    ...names.state.map((name) => ({ what: `state '${name}'`, gradient: state[name] ?? zeros(args.state[name].shape) })),
  ];
  return given.map(({ what, gradient }, i) => {
    const { shape } = sources[i];
    if (gradient && sameDims(gradient.shape, shape)) return gradient;
    const received = gradient ? printDims(gradient.shape) : "nothing";
    throw wrong(layer, `backward returned ${received} for ${what}, expected ${printDims(shape)}.`);
  });
}

function unknownNames(what: string, given: Readonly<Record<string, unknown>>, known: readonly string[]): string[] {
  const expected = known.length > 0 ? `it has ${known.join(", ")}` : "it has none";
  return Object.keys(given)
    .filter((name) => !known.includes(name))
    .map((name) => `a gradient of ${what} '${name}', which the layer does not declare (${expected})`);
}

function wrong(layer: Layer, message: string): LayerGraphError {
  return new LayerGraphError("wrong-backward", `Layer '${layer.name}': ${message}`, { layer: layer.name });
}

function keyed(names: readonly string[], values: readonly Value[]): Record<string, Value> {
  return Object.fromEntries(names.map((name, i) => [name, values[i]]));
}
