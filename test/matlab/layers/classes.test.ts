import { describe, expect, it } from "vitest";
import { groupedConvolution1dLayer } from "../../../layers/index.ts";
import { checkLayer } from "../../../src/check/checkLayer.ts";
import type { Layer } from "../../../src/layer.ts";
import { numbersIn } from "../../../src/matlab/layers/concrete.ts";
import { constant } from "../../../src/ops/index.ts";
import { computed, type Given, layerOf, learnablesOf, numbersFor, ran } from "./classes.ts";

const X = numbersFor("CBT", [2, 8, 5]);
const sizes = { CBT: [8, 3, 6], SSCB: [4, 3, 8, 3] };

/** The element of an array [batch, channels, time]. */
function at({ shape, data }: Pick<Given, "shape" | "data">, b: number, c: number, t: number): number {
  return data[(b * shape[1] + c) * shape[2] + t];
}

function close(received: ArrayLike<number | bigint>, expected: readonly number[]): void {
  expect(received.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) expect(Number(received[i])).toBeCloseTo(value, 9);
}

/** An array like X, each element computed from its place. */
function everywhere(x: Given, element: (b: number, c: number, t: number) => number, channels = x.shape[1]): number[] {
  const [batch, , time] = x.shape;
  return range(batch).flatMap((b) => range(channels).flatMap((c) => range(time).map((t) => element(b, c, t))));
}

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const sumOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** `W x` at a place, W column-major with `rows` rows. */
const project = (w: readonly number[], rows: number, x: Given, r: number, b: number, t: number): number =>
  sumOf(range(x.shape[1]).map((c) => w[r + rows * c] * at(x, b, c, t)));

/** What attention by hand gives: softmax over keys of qᵀk/√d, for each head of d channels. */
function attended(q: Given, k: Given, v: Given, d: number, b: number, c: number, t: number): number {
  const first = Math.floor(c / d) * d;
  const scores = range(k.shape[2]).map((s) =>
    Math.exp(sumOf(range(d).map((i) => at(q, b, first + i, t) * at(k, b, first + i, s))) / Math.sqrt(d)),
  );
  return sumOf(scores.map((score, s) => score * at(v, b, c, s))) / sumOf(scores);
}

function projected(w: readonly number[], rows: number, x: Given): Given {
  return {
    format: "CBT",
    shape: [x.shape[0], rows, x.shape[2]],
    data: everywhere(x, (b, r, t) => project(w, rows, x, r, b, t), rows),
  };
}

describe("layers of classes that a script's folder defines", () => {
  it.each([
    ["spatialDropoutLayer(0.3)", "CBT"],
    ["spatialDropoutLayer(0.3)", "SSCB"],
    ["flipTimeLayer('flip')", "CBT"],
    ["positionEncodingLayer('pos')", "CBT"],
    ["residualBlockLayer(8, 'block')", "CBT"],
    ["runningMeanLayer(8, 0.9)", "CBT"],
    ["multiHeadAttentionLayer(2, 8, 'Name', 'att')", "CBT"],
    ["temporalAttentionLayer(4)", "CBT"],
    ["groupedConvolutionLayer(3, 2, 4, Name='conv')", "CBT"],
    ["channelAttentionLayer(Ratio=2)", "SSCB"],
    ["imageToSequenceLayer('rows')", "SSCB"],
  ] as const)("pass every check: %s of %s", async (expression, format) => {
    const check = await checkLayer(await layerOf(expression), { size: sizes[format], format });
    expect(check.checks.filter(({ status }) => status === "failed")).toEqual([]);
    expect(check.counts.passed).toBeGreaterThanOrEqual(12);
  });

  it("have MATLAB's name, type, description and options", async () => {
    const layer = await layerOf("spatialDropoutLayer(0.3)");
    expect(layer).toMatchObject({ name: "layer", type: "spatialDropoutLayer", given: { DropoutFactor: 0.3 } });
    expect(layer.definition.title).toBe("Spatial Dropout");
    expect(layer.definition.description?.(layer.options as never, [])).toBe("Spatial dropout with factor 0.3");
    const gate = await layerOf("gatedSumLayer(8, 'gate')");
    expect(gate.inputNames).toEqual(["in1", "in2"]);
  });

  it("drop whole channels in training, by the layer's own random numbers, and nothing in prediction", async () => {
    const layer = await layerOf("spatialDropoutLayer(0.3)");
    const draw = (i: number): number => (Math.sin(i * 12.3) + 1) / 2;
    const [trained] = computed(layer, [X], { training: true, random: draw });
    close(
      trained.data,
      everywhere(X, (b, c, t) => (draw(b * 8 + c) > 0.3 ? at(X, b, c, t) / 0.7 : 0)),
    );
    close(computed(layer, [X])[0].data, [...X.data]);
  });

  it("attend with several heads and projections, without labels", async () => {
    const layer = await layerOf("multiHeadAttentionLayer(2, 8)");
    const { Wq, Wk, Wv, Wo } = learnablesOf(layer, [X]);
    const [q, k, v] = [Wq, Wk, Wv].map((w) => projected(w, 8, X));
    const inner: Given = { ...X, data: everywhere(X, (b, c, t) => attended(q, k, v, 4, b, c, t)) };
    close(computed(layer, [X])[0].data, [...projected(Wo, 8, inner).data]);
  });

  it("attend over time with labels, and add what they found", async () => {
    const layer = await layerOf("temporalAttentionLayer(4)");
    const { QueryWeights, KeyWeights, ValueWeights } = learnablesOf(layer, [X]);
    const [q, k, v] = [projected(QueryWeights, 4, X), projected(KeyWeights, 4, X), projected(ValueWeights, 8, X)];
    const weighted = (b: number, c: number, t: number): number => {
      const scores = range(5).map((s) => Math.exp(sumOf(range(4).map((i) => at(q, b, i, t) * at(k, b, i, s))) / 2));
      return sumOf(scores.map((score, s) => score * at(v, b, c, s))) / sumOf(scores);
    };
    close(
      computed(layer, [X])[0].data,
      everywhere(X, (b, c, t) => at(X, b, c, t) + weighted(b, c, t)),
    );
  });

  it("weigh channels of images by squeezing and exciting", async () => {
    const image = numbersFor("SSCB", [2, 6, 3, 4]);
    const layer = await layerOf("channelAttentionLayer(Ratio=3)");
    const { Weights1, Weights2 } = learnablesOf(layer, [image]);
    const mean = (b: number, c: number): number => sumOf(range(12).map((p) => image.data[(b * 6 + c) * 12 + p])) / 12;
    const hidden = (b: number, r: number): number => Math.max(0, sumOf(range(6).map((c) => Weights1[r + 2 * c] * mean(b, c))));
    const weight = (b: number, c: number): number =>
      1 / (1 + Math.exp(-sumOf(range(2).map((r) => Weights2[c + 6 * r] * hidden(b, r)))));
    const expected = range(2).flatMap((b) =>
      range(6).flatMap((c) => range(12).map((p) => image.data[(b * 6 + c) * 12 + p] * weight(b, c))),
    );
    close(computed(layer, [image])[0].data, expected);
  });

  it("encode positions in a loop over known channels and an unknown number of steps", async () => {
    const layer = await layerOf("positionEncodingLayer('pos')");
    const angle = (c: number, t: number): number => (t + 1) / 10000 ** ((c - (c % 2)) / 8);
    const encoding = (c: number, t: number): number => (c % 2 === 0 ? Math.sin(angle(c, t)) : Math.cos(angle(c, t)));
    close(
      computed(layer, [X])[0].data,
      everywhere(X, (b, c, t) => at(X, b, c, t) + encoding(c, t)),
    );
  });

  it("turn time around, and rows of images into steps", async () => {
    close(
      computed(await layerOf("flipTimeLayer('flip')"), [X])[0].data,
      everywhere(X, (b, c, t) => at(X, b, c, 4 - t)),
    );
    const image = numbersFor("SSCB", [2, 2, 3, 4]);
    const [rows] = computed(await layerOf("imageToSequenceLayer('rows')"), [image]);
    expect(rows.shape).toEqual([2, 8, 3]); // 4 columns × 2 channels, 3 rows
    const pixel = (b: number, c: number, h: number, w: number): number => image.data[((b * 2 + c) * 3 + h) * 4 + w];
    close(
      rows.data,
      range(2).flatMap((b) => range(8).flatMap((k) => range(3).map((h) => pixel(b, Math.floor(k / 4), h, k % 4)))),
    );
  });

  it("convolve in groups by dlconv as the layer of the library does", async () => {
    const layer = await layerOf("groupedConvolutionLayer(3, 2, 4, Name='conv')");
    const { Weights, Bias } = learnablesOf(layer, [X]);
    const own = groupedConvolution1dLayer(3, 2, 4, {
      padding: "same",
      weights: { size: [3, 2, 2, 4], data: Weights },
      bias: { size: [1, 2, 4], data: Bias },
      name: "own",
    });
    close(computed(layer, [X])[0].data, Array.from(computed(own, [X])[0].data, Number));
  });

  it("own networks, whose learnables and states are theirs", async () => {
    const layer = await layerOf("residualBlockLayer(8, 'block')");
    const about = { options: layer.options as never, inputs: [{ format: "CBT" as const, shape: X.shape }] };
    expect(Object.keys(layer.definition.learnables!(about))).toEqual([
      "Network/conv/weights",
      "Network/conv/bias",
      "Network/bn/offset",
      "Network/bn/scale",
    ]);
    expect(Object.keys(layer.definition.state!(about))).toEqual(["Network/bn/trainedMean", "Network/bn/trainedVariance"]);
  });
});

/** The loss of a layer for known predictions and targets, [batch, channels]. */
function lossOf(layer: Layer, prediction: readonly number[], target: readonly number[], shape: readonly number[]): number {
  const activation = { value: constant(prediction, shape), format: "CB" as const };
  const loss = layer.definition.loss!({
    prediction: activation,
    target: constant(target, shape),
    options: layer.options as never,
  });
  expect(loss.shape).toEqual([]);
  return numbersIn(loss)!.data[0];
}

describe("losses of classes", () => {
  const y = [0.7, 0.2, 0.1, 0.3, 0.5, 0.2];
  const t = [1, 0, 0, 0, 0, 1];

  it("give a quantile loss, the mean over observations", async () => {
    const layer = await layerOf("quantileRegressionLayer('out', 0.9)");
    const each = y.map((value, i) => Math.max(0.9 * (t[i] - value), -0.1 * (t[i] - value)));
    expect(lossOf(layer, y, t, [2, 3])).toBeCloseTo(sumOf(each) / 2, 12);
    expect(layer.definition.target).toBe("numbers");
    expect(layer.outputNames).toEqual([]);
  });

  it("give a weighted cross-entropy, also where the class was written for images", async () => {
    const layer = await layerOf("weightedCrossEntropyLayer([1 2 4], 'out')");
    expect(lossOf(layer, y, t, [2, 3])).toBeCloseTo(-(Math.log(0.7) + 4 * Math.log(0.2)) / 2, 12);
    expect(layer.definition.target).toBe("classes");
    expect(layer.given).toEqual({ ClassWeights: [1, 2, 4] });
  });
});

describe("a backward by hand", () => {
  const inputs = [X, X].map(({ format, shape }) => ({ format, shape }));

  it("is told to be right", async () => {
    const layer = await layerOf("gatedSumLayer(8, 'gate')");
    expect(layer.definition.warning?.({ options: layer.options as never, inputs })).toBeUndefined();
  });

  it("is told to be wrong, where and by how much, and is not used", async () => {
    const layer = await layerOf("wrongGatedSumLayer(8, 'gate')");
    const message = layer.definition.warning?.({ options: layer.options as never, inputs });
    expect(message).toMatch(
      /Class wrongGatedSumLayer: its backward is wrong: .* in dLdGate by [\d.]+ of its largest element\. The automatic ones are used instead\./,
    );
    const size = { size: sizes.CBT, format: "CBT" as const };
    const check = await checkLayer(layer, [size, size]);
    expect(check.checks.filter(({ status }) => status === "failed")).toEqual([]);
  });
});

describe("layers of function handles", () => {
  it("apply functions of one and of two arrays", async () => {
    const mish = await layerOf("functionLayer(@(X) X .* tanh(log(1 + exp(X))), 'Name', 'mish')");
    close(
      computed(mish, [X])[0].data,
      X.data.map((x) => x * Math.tanh(Math.log1p(Math.exp(x)))),
    );
    const difference = await layerOf("functionLayer(@(A,B) A - 2*mean(B,3), Name='diff')");
    expect(difference.inputNames).toEqual(["in1", "in2"]);
    const mean = (b: number, c: number): number => sumOf(range(5).map((t) => at(X, b, c, t))) / 5;
    close(
      computed(difference, [X, X])[0].data,
      everywhere(X, (b, c, t) => at(X, b, c, t) - 2 * mean(b, c)),
    );
  });

  it("change the format where the function is formattable", async () => {
    const layer = await layerOf('functionLayer(@(X) dlarray(stripdims(sum(X,3)),"CB"), Formattable=true)');
    const [y] = computed(layer, [X]);
    expect(y.shape).toEqual([2, 8]);
    close(
      y.data,
      range(2).flatMap((b) => range(8).map((c) => sumOf(range(5).map((t) => at(X, b, c, t))))),
    );
  });
});

describe("what goes wrong in a class", () => {
  const broken = (body: string): Record<string, string> => ({
    "brokenLayer.m": `classdef brokenLayer < nnet.layer.Layer\n methods\n  function Z = predict(~, X)\n   ${body}\n  end\n end\nend\n`,
  });
  const trace = async (body: string): Promise<unknown> => computed(await layerOf("brokenLayer", broken(body)), [X]);

  it("names the class, the method and the line", async () => {
    await expect(trace("Z = X * X;")).rejects.toThrow(
      /brokenLayer 'layer': predict of class brokenLayer \(.*brokenLayer\.m:4\): Arguments must be 2-D/,
    );
    await expect(trace("Z = fft(X);")).rejects.toThrow("fft cannot be traced in a layer");
    await expect(trace("Y = X;")).rejects.toThrow(/predict of class brokenLayer .*Z/);
  });

  it("refuses conditions on data, and says so", async () => {
    const checked = await checkLayer(await layerOf("brokenLayer", broken("Z = X; if sum(X,'all') > 0, Z = 2*X; end")), {
      size: sizes.CBT,
      format: "CBT",
    });
    expect(checked.checks.find(({ status }) => status === "failed")?.message).toContain(
      "A condition on the values of an array cannot be traced",
    );
  });
});

describe("graphs with such layers", () => {
  it("hold them under MATLAB's automatic names", async () => {
    const run = await ran(
      "layers = [sequenceInputLayer(3)\n spatialDropoutLayer(0.1)\n flipTimeLayer('')\n fullyConnectedLayer(2)];\nlgraph = layerGraph(layers);",
    );
    expect(run.error).toBeUndefined();
    expect(run.graphs[0].graph.layers.map(({ name }) => name)).toEqual(["sequenceinput", "layer_1", "layer_2", "fc"]);
  });
});
