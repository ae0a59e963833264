import { describe, expect, it } from "vitest";
import {
  averagePooling1dLayer,
  classificationLayer,
  convolution1dLayer,
  featureInputLayer,
  fullyConnectedLayer,
  maxPooling1dLayer,
  regressionLayer,
  sequenceInputLayer,
  softmaxLayer,
} from "../../layers/index.ts";
import { LayerGraphError } from "../../src/errors.ts";
import { predictionPlan } from "../../src/plan/prediction.ts";
import { onnxRuntimeExecutor, referenceExecutor } from "../../src/run/index.ts";
import { activations } from "../../src/train/activations.ts";
import { assembleNetwork } from "../../src/train/assembleNetwork.ts";
import { classify } from "../../src/train/classify.ts";
import { batchFeeds } from "../../src/train/feeds.ts";
import { networkData } from "../../src/train/networkData.ts";
import { decodeNetwork, encodeNetwork } from "../../src/train/networkFile.ts";
import type { Prediction } from "../../src/train/networkOutputs.ts";
import { predict } from "../../src/train/predict.ts";
import type { PredictionOptions } from "../../src/train/predictionOptions.ts";
import { fedInputs } from "../../src/train/prepareNetwork.ts";
import { randomNetwork, sequences, tinyTcn } from "./networkExamples.ts";

const lengths = [9, 4, 13, 1, 9, 2];

/** The largest difference of two results of the same kind and sizes. */
function difference(a: Prediction, b: Prediction): number {
  const numbers = ({ values }: Prediction): number[] => values.flatMap((v) => [...("size" in v ? v.data : v)]);
  const sizes = ({ values }: Prediction): string => values.map((v) => ("size" in v ? v.size : [v.length])).join(";");
  expect(sizes(a)).toBe(sizes(b));
  const [x, y] = [numbers(a), numbers(b)];
  return Math.max(...x.map((v, i) => Math.abs(v - y[i])));
}

async function message(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => undefined,
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(LayerGraphError);
  return (error as LayerGraphError).message;
}

describe("predict", () => {
  const oneAtATime: PredictionOptions = { miniBatchSize: 1 };

  for (const sequencePaddingDirection of ["right", "left"] as const) {
    it(`gives a sequence in a batch padded on the ${sequencePaddingDirection} what it gives it alone`, async () => {
      const X = sequences(lengths);
      for (const lgraph of [tinyTcn(), tinyTcn({ perStep: true })]) {
        const net = randomNetwork(lgraph);
        const together = await predict(net, X, { sequencePaddingDirection, sequencePaddingValue: 1000 });
        expect(difference(together, await predict(net, X, oneAtATime))).toBeLessThan(1e-5);
      }
    });
  }

  it("gives every sequence as many steps as its own length leaves after strides and windows", async () => {
    const net = randomNetwork([
      sequenceInputLayer(3, { minLength: 4, name: "input" }),
      convolution1dLayer(3, 4, { stride: 2, name: "conv" }),
      maxPooling1dLayer(2, { padding: "same", name: "pool" }),
      averagePooling1dLayer(2, { padding: "same", name: "mean" }),
      regressionLayer({ name: "output" }),
    ]);
    const X = sequences([9, 4, 13, 5]);
    for (const paddingMode of ["exact", "matlab"] as const) {
      const together = await predict(net, X, { paddingMode });
      expect(together.values.map((v) => ("size" in v ? v.size : []))).toEqual([
        [4, 4],
        [4, 1],
        [4, 6],
        [4, 2],
      ]);
      if (paddingMode === "exact") expect(difference(together, await predict(net, X, oneAtATime))).toBeLessThan(1e-5);
    }
  });

  it('takes padding for data with paddingMode "matlab", on the side asked for, and still cuts it off', async () => {
    const net = randomNetwork([
      sequenceInputLayer(1, { name: "input" }),
      convolution1dLayer(3, 1, { padding: "causal", weights: [[[1]], [[1]], [[1]]], bias: 0, name: "sum" }),
      regressionLayer({ name: "output" }),
    ]);
    const X = [[[1, 2, 3]], [[5]]];
    const padding = { paddingMode: "matlab", sequencePaddingValue: 10 } as const;
    const left = await predict(net, X, { ...padding, sequencePaddingDirection: "left" });
    expect(left.values.map((v) => [...("size" in v ? v.data : v)])).toEqual([[1, 3, 6], [25]]);
    const right = await predict(net, X, { ...padding, sequencePaddingDirection: "right" });
    expect(right.values.map((v) => [...("size" in v ? v.data : v)])).toEqual([[1, 3, 6], [5]]);
  });

  it("puts the pieces of cut sequences together again, and refuses to cut where a sequence has one output", async () => {
    const perStep = randomNetwork([
      sequenceInputLayer(3, { name: "input" }),
      fullyConnectedLayer(2, { name: "fc" }),
      regressionLayer({ name: "output" }),
    ]);
    const X = sequences(lengths);
    for (const sequencePaddingDirection of ["right", "left"] as const) {
      const cut = await predict(perStep, X, { sequenceLength: 4, sequencePaddingDirection });
      expect(difference(cut, await predict(perStep, X))).toBeLessThan(1e-6);
    }
    expect(await message(predict(randomNetwork(tinyTcn()), X, { sequenceLength: 4 }))).toBe(
      'sequenceLength 4 cuts sequence 1 of 9 steps into pieces, but the network has one output for each whole sequence. Use "longest".',
    );
  });

  it("gives the open output of a network without an output layer, once it is said to be a dlnetwork", async () => {
    const layers = [featureInputLayer(2), fullyConnectedLayer(1, { weights: [[2, 3]], bias: 1 })];
    expect(() => assembleNetwork(layers)).toThrow("Missing output layer.");
    const net = assembleNetwork(layers, { targetUsage: "dlnetwork" });
    expect(await predict(net, [[1, 2]])).toEqual({ kind: "vectors", values: [Float32Array.of(9)] });
    expect(await predict(decodeNetwork(encodeNetwork(net)), [[1, 2]])).toEqual({ kind: "vectors", values: [Float32Array.of(9)] });
  });

  it("takes feature vectors and tells its progress", async () => {
    const net = randomNetwork([
      featureInputLayer(2, { name: "input" }),
      fullyConnectedLayer(1, {
        weights: [[2, 3]],
        bias: 1,
        name: "fc",
      }),
      regressionLayer({ name: "output" }),
    ]);
    const seen: number[] = [];
    const { values } = await predict(
      net,
      [
        [1, 1],
        [2, 0],
        [0, 1],
      ],
      { miniBatchSize: 2, onProgress: ({ done, observations }) => seen.push(done, observations) },
    );
    expect(values).toEqual([Float32Array.of(6), Float32Array.of(5), Float32Array.of(4)]);
    expect(seen).toEqual([2, 3, 3, 3]);
  });

  it("refuses MATLAB's spelling, unknown options and data that do not fit, each with one sentence", async () => {
    const net = randomNetwork(tinyTcn());
    const X = sequences([3]);
    expect(await message(predict(net, X, { MiniBatchSize: 1 } as never))).toContain("did you mean miniBatchSize?");
    expect(await message(predict(net, X, { acceleration: "auto" } as never))).toContain("'acceleration' is not offered");
    expect(await message(predict(net, X, { miniBatchSize: 0 }))).toContain("'miniBatchSize' must be a positive whole number");
    expect(await message(predict(net, sequences([3], 2)))).toBe(
      "Invalid prediction data. The prediction sequences are of feature dimension 2 but the input layer expects sequences of feature dimension 3.",
    );
    expect(await message(predict(net.graph as never, X))).toBe(
      "predict: the first argument must be a network, received a layer graph. Make one with trainNetwork, assembleNetwork or loadNetwork.",
    );
  });

  it("computes the same on the reference executor as on the runtime, padded and not", async () => {
    const net = randomNetwork(tinyTcn({ perStep: true }));
    const arrays = new Map([...net.learnables, ...net.states]);
    const padding = { sequenceLength: "longest", paddingValue: 0, direction: "right", mode: "exact" } as const;
    for (const steps of [
      [7, 3, 5],
      [4, 4],
    ]) {
      const inputs = fedInputs(net.graph.layers);
      const data = networkData({ predictors: sequences(steps) }, inputs, []);
      const [batch] = batchFeeds(data, Int32Array.from(steps.keys()), { inputs, targets: [], padding });
      const { plan, outputs } = predictionPlan(net.graph, { padded: batch.padded });
      const [{ name, lengths = "" }] = outputs;
      const results = [];
      for (const executor of [referenceExecutor(), onnxRuntimeExecutor()]) {
        await executor.load("p", plan, arrays);
        results.push(await executor.run("p", batch.feeds));
        await executor.close();
      }
      const [exact, runtime] = results.map((r) => [...(r[name].data as Float32Array)]);
      expect(exact.length).toBe(steps.length * 3 * Math.max(...steps));
      expect(Math.max(...exact.map((v, i) => Math.abs(v - runtime[i])))).toBeLessThan(1e-5);
      if (batch.padded) expect([...(results[1][lengths].data as BigInt64Array)].map(Number)).toEqual(steps);
    }
  });
});

describe("classify", () => {
  it("gives the first of the classes with the largest score, step by step where the network does", async () => {
    const layers = [
      sequenceInputLayer(3, { name: "input" }),
      softmaxLayer({ name: "softmax" }),
      classificationLayer({ classes: ["a", "b", "c"], name: "output" }),
    ];
    const result = await classify(randomNetwork(layers), [
      [
        [1, 0, 0],
        [1, 2, 0],
        [0, 1, 0],
      ],
      [[0], [0], [1]],
    ]);
    expect(result.labels).toEqual([["a", "b", "a"], ["c"]]);
    expect(result.kind === "sequences" && result.scores[0].size).toEqual([3, 3]);
  });

  it("refuses a network that does not tell classes apart, by the name of its output layer", async () => {
    const net = randomNetwork([featureInputLayer(1, { name: "input" }), regressionLayer({ name: "numbers" })]);
    expect(await message(classify(net, [[1]]))).toBe(
      "classify: the network does not tell classes apart: its output layer 'numbers' is a regressionLayer. Use predict.",
    );
  });
});

describe("activations", () => {
  it("gives what every layer puts out, the same in a padded batch as alone", async () => {
    const net = randomNetwork(tinyTcn());
    const X = sequences(lengths);
    for (const { name } of net.graph.layers) {
      const together = await activations(net, X, name);
      expect(together.kind, name).toBe(["gapl", "fc", "softmax", "output"].includes(name) ? "vectors" : "sequences");
      expect(difference(together, await activations(net, X, name, { miniBatchSize: 1 })), name).toBeLessThan(1e-5);
    }
    expect(difference(await activations(net, X, "output"), await predict(net, X))).toBe(0);
    expect(difference(await activations(net, X, "relu_2/out"), await activations(net, X, "relu_2"))).toBe(0);
  });

  it("names the layer that is meant", async () => {
    expect(await message(activations(randomNetwork(tinyTcn()), sequences([3]), "softmx"))).toContain("Did you mean 'softmax'?");
    expect(await message(activations(randomNetwork(tinyTcn()), sequences([3]), "gapl/outt"))).toContain("'gapl/out'");
  });
});

describe("assembleNetwork", () => {
  it("lists all values and classes that are missing", () => {
    const layers = [
      sequenceInputLayer(2, { normalization: "zerocenter", name: "input" }),
      fullyConnectedLayer(2, {
        weights: [
          [1, 0],
          [0, 1],
        ],
        name: "fc",
      }),
      softmaxLayer({ name: "softmax" }),
      classificationLayer({ name: "output" }),
    ];
    expect(() => assembleNetwork(layers)).toThrowErrorMatchingInlineSnapshot(`
      [LayerGraphError: Invalid network.
      Caused by:
          Layer 'output': The classes are not set, and there are no training data to take them from. Give 'output' the option classes: ["…", …].
          Layer 'fc': 'bias' has no value; expected one of size 2×1. Give 'fc' the option bias, or write assembleNetwork(layers, { initialize: true }).
          Layer 'input': 'mean' has no value; expected one of size 2×1. Give 'input' the option mean, or write assembleNetwork(layers, { initialize: true }).]
    `);
    expect(() => assembleNetwork(layers, { initialize: true })).toThrow(/classes/);
    expect(() => assembleNetwork(layers, { Initialize: true } as never)).toThrow("did you mean initialize?");
  });

  it("computes with the given values, and fills in the others from the seed where it may", () => {
    const net = assembleNetwork(tinyTcn(), { initialize: true, seed: 4 });
    expect(assembleNetwork(tinyTcn(), { initialize: true, seed: 4 })).toEqual(net);
    expect(assembleNetwork(tinyTcn(), { initialize: true, seed: 5 }).learnables).not.toEqual(net.learnables);
    expect([...net.states.keys()]).toEqual(["input/mean"]);
  });
});
