import { describe, expect, it } from "vitest";
import {
  additionLayer,
  batchNormalizationLayer,
  classificationLayer,
  convolution1dLayer,
  dropoutLayer,
  featureInputLayer,
  fullyConnectedLayer,
  globalAveragePooling1dLayer,
  networkLayer,
  regressionLayer,
  reluLayer,
  sequenceInputLayer,
  softmaxLayer,
  tanhLayer,
} from "../../layers/index.ts";
import { analyze } from "../../src/network/analyze.ts";
import { readGraph } from "../../src/network/graphFile.ts";
import { type LayerGraph, layerGraph } from "../../src/network/layerGraph.ts";
import { validate } from "../../src/network/validate.ts";
import { writeGraph } from "../../src/network/writeGraph.ts";
import { assembleNetwork } from "../../src/train/assembleNetwork.ts";
import { decodeNetwork, encodeNetwork } from "../../src/train/networkFile.ts";
import { predict } from "../../src/train/predict.ts";
import { resultsOf } from "./resultsOf.ts";
import { testLayer } from "./testLayer.ts";

const chain = layerGraph([convolution1dLayer(3, 4, { padding: "same", name: "conv" }), reluLayer({ name: "relu" })]);
const residual = layerGraph([
  convolution1dLayer(2, 3, { padding: "causal", name: "conv" }),
  batchNormalizationLayer({ name: "norm" }),
  tanhLayer({ name: "tanh" }),
  additionLayer(2, { name: "add" }),
]);
const twoOutputs = layerGraph(fullyConnectedLayer(3, { name: "fc" }))
  .addLayers(reluLayer({ name: "relu" }))
  .addLayers(tanhLayer({ name: "tanh" }))
  .connectLayers("fc", "relu")
  .connectLayers("fc", "tanh");
const nested = layerGraph([networkLayer(chain, { name: "inside" }), globalAveragePooling1dLayer({ name: "pool" })]);
const sequences = { format: "CBT", shape: [2, 3, 4] } as const;

testLayer({
  make: networkLayer,
  minimal: networkLayer(chain),
  options: { network: chain },
  golden: 3,
  made: {
    "a chain": networkLayer(chain),
    "two outputs": networkLayer(twoOutputs),
    "a network in a network": networkLayer(nested),
  },
  inFiles: false, // the harness does not write graphs; that is tested below
  cases: {
    "a chain": {
      layer: networkLayer(chain),
      inputs: [sequences],
      output: "[batch, 4, time] (CBT)",
      learnables: { "conv/weights": [3, 3, 4], "conv/bias": [1, 4] },
      description: "Network with 2 layers",
    },
    "two inputs, and statistics": {
      layer: networkLayer(residual),
      inputs: [sequences, sequences],
      output: "[batch, 3, time] (CBT)",
      learnables: { "conv/weights": [2, 3, 3], "conv/bias": [1, 3], "norm/offset": [3, 1], "norm/scale": [3, 1] },
    },
    "two outputs": {
      layer: networkLayer(twoOutputs),
      inputs: [{ format: "CB", shape: [2, 4] }],
      output: ["[batch, 3] (CB)", "[batch, 3] (CB)"],
      learnables: { "fc/weights": [3, 4], "fc/bias": [3, 1] },
    },
    "a network in a network": {
      layer: networkLayer(nested),
      inputs: [sequences],
      output: "[batch, 4] (CB)",
      learnables: { "inside/conv/weights": [3, 3, 4], "inside/conv/bias": [1, 4] },
    },
    "random numbers": {
      layer: networkLayer(layerGraph([dropoutLayer({ name: "drop" }), fullyConnectedLayer(2, { name: "fc" })])),
      inputs: [{ format: "CB", shape: [2, 4] }],
      output: "[batch, 2] (CB)",
      learnables: { "fc/weights": [2, 4], "fc/bias": [2, 1] },
    },
  },
  refused: [
    [{ network: "chain" }, "option 'network' must be a layer graph, such as layerGraph([…]), or a network, received \"chain\""],
    [{ network: layerGraph() }, "option 'network' must have layers"],
    [{ network: layerGraph([featureInputLayer(3), reluLayer()]) }, "must have no input layer such as 'featureinput'"],
    [{ network: layerGraph([reluLayer(), regressionLayer()]) }, "must have no output layer such as 'regressionoutput'"],
  ],
  refusedInputs: [
    [
      networkLayer(layerGraph([reluLayer({ name: "relu" }), convolution1dLayer(3, 4, { numChannels: 5, name: "conv" })])),
      [sequences],
      "networkLayer 'bad': convolution1dLayer 'bad/conv': received [batch, 3, time] (CBT), which has 3 channels, but numChannels says 5.",
    ],
  ],
});

describe("networkLayer", () => {
  const around = (block: ReturnType<typeof networkLayer>): LayerGraph =>
    layerGraph([
      sequenceInputLayer(3),
      block,
      globalAveragePooling1dLayer(),
      fullyConnectedLayer(2),
      softmaxLayer(),
      classificationLayer({ classes: ["a", "b"] }),
    ]);
  const data = [0, 1, 2].map((n) => [0, 1, 2].map((c) => [0, 1, 2, 3, 4].slice(n).map((t) => Math.sin(n + 2 * c + 3 * t))));

  it("has the ports of the network that are not connected, in the order of its layers", () => {
    const ports = (graph: LayerGraph) => [networkLayer(graph).inputNames, networkLayer(graph).outputNames];
    expect(ports(chain)).toEqual([["in"], ["out"]]);
    expect(ports(residual)).toEqual([["in1", "in2"], ["out"]]);
    expect(ports(twoOutputs)).toEqual([["in"], ["out1", "out2"]]);
  });

  it("computes what its layers compute, in their order and not that of adding", () => {
    const backwards = layerGraph(reluLayer({ name: "second" })).addLayers(fullyConnectedLayer(1, { name: "first" }));
    const x = [{ format: "CB", shape: [2, 2], data: [1, 2, 3, 4] }] as const;
    const layer = networkLayer(backwards.connectLayers("first", "second"));
    const [{ data: result }] = resultsOf(layer, x, { "first/weights": [2, -1], "first/bias": [-1] });
    expect([...result]).toEqual([0, 1]); // max(0, 2·1 − 2 − 1), max(0, 2·3 − 4 − 1)
  });

  it("comes back from a graph file, networks within networks too", () => {
    const lgraph = around(networkLayer(nested, { name: "block" })).removeLayers("gapool1d");
    const back = readGraph(JSON.stringify(writeGraph(lgraph)));
    expect(writeGraph(back)).toEqual(writeGraph(lgraph));
    const [layer] = back.layers.filter(({ name }) => name === "block");
    expect(layer.problems).toEqual([]);
    expect(layer.outputNames).toEqual(["out"]);
    expect(JSON.stringify(writeGraph(lgraph))).toContain('"name":"inside","network":{"format":"layergraph/2"');
  });

  it("tells what is wrong inside a file, and where", () => {
    const file = (network: unknown) => ({
      format: "layergraph/2",
      layers: [{ type: "networkLayer", name: "block", network }],
      connections: [],
    });
    const inside = { format: "layergraph/2", connections: [] };
    const wrong = readGraph(file({ ...inside, layers: [{ type: "reluLayer", name: "relu", slope: 2 }] }));
    expect(wrong.layers[0].problems.map((p) => p.message).join()).toContain(
      "networkLayer 'block': option 'network' must hold layers without problems: reluLayer 'relu': there is no option 'slope'",
    );
    expect(() => readGraph(file({ ...inside, layers: [], connections: [{ source: "a", destination: "b" }] }))).toThrow(
      "layers[0].network: connections[0]: ",
    );
    expect(readGraph(file(3)).layers[0].problems[0].message).toContain("must be a layer graph");
  });

  it("says which layers of a loop inside there are", () => {
    const loop = layerGraph([additionLayer(2, { name: "add" }), reluLayer({ name: "relu" })])
      .connectLayers("relu", "add/in2")
      .addLayers(tanhLayer({ name: "tanh" }))
      .connectLayers("relu", "tanh");
    const lgraph = layerGraph([featureInputLayer(2), networkLayer(loop, { name: "block" }), regressionLayer()]);
    expect(
      validate(lgraph)
        .map((issue) => issue.message)
        .join(),
    ).toContain("networkLayer 'block': the layers 'add', 'relu', 'tanh' of its graph lie on a loop or behind one.");
  });

  it("lists the learnables inside by their layers", () => {
    const block = networkLayer(chain, { name: "block" });
    const table = analyze(around(block)).layers.find(({ name }) => name === "block")!;
    expect(table.learnables.map(({ name, size }) => [name, [...size]])).toEqual([
      ["conv/weights", [3, 3, 4]],
      ["conv/bias", [1, 4]],
    ]);
  });

  it("gives probabilities where its network does", () => {
    const head = networkLayer(layerGraph([fullyConnectedLayer(2), softmaxLayer()]), { name: "head" });
    const end = classificationLayer({ classes: ["a", "b"] });
    expect(validate(layerGraph([featureInputLayer(3), head, end]))).toEqual([]);
    const missing = validate(layerGraph([featureInputLayer(3), networkLayer(twoOutputs, { name: "head" }), end]));
    expect(missing.map((issue) => issue.code)).toContain("missing-probabilities");
  });

  it("is saved and loaded with its values, to the same bits", async () => {
    const net = assembleNetwork(around(networkLayer(chain, { name: "block" })), { initialize: true, seed: 5 });
    expect(net.learnables.has("block/conv/weights")).toBe(true);
    const back = decodeNetwork(encodeNetwork(net));
    const [before, after] = [await predict(net, data), await predict(back, data)];
    expect(after.values).toEqual(before.values);
  });

  it("starts at the values of a network that it is given", async () => {
    const inner = assembleNetwork(layerGraph([sequenceInputLayer(3), ...chain.layers, regressionLayer()]), {
      initialize: true,
      seed: 8,
    });
    const graph = inner.graph.removeLayers(["sequenceinput", "regressionoutput"]);
    const block = networkLayer({ graph, learnables: inner.learnables }, { name: "block" });
    const net = assembleNetwork(around(block), { initialize: true, seed: 1 });
    expect(net.learnables.get("block/conv/weights")).toEqual(inner.learnables.get("conv/weights"));
  });
});
