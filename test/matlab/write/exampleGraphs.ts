import { existsSync, readFileSync } from "node:fs";
import {
  additionLayer,
  batchNormalizationLayer,
  classificationLayer,
  concatenationLayer,
  convolution1dLayer,
  convolution2dLayer,
  crop2dLayer,
  dropoutLayer,
  fullyConnectedLayer,
  imageInputLayer,
  inputLayer,
  LayerGraph,
  layerGraph,
  layerNormalizationLayer,
  lstmLayer,
  maxPooling2dLayer,
  maxUnpooling2dLayer,
  networkLayer,
  readGraph,
  reluLayer,
  selfAttentionLayer,
  sequenceFoldingLayer,
  sequenceInputLayer,
  sequenceUnfoldingLayer,
  setL2Factor,
  setLearnRateFactor,
  softmaxLayer,
  spatialDropoutLayer,
} from "../../../src/index.ts";

/** The network of the design's first section, with two blocks. */
export function tcn(): LayerGraph {
  let graph = layerGraph(sequenceInputLayer(3, { normalization: "zerocenter", name: "input" }));
  let output = "input";
  for (const i of [1, 2]) {
    graph = graph.addLayers([
      convolution1dLayer(5, 8, { dilationFactor: 2 ** (i - 1), padding: "causal", name: `conv1_${i}` }),
      layerNormalizationLayer(),
      spatialDropoutLayer({ probability: 0.005 }),
      additionLayer(2, { name: `add_${i}` }),
    ]);
    graph = graph.connectLayers(output, `conv1_${i}`);
    if (i === 1) {
      graph = graph.addLayers(convolution1dLayer(1, 8, { name: "convSkip" }));
      graph = graph.connectLayers("input", "convSkip").connectLayers("convSkip", "add_1/in2");
    } else graph = graph.connectLayers(output, `add_${i}/in2`);
    output = `add_${i}`;
  }
  graph = graph.addLayers([
    fullyConnectedLayer(2, { name: "fc" }),
    softmaxLayer(),
    classificationLayer({ classes: ["walking", 'say "hi"'], classWeights: [1, 2.5] }),
  ]);
  return graph.connectLayers(output, "fc");
}

/** Graphs with what is special about writing: ports, weights, factors, graphs inside of layers, unusual names, nothing at all. */
export const specialGraphs: Readonly<Record<string, () => LayerGraph>> = {
  tcn,
  "no layers": () => layerGraph(),
  "one layer": () => layerGraph(reluLayer({ name: "only" })),
  "no connections": () => LayerGraph.unconnected([reluLayer({ name: "a" }), reluLayer({ name: "b" })]),
  "names with marks": () =>
    layerGraph([sequenceInputLayer(3, { name: "in put" }), reluLayer({ name: '卷积 "1"' }), reluLayer({ name: "it's + 100 %" })]),
  folding: () => {
    const graph = layerGraph([
      sequenceInputLayer([28, 28, 1], { name: "input" }),
      sequenceFoldingLayer({ name: "fold" }),
      convolution2dLayer([3, 5], 4, { padding: [1, 1, 2, 2], stride: [2, 1], name: "conv" }),
      sequenceUnfoldingLayer({ name: "unfold" }),
      lstmLayer(7, { outputMode: "last", name: "lstm" }),
    ]);
    return graph.connectLayers("fold/miniBatchSize", "unfold/miniBatchSize");
  },
  unpooling: () => {
    const graph = layerGraph([
      imageInputLayer([8, 8, 3], { normalization: "none", name: "input" }),
      maxPooling2dLayer(2, { stride: 2, hasUnpoolingOutputs: true, name: "pool" }),
      maxUnpooling2dLayer({ name: "unpool" }),
    ]);
    return graph.connectLayers("pool/indices", "unpool/indices").connectLayers("pool/size", "unpool/size");
  },
  "an input that a later layer takes first": () => {
    const graph = layerGraph([sequenceInputLayer(3, { name: "input" }), reluLayer({ name: "relu" })]);
    const joined = graph.addLayers(concatenationLayer(1, 2, { name: "cat" }));
    return joined.connectLayers("relu", "cat/in2").connectLayers("input", "cat/in1");
  },
  "several inputs": () =>
    layerGraph(inputLayer([12, Number.NaN, Number.NaN], "CBT", { name: "a" }))
      .addLayers(crop2dLayer([3, 4], { name: "crop" }))
      .addLayers(imageInputLayer([5, 5, 1], { normalization: "none", name: "b" }))
      .connectLayers("b", "crop/in")
      .connectLayers("b", "crop/ref"),
  weights: () =>
    layerGraph([
      sequenceInputLayer(2, { mean: [1, 2.5], normalization: "zerocenter", name: "input" }),
      convolution1dLayer(3, 2, {
        weights: { size: [3, 2, 2], data: Float32Array.from({ length: 12 }, (_, i) => (i - 5) / 3) },
        bias: [[0.5, -1e-9]],
        name: "conv",
      }),
      fullyConnectedLayer(40, { weights: { size: [40, 2], data: Array.from({ length: 80 }, (_, i) => i / 7) }, name: "large" }),
      batchNormalizationLayer({ epsilon: 1e-4, name: "bn" }),
      dropoutLayer(0.25, { name: "drop" }),
    ]),
  factors: () =>
    layerGraph([
      sequenceInputLayer(2, { name: "input" }),
      setLearnRateFactor(fullyConnectedLayer(3, { name: "fc" }), "weights", 0),
      setL2Factor(setLearnRateFactor(selfAttentionLayer(2, 4, { name: "sa" }), "queryWeights", 0.5), "keyBias", 2),
    ]),
  "graphs inside of layers": () => {
    const inner = (name: string) =>
      layerGraph([convolution1dLayer(3, 8, { padding: "same", name: "conv" }), reluLayer({ name })]);
    return layerGraph([
      sequenceInputLayer(8, { name: "input" }),
      networkLayer(inner("one"), { name: "block1" }),
      networkLayer(inner("two"), { name: "block2" }),
    ]);
  },
};

/** The graphs of the examples. */
export const exampleGraphs: Readonly<Record<string, () => LayerGraph>> = Object.fromEntries(
  ["human-activity", "japanese-vowels", "data"]
    .map((name) => `examples/${name}/network.json`)
    .filter((path) => existsSync(path))
    .map((path) => [path, () => readGraph(readFileSync(path, "utf8"))]),
);

/** A graph with options that are not known. */
export function unknownGraph(): LayerGraph {
  return readGraph({
    format: "layergraph/2",
    layers: [
      { type: "sequenceInputLayer", name: "input", inputSize: { $unknown: "numFeatures" } },
      { type: "fullyConnectedLayer", name: "fc", outputSize: { $unknown: "numClasses" } },
      { type: "fullyConnectedLayer", name: "fc2", outputSize: { $unknown: "2*numFeatures" } },
    ],
    connections: [{ source: "input", destination: "fc" }],
  });
}
