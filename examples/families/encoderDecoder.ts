import {
  concatenationLayer,
  connectLayers,
  convolution1dLayer,
  defineLayer,
  fullyConnectedLayer,
  type Layer,
  type LayerGraph,
  layerGraph,
  maxPooling1dLayer,
  ops,
  reluLayer,
  type Sequence,
  sequenceInputLayer,
  softmaxLayer,
  transposedConv1dLayer,
  z,
} from "../../src/index.ts";
import { seededNormal } from "../tcn/seededNormal.ts";
import { type Examples, taskFamily } from "./taskFamily.ts";

/** Steps of a recording: halved twice on the way down, doubled twice on the way up. */
const time = 64;
/** Steps in a period of each kind of vibration. */
const periods = { fast: 4.5, slow: 9 };

/** An encoder-decoder labels each step of a sequence by what it sees on both sides, from near and from far. */
export const encoderDecoder = taskFamily({
  name: "1-D U-Net",
  task: "whether each step of a noisy vibration belongs to a fast or to a slow stretch",
  examples: vibrations,
  layers: unet,
  options: { maxEpochs: 12, miniBatchSize: 10, initialLearnRate: 0.003 },
  trainCount: 200,
});

/**
 * Cuts the sequence at `in` to the length of that at `ref`, as `crop2dLayer` does with images: what was halved (rounded up) and doubled may be
 * a step longer than before.
 */
const cropToLayer = defineLayer({
  type: "cropToLayer",
  inputNames: ["in", "ref"],
  options: z.object({}),
  predict: ({ inputs: [x, reference] }) => ({
    ...x,
    lengths: reference.lengths,
    value: ops.slice(x.value, 2, 0, reference.value.shape[2]),
  }),
});

function unet(): LayerGraph {
  let lgraph = layerGraph([
    sequenceInputLayer(1),
    ...convolution("down_1", 16),
    maxPooling1dLayer(2, { stride: 2, padding: "same" }),
    ...convolution("down_2", 32),
    maxPooling1dLayer(2, { stride: 2, padding: "same" }),
    ...convolution("bottom", 32),
    transposedConv1dLayer(2, 32, { stride: 2 }),
    cropToLayer({ name: "crop_2" }),
    concatenationLayer(1, 2, { name: "join_2" }),
    ...convolution("up_2", 32),
    transposedConv1dLayer(2, 16, { stride: 2 }),
    cropToLayer({ name: "crop_1" }),
    concatenationLayer(1, 2, { name: "join_1" }),
    ...convolution("up_1", 16),
    fullyConnectedLayer(2),
    softmaxLayer({ name: "speed" }),
  ]);
  for (const level of [1, 2]) {
    lgraph = connectLayers(lgraph, "down_" + level, "crop_" + level + "/ref");
    lgraph = connectLayers(lgraph, "down_" + level, "join_" + level + "/in2");
  }
  return lgraph;
}

function convolution(name: string, numFilters: number): Layer[] {
  return [convolution1dLayer(5, numFilters, { padding: "same" }), reluLayer({ name })];
}

/** Stretches of 12 to 30 steps in turn, each with a phase and strength of its own, under noise. */
function vibrations(count: number, seed: number): Examples {
  const random = seededNormal(seed);
  const rows = Array.from({ length: count }, () => {
    const data = new Float32Array(time);
    const labels: ("fast" | "slow")[] = [];
    for (let fast = random.uniform(0, 1) < 0.5; labels.length < time; fast = !fast) {
      const name = fast ? "fast" : "slow";
      const [phase, strength, length] = [random.uniform(0, 7), random.uniform(0.8, 1.2), random.uniform(12, 30)];
      for (let end = Math.min(time, labels.length + Math.round(length)); labels.length < end; labels.push(name)) {
        const angle = phase + (2 * Math.PI * labels.length) / periods[name];
        data[labels.length] = strength * Math.sin(angle) + 0.1 * random.normal();
      }
    }
    return { sequence: { data, size: [1, time] as [number, number] }, labels };
  });
  return {
    predictors: rows.map(({ sequence }) => sequence),
    answers: { speed: rows.map(({ labels }) => labels) },
    features: rows.flatMap(({ sequence }) => windows(sequence)),
  };
}

/** For each step, the seventeen around it. */
function windows({ data }: Sequence): number[][] {
  return Array.from(data, (_, step) => Array.from({ length: 17 }, (_, at) => data[step + at - 8] ?? 0));
}
