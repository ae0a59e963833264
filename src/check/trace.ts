import { type AppliedLayer, applyLayer, storedShape } from "../layer/apply.ts";
import type { Activation, Layer, LayerState, Learnable } from "../layer.ts";
import { type Dim, input, sizeOfDim, symbol, type Value } from "../ops/index.ts";
import { makePlan } from "../plan/plan.ts";
import { randomStream } from "../random.ts";
import type { Tensors } from "../run/executor.ts";
import { onnxRuntimeExecutor } from "../run/onnxRuntime.ts";
import { evaluatePlan } from "../run/reference.ts";
import { elementCount, type Tensor } from "../tensor.ts";
import { doubles, inputNumbers, learnableNumbers, stateNumbers } from "./arrays.ts";
import type { CheckedInput } from "./inputSizes.ts";

/** A layer traced over inputs whose numbers of observations and of time steps are symbols: one trace serves any of them. */
export interface TracedLayer extends AppliedLayer {
  readonly inputs: readonly Activation[];
  readonly sources: { readonly learnables: Readonly<Record<string, Value>>; readonly state: Readonly<Record<string, Value>> };
  readonly random: readonly { readonly name: string; readonly shape: readonly Dim[] }[];
}

/** How a layer is traced. */
export interface TraceMode {
  readonly training: boolean;
  /** Whether the sequences of a batch have lengths of their own, fed as `lengths`. */
  readonly padded?: boolean;
}

/** Traces a layer over the inputs; throws what the layer throws. */
export function traceLayer(layer: Layer, inputs: readonly CheckedInput[], { training, padded = false }: TraceMode): TracedLayer {
  const lengths = padded ? input("lengths", [symbol("batch")], "int64") : undefined;
  const activations = inputs.map(({ format, shape }, i): Activation => {
    const value = input(inputName(i), symbolicShape({ format, shape }));
    return { value, format, ...(lengths && format.includes("T") && { lengths }) };
  });
  const learnables: Record<string, Value> = {};
  const state: Record<string, Value> = {};
  const random: { name: string; shape: readonly Dim[] }[] = [];
  const applied = applyLayer(layer, activations, {
    training,
    learnable: (name, { size }) => {
      learnables[name] = input(learnableName(name), storedShape(size));
      return learnables[name];
    },
    state: (name, { size }) => {
      state[name] = input(stateName(name), storedShape(size));
      return state[name];
    },
    random: (shape) => {
      const name = `random ${random.length}`;
      random.push({ name, shape });
      return input(name, shape);
    },
  });
  return { ...applied, inputs: activations, sources: { learnables, state }, random };
}

/** The shape with symbols for batch and time. */
export function symbolicShape({ format, shape }: Pick<CheckedInput, "format" | "shape">): Dim[] {
  const last = shape.length - 1;
  return shape.map((n, axis) => (axis === 0 ? symbol("batch") : axis === last && format.includes("T") ? symbol("time") : n));
}

/** Numbers for everything that a traced layer is fed, over some observations; other `draws` give other random numbers, nothing else. */
export function feedsOf(
  traced: TracedLayer,
  inputs: readonly CheckedInput[],
  observations: number,
  draws = 0,
): Record<string, Tensor> {
  const feeds: Record<string, Tensor> = {};
  inputs.forEach((each, i) => {
    feeds[inputName(i)] = inputNumbers(each, observations, inputName(i));
  });
  for (const [name, spec] of Object.entries<Learnable>(traced.learnables))
    feeds[learnableName(name)] = doubles(storedShape(spec.size), learnableNumbers(spec, name));
  for (const [name, spec] of Object.entries<LayerState>(traced.state))
    feeds[stateName(name)] = doubles(storedShape(spec.size), stateNumbers(spec, name));
  const time = inputs.find(({ format }) => format.includes("T"))?.shape.at(-1);
  const symbols = { batch: observations, ...(time !== undefined && { time }) };
  for (const { name, shape } of traced.random) {
    const sizes = shape.map((d) => sizeOfDim(d, symbols));
    const stream = randomStream(1, "checkLayer", name, draws);
    feeds[name] = doubles(
      sizes,
      Array.from({ length: elementCount(sizes) }, () => stream.uniform()),
    );
  }
  return feeds;
}

/** Evaluates named values in double precision. */
export function evaluated(values: Readonly<Record<string, Value>>, feeds: Tensors): Tensors {
  return evaluatePlan(makePlan("check", values), feeds);
}

/** Evaluates named values by the runtime, in single precision. */
export async function ranOnRuntime(values: Readonly<Record<string, Value>>, feeds: Tensors): Promise<Tensors> {
  const plan = makePlan("check", values);
  const wanted = new Set(plan.inputs.map(({ name }) => name));
  const executor = onnxRuntimeExecutor();
  try {
    await executor.load("check", plan);
    return await executor.run("check", Object.fromEntries(Object.entries(feeds).filter(([name]) => wanted.has(name))));
  } finally {
    await executor.close();
  }
}

/** The name under which an input is fed. */
export function inputName(i: number): string {
  return `input ${i}`;
}

/** The name under which a learnable is fed. */
export function learnableName(name: string): string {
  return `learnable ${name}`;
}

/** The name under which a state is fed. */
export function stateName(name: string): string {
  return `state ${name}`;
}
