import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { LayerGraphError } from "../../src/errors.ts";
import { freezeWeights } from "../../src/network/factors.ts";
import type { Network } from "../../src/network/network.ts";
import type { TrainingPageData } from "../../src/report/live/trainingRun.ts";
import type { IterationReport } from "../../src/train/trainingLoop.ts";
import { type TrainingOptions, trainingOptions } from "../../src/train/trainingOptions.ts";
import { type TrainingRequest, train } from "../../src/train/trainNetwork.ts";
import { sequences, tinyTcn } from "./networkExamples.ts";

const X = sequences([9, 4, 13, 6, 9, 7, 8, 5, 11]);
const T = ["up", "down", "up", "still", "down", "up", "still", "still", "down"];
const own = { verbose: false, threads: 1, maxEpochs: 3, miniBatchSize: 4, shuffle: "every-epoch" } as const;
const plots = "training-progress";
const layers = ["conv1_1", "norm_1", "convSkip", "conv1_2", "norm_2", "fc"];

const folder = mkdtempSync(join(tmpdir(), "layergraph-watch-"));
afterAll(() => rmSync(folder, { recursive: true }));

function trained(options: TrainingOptions, more: Partial<TrainingRequest> = {}) {
  return train({ data: { predictors: X, responses: T }, layers: tinyTcn(), options, onPage: () => {}, ...more });
}

function bitsOf({ learnables, states }: Network): Map<string, Buffer> {
  return new Map(
    [...learnables, ...states].map(([key, { data }]) => [key, Buffer.from(data.buffer, data.byteOffset, data.byteLength)]),
  );
}

/** What a page that is opened at the address would hold and be told first. */
async function pageAt(address: string): Promise<TrainingPageData> {
  const html = await (await fetch(address)).text();
  return JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html)![1]) as TrainingPageData;
}

describe("a training that is watched", () => {
  it.each([
    ["adam", {}],
    ["sgdm", {}],
    ["rmsprop", {}],
    ["adam", { gradientThreshold: 0.1 }],
    ["sgdm", { gradientThreshold: 0.1, gradientThresholdMethod: "global-l2norm" }],
    ["rmsprop", { gradientThreshold: 0.01, gradientThresholdMethod: "absolute-value" }],
    ["adam", { sequenceLength: 5 }],
  ] as const)("gives the same bits as one that is not: %s %j", async (solver, more) => {
    const plain = await trained(trainingOptions(solver, { ...own, ...more }));
    const watched = await trained(trainingOptions(solver, { ...own, ...more, plots }));
    expect(bitsOf(watched.net)).toEqual(bitsOf(plain.net));
    expect(watched.info.trainingLoss).toEqual(plain.info.trainingLoss);
    expect(plain.info.run).toBeUndefined();
    expect(watched.info.run!.curves.gradientNorm.x).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("records what the table and the output functions are told, and how it ended", async () => {
    const reports: IterationReport[] = [];
    const options = trainingOptions("adam", { ...own, validationData: [X, T], validationFrequency: 2 });
    const { info } = await trained(options, { record: true, name: "mine", onIteration: (report) => void reports.push(report) });
    const { facts, curves, status } = info.run!;
    expect(facts).toMatchObject({
      name: "mine",
      metric: "accuracy",
      epochs: 3,
      iterations: 6,
      iterationsPerEpoch: 2,
      validated: true,
      layers,
    });
    expect(facts.options).toMatchObject({ solver: "adam", maxEpochs: 3, miniBatchSize: 4 });
    const six = (values: readonly (number | undefined)[]) => values.map((value) => Number(value!.toPrecision(6)));
    expect(curves.progress.x).toEqual([1, 2, 3, 4, 5, 6]);
    expect(curves.progress.mean[0]).toEqual(six(info.trainingLoss));
    expect(curves.progress.mean[1]).toEqual(six(info.trainingAccuracy!));
    expect(curves.progress.mean[2]).toEqual(six(info.baseLearnRate));
    expect(curves.progress.mean[3]).toEqual(six(reports.map(({ seconds }) => seconds)));
    expect(curves.validation.x).toEqual([1, 2, 4, 6]);
    expect(curves.validation.mean[0]).toEqual(six(reports.flatMap(({ validationLoss }) => validationLoss ?? [])));
    expect(status).toMatchObject({ state: "ended", text: "Max epochs completed.", epoch: 3, iteration: 6 });
  });

  it("measures each layer's gradient before regularization, and its update over its weights", async () => {
    const plain = { ...own, maxEpochs: 1, momentum: 0, initialLearnRate: 0.01, gradientThreshold: 1e-3 };
    const none = { l2Regularization: 0, gradientThreshold: Infinity };
    const first = async (more: object) =>
      (await trained(trainingOptions("sgdm", { ...plain, ...more }), { record: true })).info.run!.curves;
    const stopped = await trained(trainingOptions("sgdm", { ...plain, outputFcn: () => true }));
    const weights = layers.map((layer) =>
      Math.hypot(...[...stopped.net.learnables].flatMap(([key, { data }]) => (key.startsWith(`${layer}/`) ? [...data] : []))),
    );
    const free = await first(none);
    layers.forEach((_, i) => {
      // Without momentum, regularization and threshold the update is the learning rate times the gradient.
      expect((free.updateRatio.mean[i][0]! * weights[i]) / 0.01).toBeCloseTo(free.gradientNorm.mean[i][0]!, 4);
    });
    const bounded = await first({ l2Regularization: 0.5 });
    expect(bounded.gradientNorm.mean.map(([norm]) => norm)).toEqual(free.gradientNorm.mean.map(([norm]) => norm));
    expect(bounded.updateRatio.mean[0][0]!).toBeLessThan(free.updateRatio.mean[0][0]!);
  });

  it("leaves out layers that are frozen", async () => {
    const lgraph = freezeWeights(tinyTcn(), ["conv1_1", "fc"]);
    const { info } = await trained(trainingOptions("adam", { ...own, maxEpochs: 1 }), { layers: lgraph, record: true });
    expect(info.run!.facts.layers).toEqual(["norm_1", "convSkip", "conv1_2", "norm_2"]);
    expect(info.run!.curves.gradientNorm.mean).toHaveLength(4);
  });

  it("has the part before it was resumed too", async () => {
    const options = { ...own, checkpointPath: folder, validationData: [X, T], validationFrequency: 2 } as const;
    const { info: first } = await trained(trainingOptions("adam", { ...options, maxEpochs: 2 }), { record: true });
    const { info } = await trained(trainingOptions("adam", { ...options, resume: folder }), { record: true });
    const [before, { facts, curves }] = [first.run!.curves, info.run!];
    expect(facts.iterations).toBe(6);
    expect(curves.progress.x).toEqual([1, 2, 3, 4, 5, 6]);
    expect(curves.progress.mean[0].slice(0, 4)).toEqual(before.progress.mean[0]);
    expect(curves.validation.mean[0].slice(0, 3)).toEqual(before.validation.mean[0]);
    expect(curves.progress.mean[3].slice(0, 3)).toEqual([null, null, null]);
    expect(curves.gradientNorm.x).toEqual([5, 6]);
  });
});

describe("the page of a training", () => {
  it("stops the training after its iteration, and the network so far is returned", async () => {
    const learning = { ...own, maxEpochs: 1_000_000, miniBatchSize: 9 } as const;
    let address = "";
    let asked: Promise<Response> | undefined;
    const onIteration = ({ iteration }: IterationReport): void => {
      if (iteration === 3) asked = fetch(`${address}stop`, { method: "POST" });
    };
    const onPage = (given: string): void => {
      address = given;
    };
    const { net, info } = await trained(trainingOptions("adam", { ...learning, plots }), { onIteration, onPage });
    expect((await asked!).status).toBe(204);
    expect(info.stopReason).toBe("stopped");
    expect(info.run!.status).toMatchObject({ state: "ended", text: "Stopped manually." });
    const { length } = info.trainingLoss;
    expect(info.outputNetworkIteration).toBe(length);
    const shorter = await trained(trainingOptions("adam", { ...learning, maxEpochs: length }));
    expect(bitsOf(net)).toEqual(bitsOf(shorter.net));
  });

  it("is there before the first iteration, shows earlier trainings of this process, and is gone after the training", async () => {
    await trained(trainingOptions("adam", { ...own, maxEpochs: 1, plots }), { name: "earlier one" });
    let address = "";
    let page: Promise<TrainingPageData> | undefined;
    await trained(trainingOptions("adam", { ...own, plots }), {
      onPage: (given) => {
        address = given;
        page = pageAt(given);
      },
    });
    const { run, earlier } = await page!;
    expect(run).toBeUndefined();
    expect(earlier.map(({ facts }) => facts.name)).toContain("earlier one");
    await expect(fetch(address)).rejects.toThrow();
  });

  it("is gone after a training that failed", async () => {
    let address = "";
    const outputFcn = (): never => {
      throw new LayerGraphError("mine", "no more");
    };
    const onPage = (given: string): void => {
      address = given;
    };
    const failing = trained(trainingOptions("adam", { ...own, outputFcn, plots }), { onPage });
    await expect(failing).rejects.toThrow("no more");
    expect(address).not.toBe("");
    await expect(fetch(address)).rejects.toThrow();
  });
});
