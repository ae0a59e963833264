import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { writeMatlab } from "../../src/matlab/write/matlab.ts";
import { analyze } from "../../src/network/analyze.ts";
import { dlnetwork } from "../../src/network/dlnetwork.ts";
import { readGraph } from "../../src/network/graphFile.ts";
import { validate } from "../../src/network/validate.ts";
import { writeGraph } from "../../src/network/writeGraph.ts";
import { decodeNetwork, encodeNetwork, loadNetwork } from "../../src/train/networkFile.ts";
import { predict } from "../../src/train/predict.ts";

/** Written when `[height, channels]` was a one-dimensional image, and global pooling of images gave CB. */
const file = {
  format: "layergraph/1",
  layers: [
    { type: "imageInputLayer", name: "in", inputSize: [4, 3, 1], normalization: "none" },
    { type: "convolution2dLayer", name: "conv", filterSize: 2, numFilters: 2 },
    { type: "reluLayer", name: "relu" },
    { type: "globalAveragePooling2dLayer", name: "mean" },
    { type: "concatenationLayer", name: "cat", dim: 1, numInputs: 3 },
    { type: "fullyConnectedLayer", name: "fc", outputSize: 3 },
    { type: "softmaxLayer", name: "softmax" },
    { type: "globalMaxPooling2dLayer", name: "max" },
    { type: "imageInputLayer", name: "line", inputSize: [5, 2], normalization: "none" },
    { type: "globalAveragePooling1dLayer", name: "lineMean" },
  ],
  connections: [
    ["in", "conv"],
    ["conv", "relu"],
    ["relu", "mean"],
    ["mean", "cat/in1"],
    ["cat", "fc"],
    ["fc", "softmax"],
    ["relu", "max"],
    ["max", "cat/in2"],
    ["line", "lineMean"],
    ["lineMean", "cat/in3"],
  ].map(([source, destination]) => ({ source, destination })),
};

const image = [
  [[0.1], [0.9], [-0.4]],
  [[0.7], [-0.2], [0.3]],
  [[-0.8], [0.5], [0.6]],
  [[0.2], [-0.6], [1]],
];
const line = [
  [1, -1],
  [0.5, 2],
  [0, 0.25],
  [-2, 1],
  [3, -0.5],
];
const given = { in: [image], line: [line] };
/** What the version that wrote the file predicted. */
const predicted = [0.3571077883243561, 0.27313724160194397, 0.36975497007369995];

const sizesOf = (graph: ReturnType<typeof readGraph>) =>
  Object.fromEntries(analyze(graph, { targetUsage: "dlnetwork" }).layers.map(({ name, activations: [x] }) => [name, x?.format]));

describe("a graph file of the first format", () => {
  it("means what it meant, also once it is written again", () => {
    const graph = readGraph(file);
    expect(validate(graph, { targetUsage: "dlnetwork" })).toEqual([]);
    expect(sizesOf(graph)).toMatchObject({ mean: "CB", max: "CB", line: "SCB", cat: "CB", in: "SSCB" });
    const again = writeGraph(graph);
    expect(again.format).toBe("layergraph/2");
    expect(again.layers[3]).toEqual({ type: "globalAveragePooling2dLayer", name: "mean", spatialDimensions: "remove" });
    expect(again.layers[8]).toMatchObject({ inputSize: [5, 2], format: "SCB" });
    expect(sizesOf(readGraph(again))).toEqual(sizesOf(graph));
  });

  it("means the same inside of a layer that holds a network", () => {
    const inner = { type: "networkLayer", name: "inner", network: { ...file, layers: [file.layers[3]], connections: [] } };
    const connections = [{ source: "in", destination: "inner" }];
    const graph = readGraph({ format: "layergraph/2", layers: [file.layers[0], inner], connections });
    expect(sizesOf(graph)).toEqual({ in: "SSCB", inner: "CB" });
  });

  it("becomes layers of MATLAB's that give the same", () => {
    const script = writeMatlab(readGraph(file));
    expect(script).toContain('globalAveragePooling2dLayer(Name="mean")\n    flattenLayer(Name="mean_flatten")');
    expect(script).toContain("MATLAB's imageInputLayer has no option Format.");
    expect(script).not.toContain("SpatialDimensions");
  });

  it("is what files of today say otherwise: [height, width], and images of one place", () => {
    const today = readGraph({ ...file, format: "layergraph/2" });
    expect(sizesOf(today)).toMatchObject({ mean: "SSCB", max: "SSCB", line: "SSCB" });
  });
});

describe("a network that was saved with a graph of the first format", () => {
  it("predicts the same numbers, also saved again and with the same arrays in a graph that is read", async () => {
    const net = await loadNetwork(fileURLToPath(new URL("../data/files/first-format.onnx", import.meta.url)));
    const numbers = async (network: typeof net) => Array.from((await predict(network, given)).values[0] as Float32Array);
    expect(await numbers(net)).toEqual(predicted);
    expect(await numbers(decodeNetwork(encodeNetwork(net)))).toEqual(predicted);
    expect(await numbers({ ...dlnetwork(readGraph(file)), learnables: net.learnables })).toEqual(predicted);
  });
});
