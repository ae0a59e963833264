import { LayerGraph } from "../network/layerGraph.ts";
import type { Network } from "../network/network.ts";
import { assertValid } from "../network/validate.ts";
import { encodeModel } from "../onnx/encode.ts";
import { printDims } from "../ops/index.ts";
import { traceSeparately } from "../plan/forward.ts";
import type { PackedArrays } from "../plan/parameters.ts";
import type { Plan, PlanInput } from "../plan/plan.ts";
import { fed, momentName, trainingPlan } from "../plan/training.ts";
import { initialLearnables, initialStates } from "./initialArrays.ts";
import type { TrainingOptions } from "./trainingOptions.ts";
import { updateOptions } from "./updateOptions.ts";

/** The name of the metadata that says which array lies where in the flat vectors. */
export const trainingStepKey = "layergraph.trainingStep";

/**
 * One training step of a network as the bytes of an `.onnx` file, for any ONNX Runtime: forward, loss, gradients and the solver's update in one graph of
 * standard ops, for mini-batches of any size in which all sequences have one length. Each input and output is described in the file. The learnables, the
 * solver's memory and the states are flat vectors: what comes out as `new/…` is fed in the next step. Their first values are metadata, the 32-bit floats
 * of `layergraph.first/learnables` in base64; `layergraph.trainingStep` says where each array lies, as JSON.
 *
 * @throws LayerGraphError `invalid-network`, `wrong-output-layers`
 * @example writeFileSync("step.onnx", encodeTrainingStep(lgraph, trainingOptions("adam")));
 */
export function encodeTrainingStep(net: LayerGraph | Network, options: TrainingOptions): Uint8Array {
  const graph = net instanceof LayerGraph ? net : net.graph;
  assertValid(graph, { targetUsage: "trainNetwork" });
  const plan = trainingPlan(graph, updateOptions(options), false);
  const { learnables, states } = traceSeparately(graph, { training: true });
  const from = net instanceof LayerGraph ? undefined : net;
  const { seed } = options;
  const settings = { seed, resetInputNormalization: false };
  const flat: Readonly<Record<string, Float32Array>> = {
    [fed.learnables]: initialLearnables(learnables, { ...settings, from: from?.learnables }),
    [fed.states]: initialStates(states, undefined, { ...settings, from: from?.states }),
  };
  const layout = { learnables: layoutOf(learnables), states: layoutOf(states), feedback: plan.feedback };
  return encodeModel(plan, {
    documentation: documentationOf(plan, options),
    metadata: { [trainingStepKey]: JSON.stringify(layout), ...firstValues(plan, flat) },
  });
}

function layoutOf({ arrays }: PackedArrays<{ readonly size: readonly number[] }>): object[] {
  return arrays.map(({ key, shape, offset, count }) => ({ array: key, shape, offset, count }));
}

/** The first values of the vectors that the step takes, as base64 of 32-bit floats: runtimes do not let initializers be fed. */
function firstValues(plan: Plan, flat: Readonly<Record<string, Float32Array>>): Record<string, string> {
  const taken = Object.entries(flat).filter(([name]) => plan.inputs.some((each) => each.name === name));
  const base64 = ({ buffer, byteOffset, byteLength }: Float32Array) =>
    Buffer.from(buffer, byteOffset, byteLength).toString("base64");
  return Object.fromEntries(taken.map(([name, data]) => [firstKey(name), base64(data)]));
}

/** The name of the metadata with the first values of a vector. */
function firstKey(name: string): string {
  return `layergraph.first${name}`;
}

function documentationOf(plan: Plan, options: TrainingOptions): Record<string, string> {
  const random = new Map(plan.random.map(({ name, layer }) => [name, layer]));
  const inputs = plan.inputs.map((each) => [each.name, inputText(each, random.get(each.name), options)]);
  const back = new Map(Object.entries(plan.feedback).map(([from, to]) => [to, from]));
  const outputs = plan.outputs.map(({ name }) => [name, outputText(name, back.get(name))]);
  return Object.fromEntries([...inputs, ...outputs]);
}

function inputText({ name, shape: dims, type }: PlanInput, layer: string | undefined, options: TrainingOptions): string {
  const { solver, initialLearnRate } = options;
  const shape = printDims(dims);
  if (layer !== undefined) return `Random numbers in [0, 1) for layer '${layer}', ${shape}: new ones for each step.`;
  if (name === fed.learnables)
    return `All learnables, one after the other, ${shape}. First the values in layergraph.first/learnables; then new/learnables.`;
  if (name === fed.states)
    return `All states, one after the other, ${shape}: running statistics and those of the data. First the values in layergraph.first/states.`;
  if (name.startsWith(momentName(""))) return `What the solver ${solver} remembers, ${shape}. First zeros; then new${name}.`;
  if (name === fed.stepSize) return stepSizeText(solver, initialLearnRate);
  if (name.startsWith(fed.target))
    return `The targets of the mini-batch, ${shape}: ${type === "int64" ? "the numbers of the classes, from 0" : "numbers"}.`;
  return `The data of input layer '${name}', ${shape}; all sequences of a mini-batch have one length.`;
}

function stepSizeText(solver: string, rate: number): string {
  const correction =
    "Adam's correction belongs in it: rate * sqrt(1 - squaredGradientDecayFactor^k) / (1 - gradientDecayFactor^k) in step k = 1, 2, …";
  return `The learn rate, such as ${rate}. ${solver === "adam" ? correction : ""}`.trim();
}

function outputText(name: string, from: string | undefined): string {
  if (from !== undefined) return `What is fed as ${from} in the next step.`;
  const known: Readonly<Record<string, string>> = {
    loss: "The mean loss over the mini-batch.",
    correct: "How many predictions are the target's class.",
    count: "How many predictions there are.",
  };
  return known[name] ?? `A measure of the mini-batch: ${name}.`;
}
