import { readdirSync, readFileSync } from "node:fs";
import { applyLayer } from "../../src/layer/apply.ts";
import { type Activation, type AnyLayerDefinition, type Format, type Layer, layerFrom } from "../../src/layer.ts";
import { gradients } from "../../src/ops/backward.ts";
import { input } from "../../src/ops/index.ts";
import { makePlan, type Plan } from "../../src/plan/plan.ts";
import type { Tensors } from "../../src/run/executor.ts";
import { evaluatePlan } from "../../src/run/reference.ts";
import type { Tensor } from "../../src/tensor.ts";
import { distance, runOnRuntime } from "../ops/opSuite.ts";
import { named, symbolic, weighted } from "./drawnLayer.ts";

interface FlatArray {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}
type FlatArrays = Readonly<Record<string, FlatArray>>;

/** A case of `test/golden/layers*.json`. */
export interface GoldenLayer {
  readonly name: string;
  /** As in a graph file; with `made`, the name of a layer that the test of this kind of layer makes. */
  readonly layer: { readonly type: string; readonly made?: string };
  /** Of all inputs, or of each. */
  readonly format: Format | readonly Format[];
  readonly training: boolean;
  readonly inputs: readonly FlatArray[];
  readonly learnables: FlatArrays;
  readonly state: FlatArrays;
  readonly outputs: readonly FlatArray[];
  readonly stateAfter: FlatArrays;
  readonly outputGradients: readonly FlatArray[];
  readonly inputGradients: readonly FlatArray[];
  readonly learnableGradients: FlatArrays;
}

const folder = new URL("../golden/", import.meta.url);
const all = readdirSync(folder)
  .filter((file) => /^layers.*\.json$/.test(file))
  .flatMap((file) => JSON.parse(readFileSync(new URL(file, folder), "utf8")) as GoldenLayer[]);

/** The cases of one kind of layer. */
export function goldenLayers(type: string): GoldenLayer[] {
  return all.filter((each) => each.layer.type === type);
}

/** The layer of a golden case: from its options, or the one of that name among those the test made. */
export function goldenLayer(
  definition: AnyLayerDefinition,
  { layer: { type: _type, made: name, ...options } }: GoldenLayer,
  made: Readonly<Record<string, Layer>> = {},
): Layer {
  return name === undefined ? layerFrom(definition, { ...options, name: "layer" }) : { ...made[name], name: "layer" };
}

/** How far off numbers are, as `distance` measures: the largest over all arrays of their kind. */
export interface GoldenDistance {
  /** Of outputs and new states. */
  readonly results: number;
  /** Of the gradients by inputs and learnables. */
  readonly gradients: number;
}

/** How far a layer is from the golden numbers: on the runtime, and in double precision. */
export async function goldenDistances(
  layer: Layer,
  golden: GoldenLayer,
): Promise<Readonly<Record<"runtime" | "double", GoldenDistance>>> {
  const { plan, feeds, expected } = planOf(layer, golden);
  const worst = (found: Tensors, gradients: boolean): number => {
    const kind = Object.entries(expected).filter(([name]) => name.startsWith("gradient") === gradients);
    return Math.max(0, ...kind.map(([name, array]) => distance(found[name], asTensor(array))));
  };
  const both = (found: Tensors): GoldenDistance => ({ results: worst(found, false), gradients: worst(found, true) });
  return { runtime: both(await runOnRuntime(plan, feeds)), double: both(evaluatePlan(plan, feeds)) };
}

function planOf(layer: Layer, golden: GoldenLayer): { plan: Plan; feeds: Tensors; expected: FlatArrays } {
  const names = { learnables: Object.keys(golden.learnables), state: Object.keys(golden.state) };
  const arrays = new Map<string, ReturnType<typeof input>>();
  const inputs = golden.inputs.map(({ shape }, i): Activation => {
    const format = typeof golden.format === "string" ? golden.format : golden.format[i];
    return { value: input(`x${i}`, symbolic({ format, shape })), format };
  });
  const source = (name: string, { size }: { readonly size: readonly number[] }) => {
    const value = input(name, [...size].reverse());
    arrays.set(name, value);
    return value;
  };
  const { outputs, newState } = applyLayer(layer, inputs, {
    training: golden.training,
    learnable: source,
    state: source,
    random: () => {
      throw new Error("golden cases draw no random numbers");
    },
  });
  const wrt = [...inputs.map((x) => x.value), ...names.learnables.map((name) => arrays.get(name)!)];
  const after = golden.training ? Object.entries(newState).map(([name, value]) => [`new/${name}`, value]) : [];
  const plan = makePlan("golden", {
    ...named(
      "y",
      outputs.map((o) => o.value),
    ),
    ...named("gradient", gradients(weighted(outputs), wrt)),
    ...Object.fromEntries(after),
  });
  const feeds = mapped({
    ...numbered("x", golden.inputs),
    ...golden.learnables,
    ...golden.state,
    ...numbered("weights", golden.outputGradients),
  });
  const expectedGradients = [...golden.inputGradients, ...names.learnables.map((name) => golden.learnableGradients[name])];
  const expectedState = golden.training ? Object.entries(golden.stateAfter).map(([name, array]) => [`new/${name}`, array]) : [];
  const expected = {
    ...numbered("y", golden.outputs),
    ...numbered("gradient", expectedGradients),
    ...Object.fromEntries(expectedState),
  };
  return { plan, feeds, expected };
}

function numbered(prefix: string, arrays: readonly FlatArray[]): Record<string, FlatArray> {
  return Object.fromEntries(arrays.map((array, i) => [`${prefix}${i}`, array]));
}

function mapped(arrays: FlatArrays): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, asTensor(array)]));
}

/** The numbers of single precision that the file's decimals stand for, and that PyTorch computed from. */
function asTensor({ shape, data }: FlatArray): Tensor {
  return { type: "float64", shape, data: Float64Array.from(data, Math.fround) };
}
