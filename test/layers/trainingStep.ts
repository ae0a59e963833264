import {
  classificationLayer,
  fullyConnectedLayer,
  globalAveragePooling1dLayer,
  sequenceInputLayer,
  softmaxLayer,
} from "../../layers/index.ts";
import { applyLayer, storedShape } from "../../src/layer/apply.ts";
import type { Activation, Layer } from "../../src/layer.ts";
import { type LayerGraph, layerGraph } from "../../src/network/layerGraph.ts";
import { input, sizeOfDim, symbol } from "../../src/ops/index.ts";
import { traceSeparately } from "../../src/plan/forward.ts";
import { fed, trainingPlan } from "../../src/plan/training.ts";
import { randomStream } from "../../src/random.ts";
import { onnxRuntimeExecutor } from "../../src/run/onnxRuntime.ts";
import { elementCount, floats, type Tensor } from "../../src/tensor.ts";
import { initialLearnables, initialStates } from "../../src/train/initialArrays.ts";

const features = 4;
const [batch, time] = [6, 12];

/** The losses before and after one training step of a small classifier that holds the layer, on the same mini-batch. */
export async function lossesOfOneStep(layer: Layer): Promise<[before: number, after: number]> {
  const lgraph = classifierWith({ ...layer, name: "layer" });
  const plan = trainingPlan(
    lgraph,
    {
      solver: "sgdm",
      momentum: 0.9,
      gradientDecayFactor: 0.9,
      squaredGradientDecayFactor: 0.999,
      epsilon: 1e-8,
      l2Regularization: 0,
      gradientThreshold: Number.POSITIVE_INFINITY,
      gradientThresholdMethod: "l2norm",
    },
    false,
  );
  const executor = onnxRuntimeExecutor();
  try {
    await executor.load("step", plan);
    const traced = traceSeparately(lgraph);
    const arrays = { seed: 0, resetInputNormalization: false };
    const learnables = initialLearnables(traced.learnables, arrays);
    const states = initialStates(traced.states, undefined, arrays);
    for (const name of Object.keys(plan.feedback)) {
      const start = name === fed.learnables ? learnables : name === fed.states ? states : new Float32Array(learnables.length);
      await executor.setState(name, floats([start.length], start));
    }
    const feeds = { ...mostFeeds(), [fed.states]: floats([states.length], states), ...randomNumbers(plan.random) };
    const before = await executor.run("step", feeds);
    const after = await executor.run("step", feeds);
    return [Number(before.loss.data[0]), Number(after.loss.data[0])];
  } finally {
    await executor.close();
  }
}

/** input → layer (on all its ports) → mean over time, where there is time → two classes. */
function classifierWith(layer: Layer): LayerGraph {
  const isInput = layer.definition.input !== undefined;
  const start = isInput ? layer : sequenceInputLayer(features, { name: "input" });
  const pooled = keepsTime(layer) ? [globalAveragePooling1dLayer({ name: "pool" })] : [];
  const end = [...pooled, fullyConnectedLayer(2), softmaxLayer(), classificationLayer()];
  if (isInput) return layerGraph([layer, ...end]);
  const lgraph = layerGraph([start, layer, ...end]);
  return layer.inputNames.slice(1).reduce((graph, port) => graph.connectLayers("input", `layer/${port}`), lgraph);
}

function keepsTime(layer: Layer): boolean {
  const x: Activation = { value: input("x", [symbol("batch"), features, symbol("time")]), format: "CBT" };
  const source = (name: string, { size }: { readonly size: readonly number[] }) => input(name, storedShape(size));
  const inputs = layer.definition.input ? [x] : layer.inputNames.map(() => x);
  const traced = applyLayer(layer, inputs, {
    training: false,
    learnable: source,
    state: source,
    random: (shape) => input("random", shape),
  });
  return traced.outputs[0].format.includes("T");
}

/** Sequences of two classes that differ in their mean, and their labels. */
function mostFeeds(): Record<string, Tensor> {
  const random = randomStream(3, "training step");
  const labels = Array.from({ length: batch }, (_, n) => n % 2);
  const data = Float32Array.from({ length: batch * features * time }, (_, i) => {
    const n = Math.floor(i / (features * time));
    return random.normal() + 2 * labels[n] - 1;
  });
  return {
    input: floats([batch, features, time], data),
    layer: floats([batch, features, time], data),
    [fed.target]: { type: "int64", shape: [batch], data: BigInt64Array.from(labels, BigInt) },
    [fed.stepSize]: floats([], [0.05]),
  };
}

function randomNumbers(drawn: ReturnType<typeof trainingPlan>["random"]): Record<string, Tensor> {
  const random = randomStream(4, "random numbers");
  return Object.fromEntries(
    drawn.map(({ name, shape }) => {
      const sizes = shape.map((d) => sizeOfDim(d, { batch, time }));
      const data = Float32Array.from({ length: elementCount(sizes) }, () => random.uniform());
      return [name, floats(sizes, data)];
    }),
  );
}
