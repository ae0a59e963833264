import { describe, expect, it } from "vitest";
import {
  additionLayer,
  classificationLayer,
  concatenationLayer,
  convolution2dLayer,
  featureInputLayer,
  flattenLayer,
  fullyConnectedLayer,
  globalAveragePooling2dLayer,
  globalMaxPooling2dLayer,
  imageInputLayer,
  layerNormalizationLayer,
  lstmLayer,
  multiplicationLayer,
  pixelClassificationLayer,
  regressionLayer,
  reluLayer,
  sequenceFoldingLayer,
  sequenceInputLayer,
  sequenceUnfoldingLayer,
  sigmoidLayer,
  softmaxLayer,
} from "../../layers/index.ts";
import { gradCAM } from "../../src/explain/gradCAM.ts";
import { integratedGradients } from "../../src/explain/integratedGradients.ts";
import { crossentropy } from "../../src/functions/crossentropy.ts";
import { withoutOnePlace } from "../../src/layer/flattening.ts";
import { analyze } from "../../src/network/analyze.ts";
import { dlnetwork } from "../../src/network/dlnetwork.ts";
import { type LayerGraph, layerGraph } from "../../src/network/layerGraph.ts";
import { validate } from "../../src/network/validate.ts";
import { gradients } from "../../src/ops/backward.ts";
import { constant, input, sigmoid, softmax } from "../../src/ops/index.ts";
import { traceNetwork } from "../../src/plan/forward.ts";
import { outputLayerLosses } from "../../src/plan/judging.ts";
import { separateSource } from "../../src/plan/parameters.ts";
import { makePlan } from "../../src/plan/plan.ts";
import { lossOf } from "../../src/plan/training.ts";
import type { Tensors } from "../../src/run/executor.ts";
import { evaluatePlan } from "../../src/run/reference.ts";
import { activations } from "../../src/train/activations.ts";
import { classify } from "../../src/train/classify.ts";
import { evaluateNetwork } from "../../src/train/evaluateNetwork.ts";
import { decodeNetwork, encodeNetwork } from "../../src/train/networkFile.ts";
import { predict } from "../../src/train/predict.ts";
import { trainingOptions } from "../../src/train/trainingOptions.ts";
import { trainNetwork } from "../../src/train/trainNetwork.ts";
import { trainnet } from "../../src/train/trainnet.ts";
import { centralDifferences, distance } from "../ops/opSuite.ts";

const count = 12;
/** Images of 5 × 4 pixels, brighter at the top for the first class and at the bottom for the second. */
const X = Array.from({ length: count }, (_, n) =>
  Array.from({ length: 5 }, (_, i) =>
    Array.from({ length: 4 }, (_, j) => [Math.sin(7 * n + 3 * i + j) / 2 + ((n % 2 === 0) === i < 2 ? 1 : 0)]),
  ),
);
const labels = X.map((_, n) => (n % 2 === 0 ? "high" : "low"));
const numbers = X.map((_, n) => [n % 2, 1 - n / count]);
const options = (maxEpochs: number) =>
  trainingOptions("adam", { maxEpochs, miniBatchSize: 6, initialLearnRate: 0.05, seed: 1, verbose: false, shuffle: "never" });

/** Squeeze and excitation by convolutions of size 1, and the mean beside the maximum behind it. */
function gated(): LayerGraph {
  return layerGraph([
    imageInputLayer([5, 4, 1], { name: "in", normalization: "none" }),
    convolution2dLayer([3, 1], 4, { name: "conv", padding: "same" }),
    sigmoidLayer({ name: "features" }),
    globalAveragePooling2dLayer({ name: "squeeze" }),
    convolution2dLayer(1, 2, { name: "reduce" }),
    sigmoidLayer({ name: "between" }),
    convolution2dLayer(1, 4, { name: "excite" }),
    sigmoidLayer({ name: "gates" }),
    multiplicationLayer(2, { name: "gated" }),
    globalAveragePooling2dLayer({ name: "mean" }),
    concatenationLayer(3, 2, { name: "both" }),
    layerNormalizationLayer({ name: "norm" }),
    fullyConnectedLayer(2, { name: "fc" }),
    softmaxLayer({ name: "softmax" }),
    classificationLayer({ name: "out" }),
  ])
    .connectLayers("features", "gated/in2")
    .addLayers([globalMaxPooling2dLayer({ name: "max" })])
    .connectLayers("gated", "max")
    .connectLayers("max", "both/in2");
}

/** How SqueezeNet ends. */
function squeezed(...last: Parameters<typeof layerGraph>[0] & readonly object[]): LayerGraph {
  return layerGraph([
    imageInputLayer([5, 4, 1], { name: "in" }),
    convolution2dLayer(3, 6, { name: "conv", padding: "same" }),
    reluLayer({ name: "features" }),
    convolution2dLayer(1, 2, { name: "conv10" }),
    reluLayer({ name: "relu10" }),
    globalAveragePooling2dLayer({ name: "pool10" }),
    ...(last as never[]),
  ]);
}

const classes = () => squeezed(softmaxLayer({ name: "prob" }), classificationLayer({ name: "labels" }));

describe("squeeze and excitation with convolutions of size 1", () => {
  it("keeps the spatial dimensions with size 1", () => {
    expect(validate(gated())).toEqual([]);
    const sizes = Object.fromEntries(analyze(gated()).layers.map(({ name, activations: [x] }) => [name, x?.size]));
    expect(sizes).toMatchObject({
      squeeze: "1(S) × 1(S) × 4(C) × 1(B)",
      reduce: "1(S) × 1(S) × 2(C) × 1(B)",
      gated: "5(S) × 4(S) × 4(C) × 1(B)",
      both: "1(S) × 1(S) × 8(C) × 1(B)",
      fc: "2(C) × 1(B)",
    });
  });

  it("has the gradients of central differences", () => {
    const lgraph = gated();
    const source = separateSource();
    const traced = traceNetwork(lgraph, { training: true, padded: false, learnables: source, states: source });
    const { loss } = lossOf(traced, outputLayerLosses(lgraph), lgraph);
    const { arrays } = traced.learnables;
    const wrt = arrays.map(({ key, shape }) => source(key, shape));
    const drawn = arrays.map(({ key, shape, count: n }, i) => {
      const data = Float64Array.from({ length: n }, (_, at) => Math.sin(at * at + 5 * i));
      return [key, { type: "float64", shape, data }] as const;
    });
    const feeds: Tensors = {
      in: { type: "float64", shape: [2, 1, 5, 4], data: Float64Array.from(X.slice(0, 2).flat(3)) },
      "/target": { type: "int64", shape: [2], data: BigInt64Array.from([0n, 1n]) },
      ...Object.fromEntries(drawn),
    };
    const slopes = Object.fromEntries(gradients(loss, wrt).map((slope, i) => [arrays[i].key, slope]));
    const found = evaluatePlan(makePlan("slopes", slopes), feeds);
    const numeric = centralDifferences(makePlan("loss", { value: loss }), feeds, wrt);
    const distances = arrays.map(({ key }, i) => distance(found[key], numeric[i], 1e-4));
    expect(arrays.map(({ key }) => key)).toContain("excite/weights");
    expect(Math.max(...distances)).toBeLessThan(1e-6);
  });

  it("learns", async () => {
    const { net, info } = await trainNetwork(X, labels, gated(), options(40));
    expect(info.trainingLoss.at(-1)).toBeLessThan(info.trainingLoss[0] / 4);
    expect((await classify(net, X)).labels).toEqual(labels);
  });
});

describe("a network that ends in global pooling, as SqueezeNet does", () => {
  it("is trained, predicts and is judged with one answer for each observation", async () => {
    expect(validate(classes())).toEqual([]);
    const { net, info } = await trainNetwork(X, labels, classes(), options(60));
    expect(info.trainingLoss.at(-1)).toBeLessThan(info.trainingLoss[0] / 2);
    const answers = await predict(net, X);
    expect(answers.kind).toBe("vectors");
    expect(answers.values.map((scores) => (scores as Float32Array).length)).toEqual(X.map(() => 2));
    const classified = await classify(net, X);
    expect(classified.labels).toEqual(labels);
    const judged = await evaluateNetwork(net, { predictors: X, responses: labels });
    expect(judged).toMatchObject({ accuracy: 1, observations: count });
    const wanted = labels.map((label, n) => -Math.log((classified.scores[n] as Float32Array)[label === "high" ? 0 : 1]));
    expect(judged.loss).toBeCloseTo(wanted.reduce((a, b) => a + b) / count, 5);
    const back = await predict(decodeNetwork(encodeNetwork(net)), X);
    expect(back.values).toEqual(answers.values);
  });

  it("has images of one place as activations of its pooling, which is explained by the layer before it", async () => {
    const { net } = await trainNetwork(X, labels, classes(), options(2));
    const pooled = await activations(net, X.slice(0, 1), "pool10");
    expect(pooled).toMatchObject({ kind: "images", values: [{ size: [1, 1, 2] }] });
    const { layer, map, score } = await gradCAM(net, X[0], { target: "high" });
    expect({ layer, size: map.size, score }).toEqual({
      layer: "relu10",
      size: [5, 4],
      score: { output: "pool10", index: 0, className: "high" },
    });
    const slopes = await integratedGradients(net, X[0], { target: "low" });
    expect(slopes.score).toMatchObject({ output: "pool10", index: 1 });
    await expect(gradCAM(net, X[0], { layer: "pool10" })).rejects.toThrow(
      "the output of layer 'pool10', [batch, 2, 1, 1] (SSCB), has neither time steps nor pixels",
    );
  });

  it("predicts numbers, from rows and from MATLAB's images of 1 × 1 × responses", async () => {
    const graph = squeezed(regressionLayer({ name: "numbers" }));
    const rows = await trainNetwork(X, numbers, graph, options(5));
    const images = numbers.map((row) => ({ data: Float32Array.from(row), size: [1, 1, 2] }));
    for (const responses of [images, numbers.map((row) => [[row]])]) {
      const { net } = await trainNetwork(X, responses as never, graph, options(5));
      expect(net.learnables).toEqual(rows.net.learnables);
    }
    const { values } = await predict(rows.net, X);
    const squares = values.flatMap((answer, n) => numbers[n].map((t, k) => ((answer as Float32Array)[k] - t) ** 2));
    const { loss } = await evaluateNetwork(rows.net, {
      predictors: X,
      responses: { kind: "numberImages", values: images } as never,
    });
    expect(loss).toBeCloseTo(squares.reduce((a, b) => a + b) / 2 / count, 5);
  });

  it("is trained by trainnet's losses", async () => {
    const { net } = await trainnet(X, labels, dlnetwork(squeezed(softmaxLayer({ name: "prob" }))), "crossentropy", options(60));
    expect((await classify(net, X)).labels).toEqual(labels);
    const { info } = await trainnet(X, numbers, dlnetwork(squeezed()), "mse", options(30));
    expect(info.trainingLoss.at(-1)).toBeLessThan(info.trainingLoss[0]);
  });

  it("has a slope also where it is certain and wrong", () => {
    const logits = input("x", [1, 2, 1, 1]);
    const feeds = { x: { type: "float64", shape: [1, 2, 1, 1], data: Float64Array.from([300, -300]) } } as never;
    const target = { value: constant([0, 1], [1, 2]), format: "CB" } as const;
    for (const [y, given, lost] of [
      [softmax(logits, 1), {}, 600],
      [sigmoid(logits), { classificationMode: "multilabel" }, 600],
    ] as const) {
      const loss = crossentropy(withoutOnePlace({ value: y, format: "SSCB" }), target, given);
      const { value, slope } = evaluatePlan(makePlan("loss", { value: loss, slope: gradients(loss, [logits])[0] }), feeds);
      expect(value.data[0]).toBeCloseTo(lost, 6);
      expect(Array.from(slope.data as Float64Array)).toEqual([1, -1]);
    }
  });
});

describe("where one vector is needed", () => {
  const folded = (...between: Parameters<typeof layerGraph>[0] & readonly object[]) =>
    layerGraph([
      sequenceInputLayer([5, 4, 1], { name: "in" }),
      sequenceFoldingLayer({ name: "fold" }),
      convolution2dLayer(2, 3, { name: "conv" }),
      globalAveragePooling2dLayer({ name: "pool" }),
      sequenceUnfoldingLayer({ name: "unfold" }),
      ...(between as never[]),
      lstmLayer(2, { name: "lstm", outputMode: "last" }),
      fullyConnectedLayer(2),
      softmaxLayer(),
      classificationLayer(),
    ]).connectLayers("fold/miniBatchSize", "unfold/miniBatchSize");

  it("lstmLayer asks for flattenLayer, as in MATLAB", () => {
    expect(validate(folded()).map(({ message }) => message)[0]).toContain(
      "received [batch, 3, 1, 1, time] (SSCBT), expected CB or CBT. Its spatial dimensions have size 1, as global pooling leaves them: put flattenLayer before it.",
    );
    expect(validate(folded(flattenLayer()))).toEqual([]);
  });

  it("features are concatenated and added to it behind flattenLayer", () => {
    const withFeatures = (join: typeof additionLayer | ((n: number, o: object) => never), ...flat: object[]) =>
      layerGraph([
        imageInputLayer([5, 4, 1], { name: "image" }),
        globalMaxPooling2dLayer({ name: "pool" }),
        ...(flat as never[]),
        join(2, { name: "join" }),
        fullyConnectedLayer(2),
        softmaxLayer(),
        classificationLayer(),
      ])
        .addLayers([featureInputLayer(1, { name: "features" })])
        .connectLayers("features", "join/in2");
    const join = ((n: number, named: object) => concatenationLayer(1, n, named)) as never;
    expect(validate(withFeatures(join)).map(({ message }) => message)[0]).toContain(
      "in1 has [batch, 1, 1, 1] (SSCB), in2 has [batch, 1] (CB). Put flattenLayer before 'in1', whose spatial dimensions have size 1.",
    );
    expect(validate(withFeatures(join, flattenLayer()))).toEqual([]);
    expect(validate(withFeatures(additionLayer))).toEqual([]);
  });

  it("a layer for pixels still has a target for each place", () => {
    const pixels = layerGraph([
      imageInputLayer([1, 1, 3]),
      convolution2dLayer(1, 2),
      softmaxLayer({ name: "softmax" }),
      pixelClassificationLayer(),
    ]);
    expect(validate(pixels)).toEqual([]);
    const source = separateSource();
    const traced = traceNetwork(pixels, { training: true, padded: false, learnables: source, states: source });
    const { loss } = lossOf(traced, outputLayerLosses(pixels), pixels);
    expect(loss.shape).toEqual([]);
  });
});
