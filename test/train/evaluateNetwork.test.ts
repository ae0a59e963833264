import { describe, expect, it } from "vitest";
import {
  classificationLayer,
  featureInputLayer,
  fullyConnectedLayer,
  regressionLayer,
  sequenceInputLayer,
  softmaxLayer,
} from "../../layers/index.ts";
import type { DataSet } from "../../src/data/dataSet.ts";
import { LayerGraphError } from "../../src/errors.ts";
import { evaluateNetwork } from "../../src/train/evaluateNetwork.ts";
import { toDataSet } from "../../src/train/trainingData.ts";
import { trainingOptions } from "../../src/train/trainingOptions.ts";
import { trainNetwork } from "../../src/train/trainNetwork.ts";
import { randomNetwork, sequences, tinyTcn } from "./networkExamples.ts";

async function message(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => undefined,
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(LayerGraphError);
  return (error as LayerGraphError).message;
}

/** Scores [0.8, 0.2] and [0.3, 0.7] for its two inputs, as logarithms. */
const twoScores = [
  [Math.log(0.8), Math.log(0.2)],
  [Math.log(0.3), Math.log(0.7)],
];

describe("evaluateNetwork", () => {
  it("divides the weighted loss by the observations: the worked example of MATLAB's weights, 0.6466", async () => {
    const net = randomNetwork([
      featureInputLayer(2, { name: "input" }),
      softmaxLayer({ name: "softmax" }),
      classificationLayer({ classes: ["a", "b"], classWeights: [1, 3], name: "output" }),
    ]);
    const { loss, accuracy, confusion, rmse, observations } = await evaluateNetwork(net, toDataSet(twoScores, ["a", "b"]));
    expect(loss).toBeCloseTo(-(Math.log(0.8) + 3 * Math.log(0.7)) / 2, 5);
    expect(loss).toBeCloseTo(0.6466, 4);
    expect([accuracy, confusion?.counts, rmse, observations]).toEqual([
      1,
      [
        [1, 0],
        [0, 1],
      ],
      undefined,
      2,
    ]);
  });

  it("matches labels with classes by name: other orders and subsets are fine, unknown ones are named", async () => {
    const net = randomNetwork([
      featureInputLayer(2, { name: "input" }),
      softmaxLayer({ name: "softmax" }),
      classificationLayer({ classes: ["z", "a"], name: "output" }),
    ]);
    // The data's classes, sorted, are a and z: the network's are z and a.
    const turned = await evaluateNetwork(net, toDataSet(twoScores, ["z", "a"]));
    expect(turned.loss).toBeCloseTo(-(Math.log(0.8) + Math.log(0.7)) / 2, 5);
    expect(turned.confusion).toMatchObject({
      classes: ["z", "a"],
      counts: [
        [1, 0],
        [0, 1],
      ],
    });
    const subset = await evaluateNetwork(net, toDataSet(twoScores, ["a", "a"]));
    expect(subset.loss).toBeCloseTo(-(Math.log(0.2) + Math.log(0.7)) / 2, 5);
    expect(subset.accuracy).toBe(0.5);
    expect(await message(evaluateNetwork(net, toDataSet(twoScores, ["a", "q"])))).toBe(
      "evaluateNetwork: the data have the class 'q', but the classes of the network are 'z', 'a'.",
    );
  });

  it("averages over the real time steps of sequences of unequal lengths, whatever the mini-batches", async () => {
    const net = randomNetwork([
      sequenceInputLayer(2, { name: "input" }),
      softmaxLayer({ name: "softmax" }),
      classificationLayer({ classes: ["a", "b"], name: "output" }),
    ]);
    const X = [
      [
        [Math.log(0.8), Math.log(0.3), 0],
        [Math.log(0.2), Math.log(0.7), 0],
      ],
      [[Math.log(0.9)], [Math.log(0.1)]],
    ];
    const data = toDataSet(X, [["a", "a", "b"], ["a"]]);
    const expected = -(Math.log(0.8) + Math.log(0.3) + Math.log(0.5) + Math.log(0.9)) / 4;
    for (const miniBatchSize of [2, 1]) {
      const { loss, accuracy, confusion } = await evaluateNetwork(net, data, { miniBatchSize });
      expect(loss).toBeCloseTo(expected, 5);
      expect(accuracy).toBe(0.5);
      expect(confusion?.counts).toEqual([
        [2, 1],
        [1, 0],
      ]);
    }
  });

  it("gives half the squared error and its root for numbers", async () => {
    const net = randomNetwork([
      featureInputLayer(1, { name: "input" }),
      fullyConnectedLayer(2, { weights: [[1], [2]], bias: [[0], [0]], name: "fc" }),
      regressionLayer({ name: "output" }),
    ]);
    const data = toDataSet(
      [[1], [2]],
      [
        [1, 0],
        [0, 4],
      ],
    );
    const { loss, rmse, accuracy, confusion } = await evaluateNetwork(net, data);
    expect(loss).toBeCloseTo((0.5 * 4 + 0.5 * 4) / 2, 6);
    expect(rmse).toBeCloseTo(2, 6);
    expect([accuracy, confusion]).toEqual([undefined, undefined]);
  });

  it("gives the loss and accuracy that training reports for the same validation data", async () => {
    const [X, V] = [sequences([9, 4, 13, 4, 9, 5]), sequences([3, 8, 8, 11, 2])];
    const T = ["up", "down", "up", "still", "down", "up"];
    const validation = toDataSet(V, ["still", "up", "up", "down", "still"]);
    const options = trainingOptions("adam", {
      maxEpochs: 3,
      miniBatchSize: 2,
      validationData: validation,
      verbose: false,
      threads: 1,
    });
    const { net, info } = await trainNetwork(X, T, tinyTcn(), options);
    const { loss, accuracy } = await evaluateNetwork(net, validation, { miniBatchSize: 2 });
    expect(loss).toBeCloseTo(info.finalValidationLoss!, 5);
    expect(100 * accuracy!).toBeCloseTo(info.finalValidationAccuracy!, 6);
  });

  it("refuses data without responses, or with those of another task", async () => {
    const net = randomNetwork(tinyTcn());
    const X = sequences([3, 4]);
    const bare = { ...toDataSet(X, ["up", "up"]), responses: undefined } as DataSet;
    expect(await message(evaluateNetwork(net, bare))).toBe("Invalid test data. there are no responses.");
    expect(await message(evaluateNetwork(net, toDataSet(X, [1, 2])))).toContain("Responses must be categorical");
    const steps = toDataSet(X, [
      ["up", "up", "up"],
      ["up", "up", "up", "up"],
    ]);
    expect(await message(evaluateNetwork(net, steps))).toContain("the network has one output for each sequence");
  });
});
