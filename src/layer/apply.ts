import { LayerGraphError } from "../errors.ts";
import type {
  Activation,
  InputSpec,
  Layer,
  LayerArguments,
  LayerOutput,
  LayerResult,
  LayerState,
  Layout,
  Learnable,
  WholeResult,
} from "../layer.ts";
import { type Dim, inLayer, input, printDims, sameDims, symbol, type Value } from "../ops/index.ts";
import { withFactors } from "./factors.ts";
import { withoutOnePlace } from "./flattening.ts";
import { layoutOf } from "./formats.ts";
import { type Computed, withOwnBackward } from "./ownBackward.ts";

/** Where a layer's arrays come from while it is traced. */
export interface LayerSources {
  readonly training: boolean;
  readonly learnable: (name: string, spec: Learnable) => Value;
  readonly state: (name: string, spec: LayerState) => Value;
  readonly random: (shape: readonly Dim[]) => Value;
}

/** A traced layer: its outputs in port order, new state, and what it declared for these inputs. */
export interface AppliedLayer {
  readonly outputs: readonly Activation[];
  readonly newState: Readonly<Record<string, Value>>;
  /** Statistics of the mini-batch alone, by the name of the state that they become after training. */
  readonly population: Readonly<Record<string, Value>>;
  readonly learnables: Readonly<Record<string, Learnable>>;
  readonly state: Readonly<Record<string, LayerState>>;
  /** The weights of its attention, where it names them beside its outputs. */
  readonly scores?: Activation;
}

/** What an input layer is fed: `[batch, channels, …, time]`, and the lengths of the sequences where the batch is padded. */
export function fedActivation(layer: Layer, name: string, padded: boolean): Activation {
  const spec = layer.definition.input?.(layer.options as never);
  if (!spec) throw new Error(`internal: '${layer.name}' is not an input layer`);
  const batch = symbol("batch");
  const time = timeDimensionOf(spec);
  const value = input(name, [batch, spec.channels, ...(spec.spatial ?? []), ...(time === undefined ? [] : [symbol(time)])]);
  const lengths = padded && time !== undefined && { lengths: input(lengthsName(time), [batch], "int64") };
  return { value, format: spec.format, ...lengths };
}

/** The name of the time dimension of what an input layer feeds; undefined where it has none. */
export function timeDimensionOf({ format, timeDimension }: InputSpec): string | undefined {
  return format.includes("T") ? (timeDimension ?? "time") : undefined;
}

/** The name under which the lengths of the sequences of a time dimension are fed. */
export function lengthsName(timeDimension: string): string {
  return timeDimension === "time" ? "/lengths" : `/lengths/${timeDimension}`;
}

/** The row-major shape in which an array of MATLAB's size lies in MATLAB's memory order: the size reversed. */
export function storedShape(size: readonly number[]): number[] {
  return [...size].reverse();
}

/** Traces a layer over its inputs. Errors carry the layer's name. */
export function applyLayer(layer: Layer, inputs: readonly Activation[], sources: LayerSources): AppliedLayer {
  try {
    return inLayer(layer.name, () => traced(layer, inputs, sources));
  } catch (error) {
    throw namedAfter(layer, error);
  }
}

/** The learnables and states that a layer declares for inputs of these sizes. */
export function layerArrays(
  { definition, options }: Layer,
  inputs: readonly Layout[],
): Pick<AppliedLayer, "learnables" | "state"> {
  const about = { options: options as never, inputs };
  return { learnables: definition.learnables?.(about) ?? {}, state: definition.state?.(about) ?? {} };
}

/** What a layer is given of what flows into it: output layers without a target for each place get CB (CBT) where there is one place only. */
export function givenTo({ definition }: Pick<Layer, "definition">, x: Activation): Activation {
  return definition.loss && !definition.targetPerPlace ? withoutOnePlace(x) : x;
}

function traced(layer: Layer, incoming: readonly Activation[], sources: LayerSources): AppliedLayer {
  const { definition, options } = layer;
  const inputs = incoming.map((x) => givenTo(layer, x));
  const about = { options: options as never, inputs: inputs.map(layoutOf) };
  const learnables = withFactors(layer, definition.learnables?.(about) ?? {});
  const state = definition.state?.(about) ?? {};
  for (const [name, spec] of Object.entries(state)) requireObservations(name, spec);
  const args: LayerArguments<never> = {
    inputs,
    options: options as never,
    learnables: mapEntries(learnables, (name, spec) => sources.learnable(name, spec)),
    state: mapEntries(state, (name, spec) => sources.state(name, spec)),
    training: sources.training,
    random: sources.random,
  };
  const run = sources.training && definition.forward ? definition.forward : definition.predict;
  const computed = resultOf(run(args), inputs);
  const { newState, population, scores } = computed;
  if (!definition.loss && computed.outputs.length !== layer.outputNames.length) {
    throw new LayerGraphError(
      "wrong-outputs",
      `it returned ${computed.outputs.length} outputs, expected ${layer.outputNames.length} (${layer.outputNames.join(", ")}).`,
    );
  }
  for (const name of [...Object.keys(newState), ...Object.keys(population)]) {
    if (!(name in state)) throw new LayerGraphError("unknown-state", `it returned state '${name}', which it does not declare.`);
  }
  for (const [name, value] of Object.entries(newState)) requireStateShape(name, value, state[name]);
  return { ...withOwnBackward(layer, args, computed), population, learnables, state, ...(scores && { scores }) };
}

function requireObservations(name: string, { size, perObservation }: LayerState): void {
  if (!perObservation || size.at(-1) === 1) return;
  const message = `its state '${name}' has a value for each observation and the size ${size.join("×")}, expected a size that ends in 1, which stands for the observations.`;
  throw new LayerGraphError("wrong-size", message, { received: size.join("×"), expected: "a size that ends in 1" });
}

/** A new state has the shape of the declared one; of a state for each observation, one for each. */
function requireStateShape(name: string, { shape }: Value, { size, perObservation }: LayerState): void {
  const declared = storedShape(size);
  const expected: Dim[] = perObservation ? [symbol("batch"), ...declared.slice(1)] : declared;
  const fixed = perObservation ? 1 : 0;
  if (shape.length === declared.length && sameDims(shape.slice(fixed), declared.slice(fixed))) return;
  const message = `it returned the state '${name}' as ${printDims(shape)}, expected ${printDims(expected)}.`;
  throw new LayerGraphError("wrong-size", message, { received: printDims(shape), expected: printDims(expected) });
}

function resultOf(result: LayerResult, inputs: readonly Activation[]): Computed & Pick<AppliedLayer, "population" | "scores"> {
  const isOutput = (r: LayerResult): r is LayerOutput => "op" in r || "value" in r;
  const whole: WholeResult = isOutput(result) ? { outputs: [result] } : "outputs" in result ? result : { outputs: result };
  const { outputs, state: newState = {}, population = {}, memory = {}, scores } = whole;
  return {
    outputs: outputs.map((o) => activationOf(o, inputs)),
    newState,
    population,
    memory,
    ...(scores && { scores: activationOf(scores, inputs) }),
  };
}

function activationOf(output: LayerOutput, inputs: readonly Activation[]): Activation {
  const activation = "op" in output ? { ...inputs[0], value: output } : output;
  if (activation.value.shape.length !== activation.format.length) {
    throw new LayerGraphError(
      "wrong-format",
      `it returned ${printDims(activation.value.shape)}, which has ${activation.value.shape.length} dimensions, as ${activation.format}. Return { value, format } with a label for each dimension.`,
    );
  }
  return activation;
}

function mapEntries<T, R>(record: Readonly<Record<string, T>>, map: (name: string, value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(name, value)]));
}

function namedAfter(layer: Layer, error: unknown): unknown {
  if (!(error instanceof LayerGraphError) || error.details.layer !== undefined) return error;
  return new LayerGraphError(error.code, `${layer.type} '${layer.name}': ${error.message}`, {
    ...error.details,
    layer: layer.name,
    cause: error,
  });
}
