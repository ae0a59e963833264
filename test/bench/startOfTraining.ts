import type { NpyArray } from "../../src/data/npy.ts";
import { writeNpz } from "../../src/data/npz.ts";
import { writeWhole } from "../../src/data/writeFile.ts";
import { assembleNetwork } from "../../src/train/assembleNetwork.ts";
import { toDataSet } from "../../src/train/trainingData.ts";
import { trainingOptions } from "../../src/train/trainingOptions.ts";
import { trainNetwork } from "../../src/train/trainNetwork.ts";
import type { StartOfTraining } from "./contender.ts";
import { type Recordings, recordings } from "./data.ts";
import type { Contest } from "./networks.ts";

/**
 * Trains for some steps on one mini-batch, without dropout, and writes what it starts from to a `.npz` file: every learnable as
 * `layer/name`, the data as `predictors` [batch, features, time] and `labels`.
 */
export async function startOfTraining(contest: Contest, threads: number, count: number, file: string): Promise<StartOfTraining> {
  const { network, shape } = contest;
  const { X, T, classes } = firstBatch(contest);
  const start = assembleNetwork(network.graph(shape, classes, false), { initialize: true, seed: 1 });
  const labels = Int32Array.from(T, (label) => classes.indexOf(label));
  const [features, time] = X[0].size;
  const arrays = new Map<string, NpyArray>([
    ...start.learnables,
    ["predictors", { type: "float32", shape: [X.length, features, time], data: joined(X) }],
    ["labels", { type: "int32", shape: [labels.length], data: labels }],
  ]);
  writeWhole(file, writeNpz(arrays, { compressed: false }));
  const settings = { maxEpochs: count, miniBatchSize: X.length, shuffle: "never", l2Regularization: 0, verbose: false } as const;
  const { info } = await trainNetwork(toDataSet(X, T, { classes }), start, trainingOptions("adam", { ...settings, threads }));
  const learnables = [...start.learnables.values()].reduce((sum, { data }) => sum + data.length, 0);
  return { losses: info.trainingLoss, learnables };
}

/** A mini-batch whose features have the mean zero, so that it makes no difference whether a network's input layer subtracts it. */
function firstBatch(contest: Contest): Recordings {
  const { X, T, classes } = recordings(contest, false);
  const batch = X.slice(0, contest.shape.batch);
  const [features, time] = batch[0].size;
  const means = Array.from({ length: features }, (_, feature) => {
    const values = batch.flatMap(({ data }) => [...data.subarray(feature * time, (feature + 1) * time)]);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  });
  const centred = batch.map(({ data, size }) => ({ data: data.map((value, at) => value - means[Math.floor(at / time)]), size }));
  return { X: centred, T: T.slice(0, batch.length), classes };
}

function joined(X: Recordings["X"]): Float32Array {
  const all = new Float32Array(X.length * X[0].data.length);
  for (const [index, { data }] of X.entries()) all.set(data, index * data.length);
  return all;
}
