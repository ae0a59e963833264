import { describe, expect, it } from "vitest";
import {
  additionLayer,
  classificationLayer,
  convolution1dLayer,
  featureInputLayer,
  fullyConnectedLayer,
  globalMaxPooling1dLayer,
  regressionLayer,
  sequenceInputLayer,
  softmaxLayer,
} from "../../layers/index.ts";
import { LayerGraphError } from "../../src/errors.ts";
import { type LayerGraph, layerGraph } from "../../src/network/layerGraph.ts";
import { classify } from "../../src/train/classify.ts";
import { evaluateNetwork } from "../../src/train/evaluateNetwork.ts";
import { decodeNetwork, encodeNetwork } from "../../src/train/networkFile.ts";
import { predict } from "../../src/train/predict.ts";
import { trainingOptions } from "../../src/train/trainingOptions.ts";
import { trainNetwork } from "../../src/train/trainNetwork.ts";
import { randomNetwork, sequences } from "./networkExamples.ts";

/** Two sequences of lengths of their own and a vector of features decide together. */
function threeInputs(sourceTime = "sourceTime"): LayerGraph {
  return layerGraph([
    sequenceInputLayer(3, { name: "source", normalization: "zerocenter", timeDimension: sourceTime }),
    convolution1dLayer(3, 4, { name: "sourceConv", padding: "causal" }),
    globalMaxPooling1dLayer({ name: "sourcePool" }),
    additionLayer(3, { name: "add" }),
    fullyConnectedLayer(2, { name: "fc" }),
    softmaxLayer({ name: "softmax" }),
    classificationLayer({ name: "output" }),
  ])
    .addLayers([
      sequenceInputLayer(2, { name: "target" }),
      convolution1dLayer(2, 4, { name: "targetConv", padding: "causal" }),
      globalMaxPooling1dLayer({ name: "targetPool" }),
    ])
    .addLayers([featureInputLayer(5, { name: "facts", normalization: "zscore" }), fullyConnectedLayer(4, { name: "factsFc" })])
    .connectLayers("targetPool", "add/in2")
    .connectLayers("factsFc", "add/in3");
}

const source = sequences([4, 9, 2, 7, 5, 3]);
const target = sequences([8, 1, 6, 6, 3, 2], 2);
const facts = source.map((_, n) => [n % 2, 1 - (n % 2), n, 0.5, -n]);
const labels = source.map((_, n) => (n % 2 === 0 ? "even" : "odd"));
const X = { source, target, facts };
const settings = { maxEpochs: 30, miniBatchSize: 3, initialLearnRate: 0.05, verbose: false, threads: 1, seed: 2 } as const;

async function message(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => undefined,
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(LayerGraphError);
  return (error as LayerGraphError).message;
}

describe("a network with several inputs", () => {
  it("trains on predictors by the names of its inputs, whose sequences have lengths of their own, saves, loads and predicts the same", async () => {
    const { net, info } = await trainNetwork(X, labels, threeInputs(), trainingOptions("adam", settings));
    expect(info.trainingLoss.at(-1)).toBeLessThan(0.2);
    const { labels: found, scores } = await classify(net, X);
    expect(found).toEqual(labels);
    const loaded = decodeNetwork(encodeNetwork(net));
    expect((await classify(loaded, X)).scores).toEqual(scores);
    const { accuracy, loss, observations } = await evaluateNetwork(net, { predictors: X, responses: labels });
    expect({ accuracy, observations }).toEqual({ accuracy: 1, observations: 6 });
    expect(loss).toBeLessThan(0.2);
  });

  it("takes a list in the order of the input layers, and gives the same to the bit", async () => {
    const options = trainingOptions("adam", { ...settings, maxEpochs: 2 });
    const named = await trainNetwork(X, labels, threeInputs(), options);
    const listed = await trainNetwork([source, target, facts], labels, threeInputs(), options);
    expect(listed.net.learnables).toEqual(named.net.learnables);
    const pair = { predictors: X, responses: labels };
    const validated = await trainNetwork(
      X,
      labels,
      threeInputs(),
      trainingOptions("adam", { ...settings, maxEpochs: 2, validationData: pair }),
    );
    expect(validated.info.finalValidationAccuracy).toBeGreaterThanOrEqual(0);
    expect(validated.net.learnables).toEqual(named.net.learnables);
  });

  it("gives an observation in a padded batch what it gives it alone", async () => {
    const net = randomNetwork(
      threeInputs().replaceLayer("output", [classificationLayer({ classes: ["a", "b"], name: "output" })]),
    );
    const { values } = await predict(net, X);
    for (const n of source.keys()) {
      const alone = await predict(net, { source: [source[n]], target: [target[n]], facts: [facts[n]] });
      for (const [i, score] of (alone.values[0] as Float32Array).entries()) {
        expect((values[n] as Float32Array)[i]).toBeCloseTo(score, 5);
      }
    }
  });

  it("takes the mean of each input's own data for its normalization", async () => {
    const { net } = await trainNetwork(X, labels, threeInputs(), trainingOptions("sgdm", { ...settings, maxEpochs: 1 }));
    const first = source.flatMap(({ data, size }) => [...data.subarray(0, size[1])]);
    const mean = first.reduce((a, b) => a + b, 0) / first.length;
    expect(net.states.get("source/mean")!.data[0]).toBeCloseTo(mean, 5);
    expect(net.states.get("facts/mean")!.data[2]).toBeCloseTo(2.5, 6);
  });

  it("says which inputs it has where they are given otherwise", async () => {
    const train = (x: unknown, t: unknown = labels, graph = threeInputs()) =>
      message(trainNetwork(x as never, t as never, graph, trainingOptions("adam", settings)));
    expect(await train(source)).toBe(
      "X: the network has 3 inputs ('source', 'target', 'facts'), received 6. Give { source: …, target: …, facts: … }, or a list in this order.",
    );
    expect(await train({ source, target })).toBe("X: there is nothing for the input 'facts' of the network.");
    expect(await train({ source, target, fact: facts })).toBe("X: the network has no input 'fact'. Did you mean 'facts'?");
    expect(await train({ ...X, target: target.slice(1) })).toBe(
      "Input 'source' has 6 observations, but input 'target' has 5; all inputs need the same.",
    );
    expect(await train({ ...X, facts: source })).toBe(
      "Invalid training data. 'facts' takes feature vectors, but the data are sequences.",
    );
    expect(await train({ ...X, target: facts })).toBe(
      "Invalid training data. 'target' takes sequences, but the data are feature vectors. A sequence is a list of features, each with a number for every time step; in a .csv file, name the column that tells sequences apart with sequenceId (--sequence-id).",
    );
    expect(await train(X, labels.slice(1))).toBe("There are 6 observations but 5 responses; each observation needs one.");
    expect(await train(X, { output: labels, other: labels })).toBe(
      "T: the network has no output 'other'. Its outputs are 'softmax'.",
    );
    expect(await train(X, labels, threeInputs("time"))).toBe(
      "Observation 0 has 4 time steps in input 'source' and 8 in input 'target', which share the time dimension 'time'. Give one of the input layers a timeDimension of its own.",
    );
  });

  it("refuses to cut sequences into pieces where pieces of its time dimensions need not correspond", async () => {
    const options = trainingOptions("adam", { ...settings, sequenceLength: 3 });
    expect(await message(trainNetwork(X, labels, threeInputs(), options))).toContain(
      "the network has the time dimensions sourceTime, time, whose pieces need not correspond",
    );
  });

  it("feeds inputs that share a time dimension sequences of the same lengths, and compares responses with them step by step", async () => {
    const perStep = layerGraph([
      sequenceInputLayer(2, { name: "left" }),
      additionLayer(2, { name: "add" }),
      fullyConnectedLayer(2, { name: "fc" }),
      regressionLayer({ name: "numbers" }),
    ])
      .addLayers(sequenceInputLayer(2, { name: "right" }))
      .connectLayers("right", "add/in2");
    const both = { left: target, right: target };
    const options = trainingOptions("adam", { ...settings, maxEpochs: 60, initialLearnRate: 0.1 });
    const { net } = await trainNetwork(both, target, perStep, options);
    const { values } = await predict(net, both);
    expect(values.map((value) => (value as { size: readonly number[] }).size)).toEqual(target.map(({ size }) => size));
    expect((await evaluateNetwork(net, { predictors: both, responses: target })).rmse).toBeLessThan(0.2);
    expect(await message(trainNetwork(both, sequences([4, 9, 2, 7, 5, 3], 2), perStep, options))).toBe(
      "Observation 0 has 8 time steps, but its response has 4; both must be the same.",
    );
  });
});
