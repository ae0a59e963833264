import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readGraph } from "../../src/network/graphFile.ts";
import type { Network } from "../../src/network/network.ts";
import { floats } from "../../src/tensor.ts";
import type { TrainingInfo } from "../../src/train/trainingInfo.ts";
import { trainingOptions } from "../../src/train/trainingOptions.ts";
import { trainNetwork } from "../../src/train/trainNetwork.ts";

interface FlatArray {
  readonly shape: number[];
  readonly data: number[];
}

interface Golden {
  readonly options: { readonly solver: "adam" } & Record<string, number | string>;
  readonly graph: unknown;
  readonly batches: readonly { readonly predictors: FlatArray; readonly labels: FlatArray }[];
  readonly initialLearnables: Readonly<Record<string, FlatArray>>;
  readonly losses: FlatArray;
  readonly finalLearnables: Readonly<Record<string, FlatArray>>;
}

const golden = JSON.parse(readFileSync(new URL("../golden/tcn-training.json", import.meta.url), "utf8")) as Golden;
const steps = golden.losses.data.length;

function goldenNetwork(): Network {
  const learnables = Object.entries(golden.initialLearnables).map(
    ([key, { shape, data }]) => [key, floats(shape, data)] as const,
  );
  return { graph: readGraph(golden.graph), learnables: new Map(learnables), states: new Map() };
}

/** The sequences and labels of all mini-batches, one after the other. */
function goldenData() {
  const sequences = golden.batches.flatMap(({ predictors: { shape, data } }) => {
    const [batch, features, time] = shape;
    const each = features * time;
    return Array.from({ length: batch }, (_, i) => ({
      data: Float32Array.from(data.slice(i * each, (i + 1) * each)),
      size: [features, time] as [number, number],
    }));
  });
  return { sequences, labels: golden.batches.flatMap(({ labels }) => labels.data.map((code) => String(code + 1))) };
}

/** Twenty steps: whole epochs, stopped after the last recorded one. */
async function trained(): Promise<{ net: Network; info: TrainingInfo }> {
  const { sequences, labels } = goldenData();
  const { solver, ...constants } = golden.options;
  const options = trainingOptions(solver, {
    ...constants,
    maxEpochs: Math.ceil(steps / golden.batches.length),
    miniBatchSize: sequences.length / golden.batches.length,
    shuffle: "never",
    verbose: false,
    outputFcn: ({ iteration }) => iteration === steps,
  });
  return trainNetwork(sequences, labels, goldenNetwork(), options);
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i])));
}

describe("twenty Adam steps of the temporal convolutional network from PyTorch's weights", async () => {
  const { net, info } = await trained();

  it("have PyTorch's losses within 1e-5", () => {
    expect(info.trainingLoss).toHaveLength(steps);
    expect(largestDifference(info.trainingLoss, golden.losses.data)).toBeLessThan(1e-5);
  });

  it("learn something, so that the losses could differ", () => {
    expect(info.trainingLoss.at(-1)! / info.trainingLoss[0]).toBeLessThan(0.9);
  });

  it("end at PyTorch's weights of the last layer within 1e-5", () => {
    for (const [key, { shape, data }] of Object.entries(golden.finalLearnables)) {
      const array = net.learnables.get(key)!;
      expect(array.shape).toEqual(shape);
      expect(largestDifference(array.data, data)).toBeLessThan(1e-5);
      expect(largestDifference(array.data, golden.initialLearnables[key].data)).toBeGreaterThan(1e-3);
    }
  });
});
