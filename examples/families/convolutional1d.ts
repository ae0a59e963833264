import {
  batchNormalizationLayer,
  convolution1dLayer,
  fullyConnectedLayer,
  globalMaxPooling1dLayer,
  maxPooling1dLayer,
  reluLayer,
  sequenceInputLayer,
  softmaxLayer,
} from "../../src/index.ts";
import { seededNormal } from "../tcn/seededNormal.ts";
import { type Examples, flattened, taskFamily } from "./taskFamily.ts";

const time = 64;

/** Three pulses of the same length and strength: what is told apart is their course, not where they are or which way up. */
const pulses = {
  rising: (part: number) => 2 * part - 1,
  round: (part: number) => 1.4 * Math.cos(2 * Math.PI * part),
  double: (part: number) => 1.4 * Math.sin(4 * Math.PI * part),
};

/** A one-dimensional convolutional network finds a pulse wherever it is. */
export const convolutional1d = taskFamily({
  name: "1-D CNN",
  task: "which of three pulses is somewhere in a noisy recording, either way up",
  examples: recordings,
  layers: () => [
    sequenceInputLayer(1, { minLength: 2 }),
    convolution1dLayer(9, 16, { padding: "same" }),
    batchNormalizationLayer(),
    reluLayer(),
    maxPooling1dLayer(2, { stride: 2 }),
    convolution1dLayer(7, 32, { padding: "same" }),
    batchNormalizationLayer(),
    reluLayer(),
    globalMaxPooling1dLayer(),
    fullyConnectedLayer(3),
    softmaxLayer({ name: "pulse" }),
  ],
  options: { maxEpochs: 8, miniBatchSize: 20, initialLearnRate: 0.003 },
});

function recordings(count: number, seed: number): Examples {
  const random = seededNormal(seed);
  const names = Object.keys(pulses) as (keyof typeof pulses)[];
  const labels = Array.from({ length: count }, (_, index) => names[index % names.length]);
  const sequences = labels.map((name) => {
    const length = Math.floor(random.uniform(14, 20));
    const start = Math.floor(random.uniform(0, time - length));
    const sign = random.uniform(0, 1) < 0.5 ? -1 : 1;
    const data = Float32Array.from({ length: time }, (_, step) => {
      const part = (step - start) / length;
      return 0.25 * random.normal() + (part >= 0 && part < 1 ? sign * pulses[name](part) : 0);
    });
    return { data, size: [1, time] as [number, number] };
  });
  return { predictors: sequences, answers: { pulse: labels }, features: sequences.map((sequence) => flattened(sequence, time)) };
}
