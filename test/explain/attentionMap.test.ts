import { describe, expect, it } from "vitest";
import { attentionHeadLayer } from "../../examples/attention/layers/attentionHead.ts";
import { translator } from "../../examples/attention/translator/network.ts";
import { multiheadSelfAttentionLayer } from "../../examples/multihead-self-attention/multiheadSelfAttentionLayer.ts";
import { attentionLayer as tcnAttentionLayer } from "../../examples/tcn/attentionLayer.ts";
import {
  attentionLayer,
  attentionLayers,
  attentionMap,
  attentionMaps,
  classificationLayer,
  connectLayers,
  convolution1dLayer,
  defineLayer,
  dlarray,
  dlnetwork,
  extractdata,
  fullyConnectedLayer,
  globalAveragePooling1dLayer,
  type Layer,
  LayerGraphError,
  layerClass,
  layerGraph,
  type Network,
  ops,
  predict,
  selfAttentionLayer,
  sequenceInputLayer,
  softmaxLayer,
  type Value,
  z,
} from "../../src/index.ts";

type Matrix = readonly (readonly number[])[];

/** Numbers that look random, the same each time. */
function drawn(rows: number, columns: number, seed: number): number[][] {
  return Array.from({ length: rows }, (_, r) =>
    Array.from({ length: columns }, (_, c) => Math.sin(12.9898 * (r + 1) + 78.233 * (c + 1) + 3.1 * seed) * 1.5),
  );
}

const product = (a: Matrix, b: Matrix): number[][] =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, v, k) => sum + v * b[k][j], 0)));
const softmax = (row: readonly number[]): number[] => {
  const top = Math.max(...row);
  const powers = row.map((v) => Math.exp(v - top));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((v) => v / sum);
};

/** A learnable of a network as MATLAB's matrix. */
function matrixOf(net: Network, key: string): number[][] {
  const { shape, data } = net.learnables.get(key)!;
  return Array.from({ length: shape[1] }, (_, row) =>
    Array.from({ length: shape[0] }, (_, column) => data[column * shape[1] + row]),
  );
}

/** Rows of channels of one head. */
const part = (rows: Matrix, head: number, heads: number): Matrix =>
  rows.slice((head * rows.length) / heads, ((head + 1) * rows.length) / heads);

/** softmax over the keys of scale · queryᵀ · key, [head][query][key]. */
function naive(queries: Matrix, keys: Matrix, heads: number, scale?: number): number[][][] {
  return Array.from({ length: heads }, (_, head) => {
    const [q, k] = [part(queries, head, heads), part(keys, head, heads)];
    const by = scale ?? 1 / Math.sqrt(q.length);
    return q[0].map((_, i) => softmax(k[0].map((_, j) => by * q.reduce((sum, row, c) => sum + row[i] * k[c][j], 0))));
  });
}

function expectWeights(found: readonly Matrix[], expected: readonly Matrix[]): void {
  expect(found.map((rows) => [rows.length, rows[0].length])).toEqual(expected.map((rows) => [rows.length, rows[0].length]));
  const differences = found.flatMap((rows, h) => rows.flatMap((row, i) => row.map((w, j) => Math.abs(w - expected[h][i][j]))));
  expect(Math.max(...differences)).toBeLessThan(1e-5);
}

/** A layer between a sequence of three features and its classes. */
const around = (layer: Layer): Layer[] => [
  sequenceInputLayer(3, { name: "input" }),
  layer,
  globalAveragePooling1dLayer(),
  fullyConnectedLayer(2, { name: "fc" }),
  softmaxLayer({ name: "softmax" }),
];

describe("the attention map", () => {
  const net = dlnetwork(around(selfAttentionLayer(2, 4, { name: "attention" })), { seed: 3 });
  const expectedOf = (x: Matrix) =>
    naive(product(matrixOf(net, "attention/queryWeights"), x), product(matrixOf(net, "attention/keyWeights"), x), 2);

  it("has the weights of a built-in layer without an output for them, as a softmax in double precision gives them", async () => {
    const x = drawn(3, 7, 1);
    const map = await attentionMap(net, x, "attention");
    expect(map).toMatchObject({ layer: "attention", heads: 2, queries: 7, keys: 7 });
    const expected = expectedOf(x);
    expectWeights(map.weights, expected);
    expectWeights([map.mean], [expected[0].map((row, i) => row.map((w, j) => (w + expected[1][i][j]) / 2))]);
    const entropy = expected.map((rows) => rows.map((row) => -row.reduce((sum, w) => sum + w * Math.log(w), 0)));
    expectWeights([map.entropy], [entropy]);
    expectWeights([map.normalizedEntropy], [entropy.map((row) => row.map((e) => e / Math.log(7)))]);
    expect(map).not.toHaveProperty("labels");
  });

  it("of each observation of a batch of unequal lengths is that of the observation alone", async () => {
    const X = [drawn(3, 5, 1), drawn(3, 9, 2), drawn(3, 5, 3), drawn(3, 1, 4)];
    const maps = await attentionMaps(net, X, "attention", { miniBatchSize: 3 });
    expect(maps.map(({ queries, keys }) => [queries, keys])).toEqual([
      [5, 5],
      [9, 9],
      [5, 5],
      [1, 1],
    ]);
    for (const [i, { weights }] of maps.entries()) expectWeights(weights, expectedOf(X[i]));
    expect(maps[3]).toMatchObject({ entropy: [[0], [0]], normalizedEntropy: [[0], [0]] });
  });

  it("has zeros where a mask forbids a key", async () => {
    const causal = dlnetwork(
      around(selfAttentionLayer(1, 4, { name: "attention", attentionMask: "causal", hasScoresOutput: true })),
    );
    const { weights } = await attentionMap(causal, drawn(3, 4, 1), "attention");
    expect(weights[0].map((row) => row.map((w) => w > 0))).toEqual([0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => j <= i)));
  });

  it("of cross attention is queries × keys, with names where they are given", async () => {
    let lgraph = layerGraph([attentionLayer(1, { name: "attention" })]);
    for (const [name, timeDimension] of [
      ["query", "asked"],
      ["key", "seen"],
      ["value", "seen"],
    ]) {
      lgraph = lgraph.addLayers([sequenceInputLayer(2, { name, timeDimension })]);
      lgraph = connectLayers(lgraph, name, `attention/${name}`);
    }
    const x = { query: drawn(2, 2, 1), key: drawn(2, 3, 2), value: drawn(2, 3, 3) };
    const names = { queryLabels: ["je", "t'aime"], keyLabels: ["I", "love", "you"] };
    const map = await attentionMap(dlnetwork(lgraph), x, "attention", names);
    expectWeights(map.weights, naive(x.query, x.key, 1));
    expect(map.labels).toEqual({ queries: names.queryLabels, keys: names.keyLabels });
    const wrong = attentionMap(dlnetwork(lgraph), x, "attention", { keyLabels: ["I"] });
    await expect(wrong).rejects.toThrow("attentionMap: option 'keyLabels' has 1 names, expected 3, one for each of the keys.");
  });
});

describe("the attention map of a layer of one's own", () => {
  it("is found where the layer weights something by its one softmax", async () => {
    const net = dlnetwork(around(tcnAttentionLayer(4, { name: "attention" })), { seed: 1 });
    const x = drawn(3, 6, 2);
    // The example's weights lie as [outputs, inputs] in MATLAB's memory order: as matrices they are transposed.
    const [q, k] = ["queryWeights", "keyWeights"].map((name) => {
      const matrix = matrixOf(net, `attention/${name}`);
      return product(
        matrix[0].map((_, i) => matrix.map((row) => row[i])),
        x,
      );
    });
    expectWeights((await attentionMap(net, x, "attention")).weights, naive(q, k, 1));
    expect(attentionLayers(net.graph)).toEqual(["attention"]);
  });

  it("is found with several heads, with weights over the rows, and in a layer class of MATLAB's", async () => {
    const x = drawn(3, 6, 2);
    const heads = multiheadSelfAttentionLayer(2, { numKeyChannels: 4, numValueChannels: 10, outputSize: 3, name: "attention" });
    const several = dlnetwork(around(heads), { seed: 1 });
    const [q, k] = ["queryWeights", "keyWeights"].map((name) => product(matrixOf(several, `attention/${name}`), x));
    expectWeights((await attentionMap(several, x, "attention")).weights, naive(q, k, 2));

    let lgraph = layerGraph([attentionHeadLayer(4, { name: "head" })]);
    for (const name of ["query", "key"])
      lgraph = connectLayers(lgraph.addLayers([sequenceInputLayer(3, { name, timeDimension: name })]), name, `head/${name}`);
    const head = dlnetwork(lgraph, { seed: 1 });
    const [asked, seen] = [drawn(3, 2, 1), drawn(3, 5, 2)];
    const own = naive(
      product(matrixOf(head, "head/queryWeights"), asked),
      product(matrixOf(head, "head/keyWeights"), seen),
      1,
      1,
    );
    expectWeights((await attentionMap(head, { query: asked, key: seen }, "head")).weights, own);

    const temporalAttentionLayer = layerClass(new URL("../../examples/matlab/temporalAttentionLayer.m", import.meta.url));
    const matlab = dlnetwork(around(temporalAttentionLayer(4, { name: "attention" })), { seed: 1 });
    const [mq, mk] = ["QueryWeights", "KeyWeights"].map((name) => product(matrixOf(matlab, `attention/${name}`), x));
    expectWeights((await attentionMap(matlab, x, "attention")).weights, naive(mq, mk, 1));
  });

  it("is read from the port that its definition declares: the decoder of the translator", async () => {
    const net = dlnetwork(translator(9, 8, { embeddingSize: 4, encoderUnits: 3, decoderUnits: 5 }), { seed: 1 });
    const map = await attentionMap(net, { english: [[2, 5, 3, 4]], french: [[1, 6, 2]] }, "decoder");
    expect(map).toMatchObject({ heads: 1, queries: 3, keys: 4 });
    const told = dlnetwork(translator(9, 8, { embeddingSize: 4, encoderUnits: 3, decoderUnits: 5 }, true)).with(net);
    const [scores] = await predict(told, dlarray([[[2], [5], [3], [4]]], "BTC"), dlarray([[[1], [6], [2]]], "BTC"), {
      outputs: ["decoder/scores"],
    });
    const expected = extractdata(scores, "BTSC")[0].map((query) => query.map(([w]) => w));
    expectWeights(map.weights, [expected]);
  });

  /** Pools over time by a softmax; tells its weights in one of two ways. */
  const pool = (named: boolean) =>
    defineLayer({
      type: named ? "namedPoolLayer" : "poolLayer",
      options: z.object({}),
      learnables: ({ inputs: [x] }) => ({ weights: { size: [Number(x.shape[1]), 2], initializer: "glorot" } }),
      predict: ({ inputs: [x], learnables: { weights } }) => {
        const attention = ops.softmax(ops.matmul(weights, x.value), 2); // [batch, 2, time]
        const value = ops.mean(ops.matmul(x.value, ops.transposed(attention)), [2]);
        const out = { value: ops.squeeze(value, 2), format: "CB" } as const;
        return named ? { outputs: [out], scores: { value: attention, format: "CBT" } } : out;
      },
    });

  it.each([true, false])("has one query where the layer pools over time (named: %s)", async (named) => {
    const layers = [sequenceInputLayer(3), pool(named)({ name: "pool" }), fullyConnectedLayer(2), softmaxLayer()];
    const net = dlnetwork(layers, { seed: 2 });
    const x = drawn(3, 8, 5);
    const map = await attentionMap(net, x, "pool");
    expect(map).toMatchObject({ heads: 2, queries: 1, keys: 8 });
    const { data } = net.learnables.get("pool/weights")!; // [2, 3] in memory
    const rows = [0, 1].map((h) => Array.from(data.subarray(3 * h, 3 * h + 3)));
    expectWeights(
      map.weights,
      product(rows, x).map((row) => [softmax(row)]),
    );
  });
});

describe("a layer without attention", () => {
  const net = dlnetwork([
    sequenceInputLayer(3, { name: "input" }),
    convolution1dLayer(3, 4, { padding: "same", name: "conv" }),
    selfAttentionLayer(1, 4, { name: "look" }),
    softmaxLayer({ name: "softmax" }),
  ]);
  const messageOf = async (layer: string, network: Network = net) => {
    const error = await attentionMap(network, drawn(3, 4, 1), layer).catch((each: unknown) => each);
    expect(error).toBeInstanceOf(LayerGraphError);
    return (error as LayerGraphError).message;
  };

  it("is refused by name, with the layers that have it", async () => {
    expect(await messageOf("conv")).toBe(
      "attentionMap: convolution1dLayer 'conv' has no attention weights: it declares none, and weights nothing by a softmax. The layers with attention are 'look'.",
    );
    expect(await messageOf("softmax")).toContain("softmaxLayer 'softmax' has no attention weights");
    expect(await messageOf("lok")).toBe("Network: there is no layer 'lok'. Did you mean 'look'?");
    expect(attentionLayers(net.graph)).toEqual(["look"]);
  });

  it("or one that names something else is told so", async () => {
    const wrong = (make: (x: Value) => Value) =>
      defineLayer({
        type: "wrongLayer",
        options: z.object({}),
        predict: ({ inputs: [x] }) => ({ outputs: [x], scores: { value: make(x.value), format: "CBT" } }),
      })({ name: "look" });
    const scores = dlnetwork([sequenceInputLayer(3), wrong((x) => x), softmaxLayer()]);
    expect(await messageOf("look", scores)).toMatch(
      /^attentionMap: what layer 'look' gives as its attention weights are none: query 0 of head 0 adds up to .*, and one of its weights is -.*\. Expected numbers of at least 0 that add up to 1 over the keys: name what comes out of the softmax, keys first\.$/,
    );
    const twice = defineLayer({
      type: "twiceLayer",
      options: z.object({}),
      predict: ({ inputs: [x] }) => ops.multiply(ops.multiply(x.value, ops.softmax(x.value, 2)), ops.softmax(x.value, 1)),
    });
    expect(await messageOf("look", dlnetwork([sequenceInputLayer(3), twice({ name: "look" })]))).toBe(
      "attentionMap: twiceLayer 'look' weights something by each of 2 softmaxes, and does not say which are its attention weights. Let its predict return { outputs, scores } with the weights as scores.",
    );
  });

  it("may be told by one observation only", async () => {
    await expect(attentionMap(net, { kind: "sequences", predictors: [] } as never, "look")).rejects.toThrow(
      "attentionMap: the second argument must be one observation (a sequence, a row of features, an image, or these by the names of the input layers), received a data set.",
    );
    const trained = [sequenceInputLayer(3), fullyConnectedLayer(2), softmaxLayer(), classificationLayer()];
    expect(attentionLayers(layerGraph(trained))).toEqual([]);
  });
});
