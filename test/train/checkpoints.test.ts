import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSafetensors, writeSafetensors } from "../../src/data/safetensors.ts";
import { LayerGraphError } from "../../src/errors.ts";
import type { Network } from "../../src/network/network.ts";
import { type TrainingOptionsInput, trainingOptions } from "../../src/train/trainingOptions.ts";
import { trainNetwork } from "../../src/train/trainNetwork.ts";
import { sequences, tinyTcn } from "./networkExamples.ts";

const X = sequences([9, 4, 13, 6, 9, 7, 8, 5, 11]);
const T = ["up", "down", "up", "still", "down", "up", "still", "still", "down"];
const own = {
  verbose: false,
  threads: 1,
  maxEpochs: 4,
  miniBatchSize: 4,
  shuffle: "every-epoch",
  validationFrequency: 2,
} as const;
const iterations = 8;

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "layergraph-checkpoints-"));
});
afterAll(() => rmSync(root, { recursive: true }));

function options(more: TrainingOptionsInput<"adam">) {
  const checkpoints = { checkpointFrequency: 1, checkpointFrequencyUnit: "iteration", validationData: [X, T] } as const;
  return trainingOptions("adam", { ...own, ...checkpoints, ...more });
}

/** A training that writes a checkpoint after each iteration into a folder of its own. */
async function trained(name: string, more: TrainingOptionsInput<"adam"> = {}) {
  const checkpointPath = join(root, name);
  mkdirSync(checkpointPath);
  return { checkpointPath, ...(await trainNetwork(X, T, tinyTcn(), options({ checkpointPath, ...more }))) };
}

function checkpointOf(folder: string, iteration: number): string {
  return join(folder, readdirSync(folder).find((name) => name.startsWith(`net_checkpoint__${iteration}__`))!);
}

function numbersOf({ learnables, states }: Network): unknown {
  return [...learnables, ...states].map(([key, { data }]) => [key, [...data]]);
}

async function refusal(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => undefined,
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(LayerGraphError);
  return (error as LayerGraphError).message;
}

describe("a training that writes checkpoints", () => {
  it("writes the first before the first step, then as often as asked, and leaves nothing half-written", async () => {
    const { checkpointPath } = await trained("each");
    const names = readdirSync(checkpointPath);
    expect(names.map((name) => Number(name.split("__")[1])).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(names.every((name) => /^net_checkpoint__\d+__\d{4}_\d\d_\d\d__\d\d_\d\d_\d\d\.safetensors$/.test(name))).toBe(true);
    const epochs = await trained("epochs", { checkpointFrequencyUnit: "epoch", checkpointFrequency: 2 });
    expect(readdirSync(epochs.checkpointPath).map((name) => Number(name.split("__")[1]))).toEqual([0, 4, 8]);
  });

  it("writes files in which any framework finds the arrays by layer and name", async () => {
    const { checkpointPath, net } = await trained("arrays");
    const { tensors, metadata } = readSafetensors(readFileSync(checkpointOf(checkpointPath, iterations)));
    for (const [key, { shape, data }] of net.learnables) expect(tensors.get(`learnables/${key}`)).toMatchObject({ shape, data });
    expect(tensors.get("learnables/fc/weights")?.shape).toEqual([6, 3]);
    expect([...tensors.keys()]).toEqual(
      expect.arrayContaining(["states/input/mean", "moments/gradient/fc/bias", "moments/squaredGradient/fc/bias"]),
    );
    expect(tensors.get("history/trainingLoss")?.shape).toEqual([iterations]);
    expect(metadata.format).toBe("layergraph-checkpoint/1");
  });
});

describe("a training that resumes", () => {
  const cases: readonly [string, TrainingOptionsInput<"adam">][] = [
    ["with dropout, shuffling and the best network", { outputNetwork: "best-validation" }],
    ["with mini-batches cut into pieces", { sequenceLength: 5 }],
    ["with patience", { validationPatience: 2, initialLearnRate: 0.3 }],
  ];
  it.each(cases)("goes on to the bit from any iteration, %s", async (what, more) => {
    const { checkpointPath, net, info } = await trained(what, more);
    const last = info.trainingLoss.length;
    for (const from of [0, 1, last - 2]) {
      const resumed = await trainNetwork(X, T, tinyTcn(), options({ ...more, resume: checkpointOf(checkpointPath, from) }));
      expect(numbersOf(resumed.net)).toEqual(numbersOf(net));
      expect({ ...resumed.info, trainingTime: 0 }).toEqual({ ...info, trainingTime: 0 });
    }
  });

  it("takes the last checkpoint of a folder, and begins anew in one without any", async () => {
    const { checkpointPath, info } = await trained("folder");
    const begun: number[] = [];
    const outputFcn = ({ state, iteration }: { state: string; iteration: number }) =>
      void (state === "start" && begun.push(iteration));
    const longer = await trainNetwork(X, T, tinyTcn(), options({ resume: checkpointPath, maxEpochs: 5, outputFcn }));
    expect(longer.info.trainingLoss.slice(0, iterations)).toEqual(info.trainingLoss);
    expect(longer.info.trainingLoss).toHaveLength(10);
    const empty = join(root, "empty");
    mkdirSync(empty);
    const anew = await trainNetwork(X, T, tinyTcn(), options({ resume: empty, outputFcn }));
    expect(anew.info.trainingLoss).toEqual(info.trainingLoss);
    expect(begun).toEqual([8, 0]);
  });
});

describe("a checkpoint of another training is refused by what differs", () => {
  let file: string;
  beforeAll(async () => {
    file = checkpointOf((await trained("refused", { maxEpochs: 1 })).checkpointPath, 2);
  });

  it("data", async () => {
    const changed = X.map(({ data, size }, i) => ({ data: i === 3 ? data.map((v, j) => (j === 0 ? v + 1 : v)) : data, size }));
    const settings = options({ resume: file });
    expect(await refusal(trainNetwork(changed, T, tinyTcn(), settings))).toContain("it was made with other data");
    const otherValidation = options({ resume: file, validationData: [changed, T] });
    expect(await refusal(trainNetwork(X, T, tinyTcn(), otherValidation))).toContain("it was made with other data");
    const labels = T.toSpliced(0, 1, "down");
    expect(await refusal(trainNetwork(X, labels, tinyTcn(), settings))).toContain("it was made with other data");
  });

  it("graph", async () => {
    const fewer = tinyTcn().removeLayers("dropout_2").connectLayers("norm_2", "relu_2");
    expect(await refusal(trainNetwork(X, T, fewer, options({ resume: file })))).toContain(
      "it is of another graph: layer 'dropout_2' is missing",
    );
  });

  it("option", async () => {
    expect(await refusal(trainNetwork(X, T, tinyTcn(), options({ resume: file, initialLearnRate: 0.5 })))).toContain(
      "option 'initialLearnRate' was 0.001 and is 0.5",
    );
    expect(await refusal(trainNetwork(X, T, tinyTcn(), options({ resume: file, seed: 5 })))).toContain(
      "option 'seed' was 0 and is 5",
    );
  });

  it("format, and anything that is no checkpoint", async () => {
    const { tensors, metadata } = readSafetensors(readFileSync(file));
    const future = join(root, "future.safetensors");
    writeFileSync(future, writeSafetensors(tensors, { ...metadata, format: "layergraph-checkpoint/2" }));
    expect(await refusal(trainNetwork(X, T, tinyTcn(), options({ resume: future })))).toContain(
      "its metadata has format 'layergraph-checkpoint/2', expected 'layergraph-checkpoint/1'",
    );
    tensors.delete("learnables/fc/bias");
    writeFileSync(future, writeSafetensors(tensors, metadata));
    expect(await refusal(trainNetwork(X, T, tinyTcn(), options({ resume: future })))).toContain(
      "it has no tensor 'learnables/fc/bias'",
    );
    writeFileSync(future, readFileSync(file).subarray(0, 500));
    expect(await refusal(trainNetwork(X, T, tinyTcn(), options({ resume: future })))).toContain("safetensors");
    expect(await refusal(trainNetwork(X, T, tinyTcn(), options({ resume: join(root, "none") })))).toContain("none");
  });
});
