import {
  attentionMap,
  classificationLayer,
  classify,
  convolution1dLayer,
  defineLayer,
  fullyConnectedLayer,
  integratedGradients,
  type Layer,
  type Network,
  ops,
  realSteps,
  reluLayer,
  sequenceInputLayer,
  softmaxLayer,
  trainingOptions,
  trainNetwork,
  z,
} from "../../src/index.ts";
import { seededNormal } from "../tcn/seededNormal.ts";

/** What may be found at the marked moment. */
export const kinds = ["low", "high"];
const levels = [-2, 2];

/**
 * Long noisy signals (two features, 160 to 240 steps) in which one moment decides: there the second feature has a mark, and the first one, noise everywhere else,
 * is low or high. (With three kinds, a network may answer one of them wherever it finds none of the others, and need not look at its moments: accuracy does not
 * ask where it looks.)
 */
export function markedMoments(count: number, seed: number) {
  const random = seededNormal(seed);
  const rows = Array.from({ length: count }, (_, i) => {
    const time = Math.floor(random.uniform(160, 241));
    const moment = Math.floor(random.uniform(0, time));
    const kind = i % kinds.length;
    const signal = Array.from({ length: time }, () => 1.2 * random.normal());
    const mark = Array.from({ length: time }, () => 0.4 * random.normal());
    signal[moment] = levels[kind] + 0.3 * random.normal();
    mark[moment] += 4;
    return { moment, sequence: [signal, mark], label: kinds[kind] };
  });
  return {
    sequences: rows.map(({ sequence }) => sequence),
    labels: rows.map(({ label }) => label),
    moments: rows.map(({ moment }) => moment),
  };
}

/**
 * A layer that takes a sequence together (CBT in, CB out): the sum of its steps, each weighted by the softmax over time of a score that follows from the step.
 * It names its weights as `scores`, so that `attentionMap` shows them.
 */
export const temporalPoolingLayer = defineLayer({
  type: "temporalPoolingLayer",
  options: z.object({}),
  learnables: ({ inputs: [x] }) => ({
    weights: { size: [Number(x.shape[1]), 1], initializer: "glorot", fans: { fanIn: Number(x.shape[1]), fanOut: 1 } },
  }),
  predict: ({ inputs: [x], learnables: { weights } }) => {
    const scores = ops.matmul(weights, x.value); // [batch, 1, time]
    const real = realSteps(x); // which steps are no padding; undefined where none is
    const attention = ops.softmax(real ? ops.select(real, scores, -1e9) : scores, 2);
    const pooled = ops.squeeze(ops.matmul(x.value, ops.transposed(attention)), 2);
    return { outputs: [{ value: pooled, format: "CB" }], scores: { ...x, value: attention } };
  },
});

/** Two convolutions, after which a step knows of 5 steps of the signal, and the pooling that looks for the moment. */
export function network(): Layer[] {
  return [
    sequenceInputLayer(2, { name: "signal" }),
    convolution1dLayer(3, 16, { padding: "same", name: "conv_1" }),
    reluLayer({ name: "relu_1" }),
    convolution1dLayer(3, 16, { padding: "same", name: "conv_2" }),
    reluLayer({ name: "relu_2" }),
    temporalPoolingLayer({ name: "pooling" }),
    fullyConnectedLayer(kinds.length, { name: "fc" }),
    softmaxLayer({ name: "softmax" }),
    classificationLayer({ name: "output" }),
  ];
}

/** The trained network. */
export async function trained({ count = 600, maxEpochs = 15, seed = 1 } = {}): Promise<Network> {
  const { sequences, labels } = markedMoments(count, seed);
  const options = trainingOptions("adam", {
    maxEpochs,
    initialLearnRate: 0.01,
    miniBatchSize: 30,
    shuffle: "every-epoch",
    seed,
    verbose: false,
  });
  return (await trainNetwork(sequences, labels, network(), options)).net;
}

/** How far from the moment the attention and the integrated gradients of each sequence peak, in steps. */
export async function peaks(net: Network, { sequences, moments }: ReturnType<typeof markedMoments>) {
  const found: { attention: number; gradients: number; error: number }[] = [];
  for (const [i, sequence] of sequences.entries()) {
    const { mean } = await attentionMap(net, sequence, "pooling");
    const { overTime, error } = await integratedGradients(net, sequence);
    const away = (values: readonly number[]): number => Math.abs(peakOf(values) - moments[i]);
    found.push({ attention: away(mean[0]), gradients: away(overTime!), error });
  }
  return found;
}

/** Where numbers are largest in size. */
export function peakOf(values: readonly number[]): number {
  return values.reduce((best, value, i) => (Math.abs(value) > Math.abs(values[best]) ? i : best), 0);
}

if (process.argv[1] === import.meta.filename) {
  const net = await trained();
  const test = markedMoments(200, 101);
  const { labels } = await classify(net, test.sequences);
  const right = (labels as string[]).filter((label, i) => label === test.labels[i]).length;
  const found = await peaks(net, test);
  const near = (which: "attention" | "gradients"): string =>
    `${((100 * found.filter((peak) => peak[which] <= 3).length) / found.length).toFixed(1)} %`;
  console.log(`Test accuracy: ${(right / 200).toFixed(3)}`);
  console.log(
    `Peaks within three steps of the moment: attention ${near("attention")}, integrated gradients ${near("gradients")}`,
  );
}
