import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  classificationLayer,
  convolution1dLayer,
  fullyConnectedLayer,
  globalMaxPooling1dLayer,
  sequenceInputLayer,
  sigmoidLayer,
  softmaxLayer,
} from "../../layers/index.ts";
import { LayerGraphError } from "../../src/errors.ts";
import { defineLayer, realSteps } from "../../src/layer.ts";
import { type LayerGraph, layerGraph } from "../../src/network/layerGraph.ts";
import { abs, cast, divide, multiply, sizeValue, subtract, total } from "../../src/ops/index.ts";
import { classify } from "../../src/train/classify.ts";
import { evaluateNetwork } from "../../src/train/evaluateNetwork.ts";
import { decodeNetwork, encodeNetwork } from "../../src/train/networkFile.ts";
import { predict } from "../../src/train/predict.ts";
import { trainingOptions } from "../../src/train/trainingOptions.ts";
import { trainNetwork } from "../../src/train/trainNetwork.ts";
import { trainnet } from "../../src/train/trainnet.ts";
import { sequences } from "./networkExamples.ts";

const X = sequences([4, 9, 2, 7, 5, 3]);
const labels = X.map((_, n) => (n % 2 === 0 ? "even" : "odd"));
const sums = X.map(({ data }) => [data.reduce((a, b) => a + b, 0) / data.length]);
const settings = {
  maxEpochs: 40,
  miniBatchSize: 3,
  initialLearnRate: 0.05,
  l2Regularization: 0,
  verbose: false,
  threads: 1,
  seed: 1,
} as const;
const options = trainingOptions("adam", settings);
const short = trainingOptions("adam", { ...settings, maxEpochs: 2 });

const trunk = () => [
  sequenceInputLayer(3, { name: "input" }),
  convolution1dLayer(3, 8, { name: "conv", padding: "causal" }),
  globalMaxPooling1dLayer({ name: "pool" }),
];
const classifier = () => layerGraph([...trunk(), fullyConnectedLayer(2, { name: "fc" }), softmaxLayer({ name: "softmax" })]);

/** A class for each sequence, a number for each, and a number for each of its steps. */
function threeHeads(): LayerGraph {
  return classifier()
    .addLayers([fullyConnectedLayer(1, { name: "number" })])
    .connectLayers("pool", "number")
    .addLayers([convolution1dLayer(3, 1, { name: "steps", padding: "same" })])
    .connectLayers("conv", "steps");
}
const firstRows = X.map(({ data, size }) => ({ data: data.slice(0, size[1]), size: [1, size[1]] as const }));
const T = { softmax: labels, number: sums, steps: firstRows };

async function message(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => undefined,
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(LayerGraphError);
  return (error as LayerGraphError).message;
}

describe("trainnet", () => {
  it("takes the steps of trainNetwork with a classification layer, to the bit", async () => {
    const judged = classifier()
      .addLayers([classificationLayer({ name: "out" })])
      .connectLayers("softmax", "out");
    const a = await trainNetwork(X, labels, judged, short);
    const b = await trainnet(X, labels, classifier(), "crossentropy", short);
    expect(b.net.learnables).toEqual(a.net.learnables);
    expect(b.info.trainingLoss).toEqual(a.info.trainingLoss);
    expect(b.info.trainingAccuracy).toEqual(a.info.trainingAccuracy);
  });

  it("learns classes, which classify, evaluateNetwork and a saved file know by name", async () => {
    const { net, info } = await trainnet(X, labels, classifier(), "crossentropy", options);
    expect(info.trainingLoss.at(-1)).toBeLessThan(0.3);
    expect((await classify(net, X)).labels).toEqual(labels);
    const loaded = decodeNetwork(encodeNetwork(net));
    expect(loaded.outputs).toEqual({ softmax: { classNames: ["even", "odd"], loss: "crossentropy", weight: 1 } });
    expect(await classify(loaded, X)).toEqual(await classify(net, X));
    const { loss, accuracy } = await evaluateNetwork(loaded, { predictors: X, responses: [...labels].reverse() });
    expect(accuracy).toBe(0);
    expect(loss).toBeGreaterThan(1);
  });

  it("adds the weighted losses of several outputs, and gives each by its name", async () => {
    const losses = { softmax: "crossentropy", number: { loss: "mse", weight: 2 }, steps: "mae" } as const;
    const validationData = { predictors: X, responses: T };
    const { net, info } = await trainnet(X, T, threeHeads(), losses, trainingOptions("adam", { ...settings, validationData }));
    const alone = async (loss: object, responses: unknown) =>
      (await evaluateNetwork(net, { predictors: X, responses: responses as never }, { loss: loss as never })).outputs;
    const all = await evaluateNetwork(net, { predictors: X, responses: T });
    expect(all.outputs!.softmax.accuracy).toBe(1);
    expect(all.outputs!.number.rmse).toBeLessThan(0.3);
    expect(Object.keys((await alone(losses, T))!)).toEqual(["softmax", "number", "steps"]);
    expect(info.trainingLoss.at(-1)).toBeLessThan(info.trainingLoss[0] / 2);
    expect(info.finalValidationLoss).toBeCloseTo(all.loss, 4);
    const { kind, outputs } = await predict(net, X);
    expect([kind, outputs!.number.kind, outputs!.steps.kind]).toEqual(["vectors", "vectors", "sequences"]);
    expect(outputs!.steps.values.map((value) => (value as { size: readonly number[] }).size)).toEqual(
      firstRows.map(({ size }) => size),
    );
    const loaded = decodeNetwork(encodeNetwork(net));
    expect(await predict(loaded, X)).toEqual(await predict(net, X));
    expect(Object.keys((await classify(loaded, X)).outputs!)).toEqual(["softmax"]);
  });

  it("computes the sum of what each loss gives alone", async () => {
    const { net } = await trainnet(X, T, threeHeads(), ["crossentropy", "mse", "mae"], short);
    const lossWith = async (weights: readonly number[]) => {
      const loss = [
        { loss: "crossentropy", weight: weights[0] },
        { loss: "mse", weight: weights[1] },
        { loss: "mae", weight: weights[2] },
      ] as const;
      return (await evaluateNetwork(net, { predictors: X, responses: T }, { loss, miniBatchSize: 6 })).loss;
    };
    const [one, two, three, all] = [
      await lossWith([2, 1, 1]),
      await lossWith([1, 2, 1]),
      await lossWith([1, 1, 2]),
      await lossWith([1, 1, 1]),
    ];
    expect(one + two + three - 4 * all).toBeCloseTo(0, 4);
    expect(one - all).toBeGreaterThan(0.01);
  });

  it.each([
    ["binary-crossentropy", [...trunk(), fullyConnectedLayer(2), sigmoidLayer()], X.map((_, n) => [n % 2, n % 3 === 0 ? 1 : 0])],
    ["index-crossentropy", [...trunk(), fullyConnectedLayer(3), softmaxLayer()], X.map((_, n) => (n % 2 === 0 ? 1 : 3))],
    ["mse", [...trunk(), fullyConnectedLayer(1)], sums],
    ["mae", [...trunk(), fullyConnectedLayer(1)], sums],
    ["huber", [...trunk(), fullyConnectedLayer(1)], sums],
  ] as const)("lowers the loss %s", async (loss, layers, responses) => {
    const { net, info } = await trainnet(X, responses as never, layers, loss, options);
    expect(info.trainingLoss.at(-1)).toBeLessThan(0.5 * info.trainingLoss[0]);
    const evaluated = await evaluateNetwork(net, { predictors: X, responses: responses as never });
    expect(evaluated.loss).toBeLessThan(info.trainingLoss[0]);
    if (loss === "index-crossentropy") expect((await classify(net, X)).labels).toEqual(responses.map(String));
  });

  it("takes a function of the prediction and the target, which knows the padded steps", async () => {
    const perStep = layerGraph([
      sequenceInputLayer(3, { name: "input" }),
      convolution1dLayer(3, 1, { name: "steps", padding: "same" }),
    ]);
    const { net, info } = await trainnet(
      X,
      firstRows,
      perStep,
      (y, t) => {
        const error = abs(subtract(y.value, t.value));
        const real = realSteps(y);
        return divide(total(real ? multiply(error, cast(real, "float")) : error), sizeValue(y.value.shape[0]));
      },
      options,
    );
    expect(info.trainingLoss.at(-1)).toBeLessThan(0.3 * info.trainingLoss[0]);
    expect(await message(evaluateNetwork(net, { predictors: X, responses: firstRows }))).toBe(
      "evaluateNetwork: it is not known by what output 'steps' was trained. Give { loss: \"mse\" } or another loss in the options.",
    );
    expect((await evaluateNetwork(net, { predictors: X, responses: firstRows }, { loss: "mae" })).loss).toBeLessThan(1);
  });

  it("says what it takes where it is given something else", async () => {
    const train = (loss: unknown, layers: unknown = classifier(), t: unknown = labels) =>
      message(trainnet(X, t as never, layers as never, loss as never, short));
    expect(await train("crossentrpy")).toBe('trainnet: there is no loss "crossentrpy". Did you mean "crossentropy"?');
    expect(await train(["mse", "mse"])).toContain("trainnet: the network has 1 output ('softmax'), received 2 losses.");
    expect(await train("mse", threeHeads(), T)).toContain(
      "the network has 3 outputs ('softmax', 'number', 'steps'), received one loss.",
    );
    expect(await train({ loss: "mse", weight: -1 })).toBe(
      "trainnet: the weight of a loss must be a positive number, received -1.",
    );
    expect(await train("mse")).toContain("Responses are labels, but 'softmax' takes numbers.");
    expect(await train((y: { value: unknown }) => y.value)).toContain("'softmax': the loss is [batch, 2], expected a scalar");
    expect(await train(() => 3)).toBe("'softmax': the loss function returned 3, expected a scalar value.");
    const judged = classifier()
      .addLayers([classificationLayer({ name: "out" })])
      .connectLayers("softmax", "out");
    expect(await train("crossentropy", judged)).toContain("A dlnetwork must not have output layers");
    expect(await train("crossentropy", classifier(), [...labels.slice(1), "third"])).toContain(
      "The output size (2) of the last layer does not match the number of classes (3).",
    );
    expect(await message(trainnet(X, labels, classifier(), "crossentropy", {} as never))).toContain(
      "trainnet: the options must be made by",
    );
  });
});

describe("an output layer of one's own", () => {
  it("computes the loss that a network is trained by", async () => {
    const absoluteErrorLayer = defineLayer({
      type: "absoluteErrorLayer",
      options: z.object({ scale: z.number().default(1) }),
      target: "numbers",
      predict: ({ inputs: [x] }) => x,
      loss: ({ prediction: { value }, target, options: { scale } }) =>
        divide(multiply(total(abs(subtract(value, target))), scale), sizeValue(value.shape[0])),
    });
    const layers = [...trunk(), fullyConnectedLayer(1, { name: "fc" }), absoluteErrorLayer({ scale: 2, name: "out" })];
    const { net, info } = await trainNetwork(X, sums, layers, options);
    expect(info.trainingLoss.at(-1)).toBeLessThan(0.3 * info.trainingLoss[0]);
    const { values } = await predict(net, X);
    const error = sums.reduce((sum, [t], n) => sum + Math.abs((values[n] as Float32Array)[0] - t), 0);
    expect((await evaluateNetwork(net, { predictors: X, responses: sums })).loss).toBeCloseTo((2 * error) / 6, 4);
    const loaded = decodeNetwork(encodeNetwork(net), { layers: { absoluteErrorLayer } });
    expect(await predict(loaded, X)).toEqual(await predict(net, X));
  });
});
