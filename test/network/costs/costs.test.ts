import { describe, expect, it } from "vitest";
import {
  additionLayer,
  bilstmLayer,
  convolution1dLayer,
  convolution2dLayer,
  dropoutLayer,
  featureInputLayer,
  fullyConnectedLayer,
  globalMaxPooling1dLayer,
  gruLayer,
  imageInputLayer,
  maxPooling1dLayer,
  reluLayer,
  selfAttentionLayer,
  sequenceInputLayer,
  softmaxLayer,
} from "../../../layers/index.ts";
import type { Layer } from "../../../src/layer.ts";
import { type AnalyzeOptions, analyze } from "../../../src/network/analyze.ts";
import { layerGraph } from "../../../src/network/layerGraph.ts";
import { messageOf } from "../messageOf.ts";

const sizes: AnalyzeOptions = { targetUsage: "dlnetwork", miniBatchSize: 3, sequenceLength: 10 };

function costsOf(...layers: readonly Layer[]) {
  const analysis = analyze(layerGraph([...layers]), sizes);
  expect(analysis.issues).toEqual([]);
  return analysis;
}

/** What the last layer computes for one observation of ten steps. */
function operations(...layers: readonly Layer[]): number {
  return costsOf(...layers).layers.at(-1)!.costs!.operations;
}

/** What is kept of each layer for three observations of ten steps, in numbers of single precision. */
function kept(...layers: readonly Layer[]): number[] {
  return costsOf(...layers).layers.map(({ costs }) => costs!.activationBytes.kept / 4);
}

describe("operations", () => {
  const steps = sequenceInputLayer(2, { minLength: 3 });

  it("are the multiplications of a convolution with their additions", () => {
    expect(operations(steps, convolution1dLayer(3, 4, { padding: "causal" }))).toBe(10 * 4 * 3 * 2);
    expect(operations(steps, convolution1dLayer(3, 4))).toBe(8 * 4 * 3 * 2);
    expect(operations(steps, convolution1dLayer(3, 4, { padding: "same", stride: 3 }))).toBe(4 * 4 * 3 * 2);
    expect(operations(imageInputLayer([8, 6, 3], { normalization: "none" }), convolution2dLayer([3, 2], 5))).toBe(
      6 * 5 * 5 * 3 * 2 * 3,
    );
  });

  it("are those of a product of matrices, and an addition for each bias", () => {
    expect(operations(featureInputLayer(7), fullyConnectedLayer(5))).toBe(7 * 5 + 5);
    expect(operations(steps, fullyConnectedLayer(5))).toBe(10 * 2 * 5); // the bias is what the sums begin with
  });

  it("are one for each element that something else computes, and none for data that is moved", () => {
    expect(operations(steps, reluLayer())).toBe(20);
    expect(operations(steps, dropoutLayer())).toBe(0);
    expect(operations(steps, softmaxLayer())).toBe(60);
    expect(operations(steps, maxPooling1dLayer(3, { stride: 2 }))).toBe(4 * 2 * 3);
    expect(operations(steps, globalMaxPooling1dLayer())).toBe(20);
  });

  it("grow with the square of the length in attention", () => {
    const count = (sequenceLength: number): number => {
      const graph = layerGraph([steps, selfAttentionLayer(1, 2)]);
      return analyze(graph, { ...sizes, sequenceLength }).layers[1].costs!.operations;
    };
    // The second difference: products of queries with keys and of weights with values, the softmax.
    expect(count(30) - 2 * count(20) + count(10)).toBe(2 * 100 * (2 + 2 + 3));
  });

  it("are counted for every step of a loop", () => {
    const count = (sequenceLength: number): number => {
      const graph = layerGraph([sequenceInputLayer(3), gruLayer(5)]);
      return analyze(graph, { ...sizes, sequenceLength }).layers[1].costs!.operations;
    };
    const perStep = count(11) - count(10);
    expect(count(110) - count(10)).toBe(100 * perStep);
    const products = 3 * 5 * 3 + 3 * 5 * 5;
    expect(perStep).toBeGreaterThan(products);
    expect(perStep).toBeLessThan(products + 20 * 5);
    expect(operations(sequenceInputLayer(3), bilstmLayer(5))).toBeGreaterThan(10 * 2 * (4 * 5 * 3 + 4 * 5 * 5));
  });

  it("are told for one observation, and for each of its steps", () => {
    const { totals } = costsOf(steps, convolution1dLayer(3, 4, { padding: "causal" }), reluLayer());
    expect(totals).toMatchObject({ miniBatchSize: 3, sequenceLength: 10, operations: 280, operationsPerStep: 28 });
    const features = costsOf(featureInputLayer(7), fullyConnectedLayer(5)).totals;
    expect(features).toMatchObject({ sequenceLength: null, operations: 40, operationsPerStep: null });
  });
});

describe("the memory of activations", () => {
  const input = featureInputLayer(100);

  it("is in prediction what is alive at once", () => {
    const layers = [10, 200, 50, 4].map((size) => fullyConnectedLayer(size));
    expect(costsOf(input, ...layers).totals.activationBytes.prediction).toBe(4 * 3 * (200 + 50));
  });

  it("holds in prediction what a later layer takes", () => {
    const graph = layerGraph([
      input,
      fullyConnectedLayer(100, { name: "a" }),
      fullyConnectedLayer(100),
      additionLayer(2, { name: "sum" }),
    ]);
    const { totals, issues } = analyze(graph.connectLayers("a", "sum/in2"), sizes);
    expect(issues).toEqual([]);
    expect(totals.activationBytes.prediction).toBe(4 * 3 * 300);
  });

  it("is in training what the gradients are computed from", () => {
    const [a, b] = [fullyConnectedLayer(5), fullyConnectedLayer(4)];
    // Products keep what they multiply, a rectifier what it gives; the last result goes to nothing.
    expect(kept(input, a, reluLayer(), b)).toEqual([300, 0, 15, 0]);
    expect(kept(input, a, softmaxLayer(), b)).toEqual([300, 0, 15, 0]);
    expect(costsOf(input, a, reluLayer(), b).totals.activationBytes.training).toBe(4 * 315);
  });

  it("holds the random numbers that training draws, and the values of each step of a loop", () => {
    expect(kept(input, fullyConnectedLayer(5), dropoutLayer())).toEqual([300, 0, 15]);
    const [, gru] = kept(sequenceInputLayer(3), gruLayer(5));
    expect(gru).toBeGreaterThan(3 * 10 * 5 * 3);
  });

  it("is given by layer for the sizes that are asked for", () => {
    const { layers, totals } = analyze(layerGraph([sequenceInputLayer(2), reluLayer()]), {
      miniBatchSize: 4,
      sequenceLength: 25,
    });
    expect(layers.map(({ costs }) => costs?.activationBytes.output)).toEqual([800, 800]);
    expect(totals.activationBytes.prediction).toBe(1600);
    const usual = analyze(layerGraph([sequenceInputLayer(2), reluLayer()])).totals;
    expect(usual).toMatchObject({ miniBatchSize: 128, sequenceLength: 100 });
  });

  it("refuses sizes that are no positive whole numbers", () => {
    const graph = layerGraph(input);
    for (const [name, value] of [
      ["miniBatchSize", 0],
      ["sequenceLength", 1.5],
      ["sequenceLength", Number.NaN],
    ] as const) {
      expect(messageOf(() => analyze(graph, { [name]: value }))).toBe(
        `invalid-option: analyze: option '${name}' must be a positive whole number, received ${value}.`,
      );
    }
  });

  it("is not known of layers that do not fit", () => {
    const { layers } = analyze(layerGraph([input, convolution1dLayer(3, 4), reluLayer()]));
    expect(layers.map(({ costs }) => costs === null)).toEqual([false, true, true]);
  });
});
