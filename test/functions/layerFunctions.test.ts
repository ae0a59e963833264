import { describe, expect, it } from "vitest";
import * as layers from "../../layers/index.ts";
import * as functions from "../../src/functions/index.ts";
import { applyLayer, storedShape } from "../../src/layer/apply.ts";
import type { Activation, Format, Layer } from "../../src/layer.ts";
import { input, type Value } from "../../src/ops/index.ts";
import { randomStream } from "../../src/random.ts";
import { elementCount, type Tensor } from "../../src/tensor.ts";
import { numbersOf } from "../plan/numbers.ts";

const { avgpool, batchnorm, dlconv, dltranspconv, fullyconnect, gelu, groupnorm, layernorm, leakyrelu, maxpool } = functions;
const { relu, sigmoid, softmax } = functions;
type Named = Readonly<Record<string, Value>>;

/** Shapes for each format, [batch, channels, spatial…, time]; channels are 4. */
const shapes = {
  CB: [3, 4],
  CBT: [2, 4, 7],
  SCB: [2, 4, 7],
  SCBT: [2, 4, 5, 3],
  SSCB: [2, 4, 6, 5],
  SSCBT: [2, 4, 5, 4, 2],
} as const satisfies Partial<Record<Format, readonly number[]>>;
type Known = keyof typeof shapes;

const random = randomStream(1, "functions of layers");

function drawn(...shape: number[]): Tensor {
  // All positive, for variances are among them; 1 is taken off where signs matter.
  return {
    type: "float64",
    shape,
    data: Float64Array.from({ length: elementCount(shape) }, () => 0.1 + Math.abs(random.normal())),
  };
}

/** Both results in double precision: of a layer, and of a function of the layer's input and its arrays. */
function both(
  layer: Layer,
  format: Known,
  compute: (x: Activation, arrays: Named) => Activation,
  training = false,
  lengths?: number[],
) {
  const shape = shapes[format];
  const feeds: Record<string, Tensor> = { x: drawn(...shape) };
  for (const [i, v] of (feeds.x.data as Float64Array).entries()) feeds.x.data[i] = i % 3 === 0 ? -v : v;
  if (lengths) feeds.lengths = { type: "int64", shape: [lengths.length], data: BigInt64Array.from(lengths, BigInt) };
  const arrays: Record<string, Value> = {};
  const array = (name: string, { size }: { readonly size: readonly number[] }): Value => {
    feeds[name] ??= drawn(...storedShape(size));
    arrays[name] ??= input(name, storedShape(size));
    return arrays[name];
  };
  const x: Activation = {
    value: input("x", shape),
    format,
    ...(lengths && { lengths: input("lengths", [lengths.length], "int64") }),
  };
  const random = (): Value => expect.fail("no such layer draws");
  const applied = applyLayer(layer, [x], { training, learnable: array, state: array, random });
  const y = compute(x, arrays);
  const expected = applied.outputs[0];
  expect([y.format, y.value.shape, y.lengths === undefined]).toEqual([
    expected.format,
    expected.value.shape,
    expected.lengths === undefined,
  ]);
  const [received, wanted] = numbersOf([y.value, expected.value], feeds);
  return { received, wanted, y, applied, feeds };
}

function expectSame({ received, wanted }: ReturnType<typeof both>): void {
  expect(wanted.some((v) => v !== 0)).toBe(true);
  expect(received).toEqual(wanted);
}

const cases: [string, Layer, (x: Activation, w: Named) => Activation, readonly Known[]][] = [
  [
    "fullyconnect",
    layers.fullyConnectedLayer(3),
    (x, w) => fullyconnect(x, w.weights, w.bias),
    ["CB", "CBT", "SCB", "SSCB", "SSCBT"],
  ],
  ["dlconv", layers.convolution1dLayer(3, 5), (x, w) => dlconv(x, w.weights, w.bias), ["CBT", "SCB", "SCBT"]],
  [
    "dlconv with options",
    layers.convolution1dLayer(3, 5, { stride: 2, dilationFactor: 2, padding: "causal", paddingValue: 1 }),
    (x, w) => dlconv(x, w.weights, w.bias, { stride: 2, dilationFactor: 2, padding: "causal", paddingValue: 1 }),
    ["CBT", "SCB", "SCBT"],
  ],
  [
    "dlconv in groups",
    layers.groupedConvolution1dLayer(3, 2, 2, { padding: "same" }),
    (x, w) => dlconv(x, w.weights, w.bias, { padding: "same" }),
    ["CBT", "SCBT"],
  ],
  [
    "dlconv over images",
    layers.convolution2dLayer([3, 2], 5, { stride: [2, 1], padding: [1, 0, 2, 1] }),
    (x, w) => dlconv(x, w.weights, w.bias, { stride: [2, 1], padding: [1, 0, 2, 1] }),
    ["SSCB", "SSCBT"],
  ],
  [
    "dlconv over images, channel-wise",
    layers.groupedConvolution2dLayer([3, 2], 2, "channel-wise", { dilationFactor: 2, padding: "same" }),
    (x, w) => dlconv(x, w.weights, w.bias, { dilationFactor: 2, padding: "same" }),
    ["SSCB", "SSCBT"],
  ],
  ["dltranspconv", layers.transposedConv1dLayer(3, 5), (x, w) => dltranspconv(x, w.weights, w.bias), ["CBT", "SCB"]],
  [
    "dltranspconv with options",
    layers.transposedConv1dLayer(4, 5, { stride: 2, cropping: [1, 2] }),
    (x, w) => dltranspconv(x, w.weights, w.bias, { stride: 2, cropping: [1, 2] }),
    ["CBT", "SCB", "SCBT"],
  ],
  [
    "dltranspconv over images",
    layers.transposedConv2dLayer([3, 2], 5, { stride: [2, 1], cropping: "same" }),
    (x, w) => dltranspconv(x, w.weights, w.bias, { stride: [2, 1], cropping: "same" }),
    ["SSCB", "SSCBT"],
  ],
  ["softmax", layers.softmaxLayer(), (x) => softmax(x), ["CB", "CBT", "SSCB"]],
  ["relu", layers.reluLayer(), (x) => relu(x), ["CB", "CBT", "SSCBT"]],
  ["leakyrelu", layers.leakyReluLayer(), (x) => leakyrelu(x), ["CB", "CBT", "SSCB"]],
  ["leakyrelu with a factor", layers.leakyReluLayer(0.3), (x) => leakyrelu(x, 0.3), ["CB", "CBT"]],
  ["sigmoid", layers.sigmoidLayer(), (x) => sigmoid(x), ["CB", "CBT", "SCBT"]],
  ["gelu", layers.geluLayer(), (x) => gelu(x), ["CB", "CBT", "SSCB"]],
  ["gelu by tanh", layers.geluLayer({ approximation: "tanh" }), (x) => gelu(x, { approximation: "tanh" }), ["CB", "CBT"]],
  ["layernorm", layers.layerNormalizationLayer(), (x, w) => layernorm(x, w.offset, w.scale), ["CB", "CBT", "SCBT", "SSCB"]],
  [
    "layernorm with options",
    layers.layerNormalizationLayer({ operationDimension: "batch-excluded", epsilon: 0.1 }),
    (x, w) => layernorm(x, w.offset, w.scale, { operationDimension: "batch-excluded", epsilon: 0.1 }),
    ["CB", "CBT", "SSCBT"],
  ],
  [
    "batchnorm with given statistics",
    layers.batchNormalizationLayer({ epsilon: 0.1 }),
    (x, w) => batchnorm(x, w.offset, w.scale, w.trainedMean, w.trainedVariance, { epsilon: 0.1 }),
    ["CB", "CBT", "SSCB"],
  ],
  ["groupnorm", layers.groupNormalizationLayer(2), (x, w) => groupnorm(x, 2, w.offset, w.scale), ["CB", "CBT", "SSCB"]],
  [
    "groupnorm, channel-wise",
    layers.instanceNormalizationLayer({ epsilon: 0.1 }),
    (x, w) => groupnorm(x, "channel-wise", w.offset, w.scale, { epsilon: 0.1 }),
    ["CBT", "SCB", "SSCB"],
  ],
  ["maxpool", layers.maxPooling1dLayer(2), (x) => maxpool(x, 2), ["CBT", "SCB", "SCBT"]],
  [
    "maxpool with options",
    layers.maxPooling1dLayer(3, { stride: 2, padding: [1, 2] }),
    (x) => maxpool(x, 3, { stride: 2, padding: [1, 2] }),
    ["CBT", "SCBT"],
  ],
  [
    "maxpool over images",
    layers.maxPooling2dLayer([2, 3], { stride: [1, 2], padding: "same" }),
    (x) => maxpool(x, [2, 3], { stride: [1, 2], padding: "same" }),
    ["SSCB", "SSCBT"],
  ],
  ["avgpool", layers.averagePooling1dLayer(2), (x) => avgpool(x, 2), ["CBT", "SCB", "SCBT"]],
  [
    "avgpool with options",
    layers.averagePooling1dLayer(3, { stride: 2, padding: 1, paddingValue: "mean" }),
    (x) => avgpool(x, 3, { stride: 2, padding: 1, paddingValue: "mean" }),
    ["CBT", "SCBT"],
  ],
  [
    "avgpool over images",
    layers.averagePooling2dLayer([2, 3], { padding: "same", paddingValue: "mean" }),
    (x) => avgpool(x, [2, 3], { padding: "same", paddingValue: "mean" }),
    ["SSCB", "SSCBT"],
  ],
];

describe.each(cases)("%s", (_, layer, compute, formats) => {
  it.each(formats)("computes over %s what its layer computes", (format) => {
    expectSame(both(layer, format, compute));
  });

  it.runIf(formats.includes("CBT"))("leaves the padding of sequences out, as its layer does", () => {
    const found = both(layer, "CBT", compute, false, [4, 7]);
    expectSame(found);
    if (!found.y.lengths) return;
    const [own, expected] = numbersOf([found.y.lengths, found.applied.outputs[0].lengths!], found.feeds);
    expect(own).toEqual(expected);
  });
});

describe("batchnorm in training", () => {
  it.each(["CB", "CBT", "SSCB"] as const)(
    "gives over %s what the layer gives, and the statistics of the mini-batch",
    (format) => {
      let statistics: Value[] = [];
      const layer = layers.batchNormalizationLayer({ meanDecay: 1, varianceDecay: 1 });
      const found = both(
        layer,
        format,
        (x, w) => {
          const [y, mu, sigmaSq] = batchnorm(x, w.offset, w.scale);
          statistics = [mu, sigmaSq];
          return y;
        },
        true,
        format === "CBT" ? [4, 7] : undefined,
      );
      expectSame(found);
      const { trainedMean, trainedVariance } = found.applied.newState;
      const [mu, sigmaSq, mean, variance] = numbersOf([...statistics, trainedMean, trainedVariance], found.feeds);
      expect(mean).toHaveLength(4);
      for (const [i, v] of mu.entries()) expect(v).toBeCloseTo(mean[i], 12);
      for (const [i, v] of sigmaSq.entries()) expect(v).toBeCloseTo(variance[i], 12);
    },
  );
});

describe("worked numbers", () => {
  const of = (...values: number[]): Tensor => ({ type: "float64", shape: [values.length], data: Float64Array.from(values) });
  const feed = (t: Tensor, ...shape: number[]): Tensor => ({ ...t, shape }) as Tensor;

  it("fullyconnect multiplies rows of MATLAB's weights by the features", () => {
    const feeds = { x: feed(of(1, 2), 1, 2), w: feed(of(1, 10, 100, 2, 20, 200), 2, 3), b: feed(of(0.5, 0, 0), 1, 3) };
    const y = fullyconnect({ value: input("x", [1, 2]), format: "CB" }, input("w", [2, 3]), input("b", [1, 3]));
    expect(numbersOf([y.value], feeds)).toEqual([[5.5, 50, 500]]);
  });

  it("dlconv and dltranspconv slide and spread a filter", () => {
    const x: Activation = { value: input("x", [1, 1, 4]), format: "CBT" };
    const feeds = { x: feed(of(1, 2, 3, 4), 1, 1, 4), w: feed(of(1, 10), 1, 1, 2), b: feed(of(0.5), 1, 1) };
    const [w, b] = [input("w", [1, 1, 2]), input("b", [1, 1])];
    expect(numbersOf([dlconv(x, w, b).value, dltranspconv(x, w, b).value], feeds)).toEqual([
      [21.5, 32.5, 43.5],
      [1.5, 12.5, 23.5, 34.5, 40.5],
    ]);
  });

  it("maxpool and avgpool take windows", () => {
    const x: Activation = { value: input("x", [1, 1, 4]), format: "CBT" };
    const feeds = { x: feed(of(1, 4, 3, 2), 1, 1, 4) };
    expect(numbersOf([maxpool(x, 2).value, avgpool(x, 2, { stride: 2 }).value], feeds)).toEqual([
      [4, 4, 3],
      [2.5, 2.5],
    ]);
  });
});

describe("refusals", () => {
  const x: Activation = { value: input("x", [2, 4, 7]), format: "CBT" };
  const image: Activation = { value: input("x", [2, 4, 6, 5]), format: "SSCB" };
  const bias = input("b", [1, 5]);
  it.each<[string, () => unknown, string]>([
    [
      "weights of other features",
      () => fullyconnect(x, input("w", [3, 5]), bias),
      "fullyconnect: weights are [3, 5], expected [4, 5] for [2, 4, 7] (CBT). A learnable's value has MATLAB's size reversed.",
    ],
    [
      "a bias of other outputs",
      () => fullyconnect(x, input("w", [4, 5]), input("b", [1, 4])),
      "fullyconnect: bias are [1, 4], expected [1, 5]",
    ],
    [
      "filters of other channels",
      () => dlconv(x, input("w", [5, 3, 2]), bias),
      "dlconv: weights are [5, 3, 2], expected [filters, channels, size] for 4 channels, or with groups in front, for [2, 4, 7] (CBT).",
    ],
    ["filters of images for sequences", () => dlconv(image, input("w", [5, 4, 2]), bias), "dlconv: weights are [5, 4, 2]"],
    [
      "filters in groups",
      () => dltranspconv(x, input("w", [2, 2, 5, 2]), bias),
      "dltranspconv: weights are [2, 2, 5, 2], expected [4, filters, size]",
    ],
    [
      "causal padding of images",
      () => dlconv(image, input("w", [5, 4, 2, 2]), bias, { padding: "causal" }),
      "option 'padding' must be",
    ],
    ["padding as wide as the window", () => maxpool(x, 2, { padding: 2 }), "option 'padding' must be less than poolSize 2"],
    ["an option that there is not", () => gelu(x, { aproximation: "tanh" } as never), "did you mean approximation?"],
    ["groups that do not divide", () => groupnorm(x, 3, bias, bias), "4 channels are no 3 equal groups"],
    ["an epsilon of 0", () => batchnorm(x, bias, bias, { epsilon: 0 }), "batchnorm: option 'epsilon' must be a positive number"],
    ["windows over single vectors", () => maxpool({ value: input("x", [2, 4]), format: "CB" }, 2), "CB"],
  ])("are for %s", (_, call, message) => {
    expect(call).toThrow(message);
  });
});
