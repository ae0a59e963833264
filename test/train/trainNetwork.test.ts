import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  batchNormalizationLayer,
  classificationLayer,
  convolution1dLayer,
  dropoutLayer,
  featureInputLayer,
  fullyConnectedLayer,
  globalAveragePooling1dLayer,
  regressionLayer,
  sequenceInputLayer,
  softmaxLayer,
  tanhLayer,
} from "../../layers/index.ts";
import { LayerGraphError } from "../../src/errors.ts";
import { defineLayer, type Layer } from "../../src/layer.ts";
import type { Network } from "../../src/network/network.ts";
import { multiply } from "../../src/ops/index.ts";
import { evaluateNetwork } from "../../src/train/evaluateNetwork.ts";
import { toDataSet } from "../../src/train/trainingData.ts";
import { type TrainingOptionsInput, trainingOptions } from "../../src/train/trainingOptions.ts";
import { trainNetwork } from "../../src/train/trainNetwork.ts";
import { sequences } from "./networkExamples.ts";

const classes = ["down", "up"];
const X = sequences([9, 9, 6, 9, 5, 9, 9, 7, 9, 9]);
/** What can be learned: whether the first feature is above its mean on average. */
const T = X.map(({ data, size: [, time] }) => (data.subarray(0, time).reduce((a, b) => a + b, 0) / time > 1 ? "up" : "down"));

function classifier({
  inner = [],
  normalization = "none",
}: {
  inner?: Layer[];
  normalization?: "none" | "zscore";
} = {}): Layer[] {
  return [
    sequenceInputLayer(3, { normalization, name: "input" }),
    convolution1dLayer(3, 4, { padding: "causal", name: "conv" }),
    tanhLayer({ name: "tanh" }),
    ...inner,
    globalAveragePooling1dLayer({ name: "pooling" }),
    fullyConnectedLayer(2, { name: "fc" }),
    softmaxLayer({ name: "softmax" }),
    classificationLayer({ classes, name: "output" }),
  ];
}

function options(more: TrainingOptionsInput<"adam"> = {}) {
  return trainingOptions("adam", { verbose: false, threads: 1, maxEpochs: 3, miniBatchSize: 4, ...more });
}

/** The numbers of a network's learnables and states. */
function numbersOf({ learnables, states }: Network): number[][] {
  return [...learnables.values(), ...states.values()].map(({ data }) => [...data]);
}

async function refusal(promise: Promise<unknown>): Promise<LayerGraphError> {
  const error: unknown = await promise.then(
    () => undefined,
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(LayerGraphError);
  return error as LayerGraphError;
}

describe("trainNetwork", () => {
  it("gives the same network to the bit for the same seed, and another for another", async () => {
    const lgraph = classifier({ inner: [dropoutLayer(0.5, { name: "dropout" })], normalization: "zscore" });
    const train = async (seed: number) => trainNetwork(X, T, lgraph, options({ seed, shuffle: "every-epoch" }));
    const [first, second, other] = [await train(3), await train(3), await train(4)];
    expect(numbersOf(second.net)).toEqual(numbersOf(first.net));
    expect(second.info.trainingLoss).toEqual(first.info.trainingLoss);
    expect(numbersOf(other.net)).not.toEqual(numbersOf(first.net));
  });

  it("leaves out the observations that fill no mini-batch, unless they are all there are", async () => {
    const { info } = await trainNetwork(X, T, classifier(), options());
    expect(info.trainingLoss).toHaveLength(6);
    expect(info).toMatchObject({ outputNetworkIteration: 6, stopReason: "max-epochs" });
    const whole = await trainNetwork(X, T, classifier(), options({ miniBatchSize: 100 }));
    expect(whole.info.trainingLoss).toHaveLength(3);
    expect(whole.info.trainingAccuracy!.every((percent) => Number.isInteger(percent / 10))).toBe(true);
  });

  it("lowers the learning rate by its schedule", async () => {
    const schedule = { learnRateSchedule: "piecewise", learnRateDropPeriod: 2, learnRateDropFactor: 0.5 } as const;
    const { info } = await trainNetwork(
      X,
      T,
      classifier(),
      options({ ...schedule, initialLearnRate: 0.1, maxEpochs: 5, miniBatchSize: 10 }),
    );
    expect(info.baseLearnRate).toEqual([0.1, 0.1, 0.05, 0.05, 0.025]);
  });

  it("learns labels of sequences", async () => {
    const { net, info } = await trainNetwork(X, T, classifier(), options({ maxEpochs: 60, initialLearnRate: 0.05 }));
    expect(info.trainingLoss.at(-1)).toBeLessThan(0.3 * info.trainingLoss[0]);
    expect((await evaluateNetwork(net, toDataSet(X, T, { classes }))).accuracy).toBeGreaterThanOrEqual(0.9);
  });

  it("learns labels of time steps", async () => {
    const steps = X.map(({ data, size: [, time] }) => Array.from(data.subarray(0, time), (v) => (v > 1 ? "up" : "down")));
    const lgraph = classifier().filter(({ name }) => name !== "pooling");
    const { info } = await trainNetwork(X, steps, lgraph, options({ maxEpochs: 60, initialLearnRate: 0.05 }));
    expect(info.trainingAccuracy!.at(-1)).toBeGreaterThan(90);
  });

  it("learns numbers for sequences, for time steps and for feature vectors", async () => {
    const tail = [fullyConnectedLayer(1, { name: "fc" }), regressionLayer({ name: "output" })];
    const settings = options({ maxEpochs: 80, initialLearnRate: 0.05 });
    const front = classifier().slice(0, 3);
    const means = X.map(({ data, size: [, time] }) => data.subarray(0, time).reduce((a, b) => a + b, 0) / time);
    const running = X.map(({ data, size: [, time] }) => [Array.from(data.subarray(0, time), (v) => 0.5 * v)]);
    const pooling = globalAveragePooling1dLayer({ name: "pooling" });
    const results = [
      await trainNetwork(X, means, [...front, pooling, ...tail], settings),
      await trainNetwork(X, running, [...front, ...tail], settings),
      await trainNetwork(
        X.map(({ data }) => data.slice(0, 3)),
        X.map(({ data }) => data[0] - data[1]),
        [featureInputLayer(3, { name: "input" }), ...tail],
        settings,
      ),
    ];
    for (const { info } of results) {
      expect(info.trainingRMSE!.at(-1)).toBeLessThan(0.4 * info.trainingRMSE![0]);
      expect(info.trainingRMSE![0]).toBeCloseTo(Math.sqrt(2 * info.trainingLoss[0]), 6);
    }
  });

  it("goes on from a trained network", async () => {
    const settings = options({ maxEpochs: 20, initialLearnRate: 0.02, miniBatchSize: 10 });
    const first = await trainNetwork(X, T, classifier(), settings);
    const second = await trainNetwork(X, T, first.net, settings);
    const judged = await evaluateNetwork(first.net, toDataSet(X, T, { classes }));
    expect(second.info.trainingLoss[0]).toBeCloseTo(judged.loss, 6);
    expect(second.info.trainingLoss.at(-1)).toBeLessThan(first.info.trainingLoss.at(-1)!);
  });
});

describe("how a training ends", () => {
  const opposite = T.map((label) => (label === "up" ? "down" : "up"));
  const learning = { miniBatchSize: 10, maxEpochs: 30, initialLearnRate: 0.02, validationFrequency: 1 } as const;
  const worsening = { ...learning, validationData: [X, opposite] } as const;

  it("stops where the validation loss has not fallen for as long as validationPatience says", async () => {
    const { info } = await trainNetwork(X, T, classifier(), options({ ...worsening, validationPatience: 3 }));
    const best = info.validationLoss!.indexOf(Math.min(...info.validationLoss!));
    expect(info.validationLoss).toHaveLength(best + 1 + 3);
    expect(info.stopReason).toBe("validation-criterion");
    expect(info.finalValidationLoss).toBe(info.validationLoss!.at(-1));
  });

  it("returns the network with the least validation loss where asked to", async () => {
    const validated = options({ ...worsening, outputNetwork: "best-validation" });
    const { net, info } = await trainNetwork(X, T, classifier(), validated);
    const best = 1 + info.validationLoss!.indexOf(Math.min(...info.validationLoss!));
    expect(best).toBeLessThan(learning.maxEpochs);
    expect(info.outputNetworkIteration).toBe(best);
    expect(info.finalValidationLoss).toBe(info.validationLoss![best - 1]);
    const shorter = await trainNetwork(X, T, classifier(), options({ ...learning, maxEpochs: best }));
    expect(numbersOf(net)).toEqual(numbersOf(shorter.net));
  });

  it("stops after the iteration in which an output function returns true, all of which are told what happened", async () => {
    const states: string[] = [];
    const outputFcn = [
      ({ state, iteration }: { state: string; iteration: number }) => void states.push(`${state} ${iteration}`),
      ({ iteration }: { iteration: number }) => iteration === 2,
    ];
    const { net, info } = await trainNetwork(X, T, classifier(), options({ ...learning, outputFcn }));
    expect(states).toEqual(["start 0", "iteration 1", "iteration 2", "done 2"]);
    expect(info).toMatchObject({ stopReason: "output-function", outputNetworkIteration: 2 });
    const shorter = await trainNetwork(X, T, classifier(), options({ ...learning, maxEpochs: 2 }));
    expect(numbersOf(net)).toEqual(numbersOf(shorter.net));
  });

  it("returns what was learned so far when its signal is aborted", async () => {
    const controller = new AbortController();
    const outputFcn = ({ iteration }: { iteration: number }) => void (iteration === 2 && controller.abort());
    const { net, info } = await trainNetwork(X, T, classifier(), options({ ...learning, outputFcn, signal: controller.signal }));
    expect(info).toMatchObject({ stopReason: "stopped", outputNetworkIteration: 2 });
    const shorter = await trainNetwork(X, T, classifier(), options({ ...learning, maxEpochs: 2 }));
    expect(numbersOf(net)).toEqual(numbersOf(shorter.net));
  });

  it("names layer and iteration where the loss stops being a number", async () => {
    const hugeLayer = defineLayer({
      type: "hugeLayer",
      options: z.object({}),
      predict: ({ inputs: [x] }) => multiply(multiply(x.value, 1e38), 1e38),
    });
    const huge = await refusal(trainNetwork(X, T, classifier({ inner: [hugeLayer({ name: "huge" })] }), options()));
    expect(huge.code).toBe("not-a-number");
    expect(huge.message).toMatch(
      /^iteration 1: the loss is (not a number|infinite); it first appeared in the output of 'huge'\. /,
    );
    const features = X.map(({ data }) => data.slice(0, 3));
    const lgraph = [
      featureInputLayer(3, { name: "input" }),
      fullyConnectedLayer(1, { name: "fc" }),
      regressionLayer({ name: "output" }),
    ];
    const wild = trainingOptions("sgdm", { verbose: false, threads: 1, initialLearnRate: 1e30, maxEpochs: 9, miniBatchSize: 10 });
    const numbers = features.map(([a]) => a);
    const diverged = await refusal(trainNetwork(features, numbers, lgraph, wild));
    expect(diverged.message).toMatch(/^iteration [2-9]: the loss is (not a number|infinite); it first appeared in the /);
  });
});

describe("statistics", () => {
  it("of the input normalization are computed from the data, unless they are given and resetInputNormalization is false", async () => {
    const lgraph = [
      sequenceInputLayer(3, { normalization: "zerocenter", mean: [[1], [2], [3]], name: "input" }),
      ...classifier().slice(1),
    ];
    const meanWith = async (resetInputNormalization: boolean) => [
      ...(await trainNetwork(X, T, lgraph, options({ maxEpochs: 1, resetInputNormalization }))).net.states.get("input/mean")!
        .data,
    ];
    expect(await meanWith(false)).toEqual([1, 2, 3]);
    const [first] = await meanWith(true);
    expect(first).toBeCloseTo(meanOfFirstFeature(), 5);
  });

  it("of batch normalization are those of the whole training set, or the moving ones", async () => {
    const lgraph = [
      sequenceInputLayer(3, { name: "input" }),
      batchNormalizationLayer({ name: "norm" }),
      globalAveragePooling1dLayer({ name: "pooling" }),
      fullyConnectedLayer(2, { name: "fc" }),
      softmaxLayer({ name: "softmax" }),
      classificationLayer({ classes, name: "output" }),
    ];
    const meanWith = async (batchNormalizationStatistics: "population" | "moving") => {
      const settings = options({ maxEpochs: 1, miniBatchSize: 10, batchNormalizationStatistics });
      return (await trainNetwork(X, T, lgraph, settings)).net.states.get("norm/trainedMean")!.data[0];
    };
    expect(await meanWith("population")).toBeCloseTo(meanOfFirstFeature(), 5);
    expect(await meanWith("moving")).toBeCloseTo(0.1 * meanOfFirstFeature(), 5);
  });

  function meanOfFirstFeature(): number {
    const all = X.flatMap(({ data, size: [, time] }) => [...data.subarray(0, time)]);
    return all.reduce((a, b) => a + b, 0) / all.length;
  }
});

describe("sequences of unequal lengths", () => {
  const [a, b] = [X[0], X[4]];
  const labels = ["up", "down"];
  const firstLoss = async (data: typeof X, labels: string[], more: TrainingOptionsInput<"adam"> = {}) => {
    const settings = options({ maxEpochs: 1, shuffle: "never", ...more });
    const { info } = await trainNetwork(toDataSet(data, labels, { classes }), classifier(), settings);
    return info.trainingLoss[0];
  };

  it("have the loss that they have alone, on whichever side they are padded", async () => {
    const alone = (await firstLoss([a], ["up"])) + (await firstLoss([b], ["down"]));
    for (const sequencePaddingDirection of ["left", "right"] as const) {
      const together = await firstLoss([a, b], labels, { sequencePaddingDirection, sequencePaddingValue: 1000 });
      expect(Math.abs(together - alone / 2)).toBeLessThan(1e-6);
    }
  });

  it('have another loss with paddingMode "matlab", for which padding is data', async () => {
    const exact = await firstLoss([a, b], labels);
    for (const sequencePaddingDirection of ["left", "right"] as const) {
      const padded = await firstLoss([a, b], labels, { paddingMode: "matlab", sequencePaddingDirection });
      expect(Math.abs(padded - exact)).toBeGreaterThan(1e-4);
    }
  });
});
