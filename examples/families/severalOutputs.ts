import {
  addLayers,
  connectLayers,
  convolution1dLayer,
  fullyConnectedLayer,
  globalAveragePooling1dLayer,
  globalMaxPooling1dLayer,
  type LayerGraph,
  layerGraph,
  reluLayer,
  type Sequence,
  sequenceInputLayer,
  softmaxLayer,
} from "../../src/index.ts";
import { type SeededRandom, seededNormal } from "../tcn/seededNormal.ts";
import { type Examples, flattened, taskFamily } from "./taskFamily.ts";

/** Steps of a recording, and of each of the places in it where a pulse may be. */
const [time, place] = [96, 16];

/** Pulses of the same length and strength. */
const pulses = {
  single: (part: number) => 1.4 * Math.sin(Math.PI * part) ** 2,
  double: (part: number) => 1.2 * Math.sin(2 * Math.PI * part),
  triple: (part: number) => 1.2 * Math.sin(3 * Math.PI * part),
};
type Pulse = keyof typeof pulses;

/** A network with an output of classes and one of numbers, trained by the sum of both losses. */
export const severalOutputs = taskFamily({
  name: "multi-output",
  task: "which of three pulses a recording holds, either way up, and how many of them, one to four",
  examples: recordings,
  layers: twoHeads,
  losses: { pulse: "crossentropy", count: { loss: "mse", weight: 0.5 } },
  options: { maxEpochs: 15, miniBatchSize: 20, initialLearnRate: 0.005 },
  trainCount: 800,
});

/** The kind of a pulse is seen where it is strongest, the number of pulses in the mean over all steps. */
function twoHeads(): LayerGraph {
  let lgraph = layerGraph([
    sequenceInputLayer(1),
    convolution1dLayer(9, 24, { padding: "same" }),
    reluLayer(),
    convolution1dLayer(7, 32, { padding: "same" }),
    reluLayer({ name: "trunk" }),
    globalMaxPooling1dLayer(),
    fullyConnectedLayer(3),
    softmaxLayer({ name: "pulse" }),
  ]);
  lgraph = addLayers(lgraph, [globalAveragePooling1dLayer({ name: "mean" }), fullyConnectedLayer(1, { name: "count" })]);
  return connectLayers(lgraph, "trunk", "mean");
}

function recordings(count: number, seed: number): Examples {
  const random = seededNormal(seed);
  const names = Object.keys(pulses) as Pulse[];
  const rows = Array.from({ length: count }, (_, index) => ({ pulse: names[index % 3], count: 1 + (Math.floor(index / 3) % 4) }));
  const sequences = rows.map((row) => recording(row.pulse, row.count, random));
  return {
    predictors: sequences,
    answers: { pulse: rows.map((row) => row.pulse), count: rows.map((row) => row.count) },
    features: sequences.map((sequence) => flattened(sequence, time)),
  };
}

/** So many pulses at different places, each either way up, under noise. */
function recording(name: Pulse, count: number, random: SeededRandom): Sequence {
  const data = Float32Array.from({ length: time }, () => 0.15 * random.normal());
  const free = Array.from({ length: time / place }, (_, at) => at * place);
  for (let left = count; left > 0; left--) {
    const [from] = free.splice(Math.floor(random.uniform(0, free.length)), 1);
    const length = Math.floor(random.uniform(10, 13));
    const start = from + Math.floor(random.uniform(0, place - length + 1));
    const sign = random.uniform(0, 1) < 0.5 ? -1 : 1;
    for (let step = 0; step < length; step++) data[start + step] += sign * pulses[name]((step + 0.5) / length);
  }
  return { data, size: [1, time] };
}
