import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { writeMat } from "../../../src/data/matWrite.ts";
import { ops, spatialDropoutLayer, z } from "../../../src/index.ts";
import { defineLayer } from "../../../src/layer.ts";
import { type ImportOptions, importedNetwork } from "../../../src/matlab/saved/importMat.ts";
import { importMat } from "../../../src/matlab/saved/importMatFile.ts";
import { loadNetwork } from "../../../src/matlab/saved/loadNetwork.ts";
import { activations } from "../../../src/train/activations.ts";
import { encodeNetwork } from "../../../src/train/networkFile.ts";
import { predict } from "../../../src/train/predict.ts";
import { learnable, nothing, row, SavedFile, single, type Written, written } from "./savedFile.ts";

const folder = mkdtempSync(join(tmpdir(), "layergraph-saved-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
function put(bytes: Uint8Array): string {
  const path = join(folder, `${count++}.mat`);
  writeFileSync(path, bytes);
  return path;
}
const open = (file: SavedFile, options: ImportOptions = {}) => importMat(put(file.bytes()), options);

const frozen = { L2Factor: 0 };
const fields = {
  input: (size = 3): Record<string, Written> => ({ Name: "in", InputSize: size, Normalization: nothing }),
  dense: (name: string, from: number, to: number): Record<string, Written> => ({
    Name: name,
    InputSize: from,
    OutputSize: to,
    Weights: learnable(single([to, from])),
    Bias: learnable(single([to, 1]), frozen),
  }),
};

/** A small classifier of features. */
function layersOf(file: SavedFile) {
  return file.array([
    file.layer("FeatureInputLayer", fields.input()),
    file.layer("FullyConnectedLayer", fields.dense("fc", 3, 2)),
    file.layer("SoftmaxLayer", { Name: "softmax" }),
    file.layer("ClassificationOutputLayer", {
      Name: "out",
      Categories: file.categorical(["no", "yes"]),
      ClassWeights: row(1, 2),
    }),
  ]);
}

function series(file = new SavedFile()) {
  return { file, net: file.saved("SeriesNetwork", { Version: 1, Layers: layersOf(file) }) };
}

describe("the networks of a file", () => {
  it("SeriesNetwork: a chain in the order of its layers", async () => {
    const { file, net } = series();
    const { network, className, graph, others } = await open(file.variable("net", net));
    expect([className, others]).toEqual(["SeriesNetwork", []]);
    expect(graph.connections.map(({ source, destination }) => `${source}→${destination}`)).toEqual([
      "in→fc",
      "fc→softmax",
      "softmax→out",
    ]);
    expect(graph.layer("out")!.options).toMatchObject({ classes: ["no", "yes"], classWeights: [1, 2] });
    const weights = network!.learnables.get("fc/weights")!;
    expect([weights.shape, Array.from(weights.data)]).toEqual([
      [3, 2],
      Array.from((single([2, 3]) as { data: Float32Array }).data),
    ]);
  });

  it("DAGNetwork: connections with ports, layers in any order", async () => {
    const file = new SavedFile();
    const layers = file.array([
      file.layer("AdditionLayer", { Name: "add", NumInputs: 2 }),
      file.layer("ReLULayer", { Name: "relu" }),
      file.layer("FeatureInputLayer", fields.input()),
      file.layer("RegressionOutputLayer", { Name: "out", ResponseNames: nothing }),
    ]);
    const Connections = file.connections(["relu→add/in1", "in→relu", "in→add/in2", "add→out"]);
    file.variable("net", file.saved("DAGNetwork", { Version: 1, Layers: layers, Connections }));
    const net = importedNetwork(await open(file));
    const { values } = (await predict(net, [[1, -2, 3]])) as unknown as { values: Float32Array[] };
    expect(Array.from(values[0])).toEqual([2, -2, 6]);
  });

  it("dlnetwork: a graph without output layers", async () => {
    const file = new SavedFile();
    const layers = file.array([
      file.layer("SequenceInputLayer", fields.input()),
      file.layer("Convolution1DLayer", {
        Name: "conv",
        FilterSize: 2,
        NumChannels: 3,
        NumFilters: 1,
        Stride: 1,
        DilationFactor: 1,
        PaddingMode: "causal",
        PaddingSize: row(1, 0),
        Weights: learnable(single([2, 3], (i) => i)),
        Bias: learnable(
          single([1, 1], () => 0.5),
          frozen,
        ),
      }),
    ]);
    const graph = file.saved("nnet.cnn.LayerGraph", { Version: 1, Layers: layers, Connections: file.connections(["in→conv"]) });
    file.variable(
      "net",
      file.saved("dlnetwork", {
        Version: 6,
        LayerGraph: graph,
        Initialized: true,
        ExampleInputs: nothing,
        OutputNames: ["conv"],
      }),
    );
    const { network, className } = await open(file);
    expect(className).toBe("dlnetwork");
    const x = { size: [3, 2] as const, data: Float32Array.of(1, 10, 2, 20, 3, 30) };
    const { values } = (await predict(network!, [x])) as unknown as { values: { data: Float32Array }[] };
    // Tap 1 (weights 1, 3, 5) meets the step itself, tap 0 (0, 2, 4) the one before.
    expect(Array.from(values[0].data)).toEqual([0.5 + 1 + 6 + 15, 0.5 + 10 + 60 + 150 + 4 + 12]);
    expect(encodeNetwork(network!).length).toBeGreaterThan(100);
  });

  it("images flow through filters and a fully connected layer as MATLAB flattens them", async () => {
    const file = new SavedFile();
    const layers = file.array([
      file.layer("ImageInputLayer", {
        Name: "in",
        InputSize: row(2, 3, 2),
        Normalization: { Type: "zerocenter", Mean: single([1, 1, 2], (i) => i) },
      }),
      file.layer("FullyConnectedLayer", {
        Name: "fc",
        InputSize: row(2, 3, 2),
        OutputSize: 2,
        Weights: learnable(single([2, 3, 2, 2], (i) => i)),
        Bias: learnable(
          single([1, 1, 2], (i) => i),
          frozen,
        ),
      }),
      file.layer("RegressionOutputLayer", { Name: "out" }),
    ]);
    const net = importedNetwork(await open(file.variable("net", file.saved("SeriesNetwork", { Version: 1, Layers: layers }))));
    expect(Array.from(net.states.get("in/mean")!.data)).toEqual([0, 1]);
    // Height × width × channels, row by row, as images are given here.
    const pixel = (h: number, w: number, c: number) => 100 * h + 10 * w + c;
    const image = [0, 1].map((h) => [0, 1, 2].map((w) => [0, 1].map((c) => pixel(h, w, c))));
    const { values } = (await predict(net, [image] as never)) as unknown as { values: Float32Array[] };
    const expected = [0, 1].map((output) => {
      let sum = output;
      for (const c of [0, 1])
        for (const w of [0, 1, 2]) for (const h of [0, 1]) sum += (pixel(h, w, c) - c) * (h + 2 * (w + 3 * (c + 2 * output)));
      return sum;
    });
    expect(Array.from(values[0])).toEqual(expected);
  });

  it("keep the state of batch normalization and of recurrent layers", async () => {
    const file = new SavedFile();
    const layers = file.array([
      file.layer("SequenceInputLayer", fields.input()),
      file.layer("BatchNormalizationLayer", {
        Name: "norm",
        Epsilon: 0,
        NumChannels: 3,
        TrainedMean: single([3, 1], () => 1),
        TrainedVariance: single([3, 1], () => 4),
        Offset: learnable(single([3, 1], () => 0)),
        Scale: learnable(single([3, 1], () => 1)),
      }),
      file.layer("LSTMLayer", {
        Name: "lstm",
        InputSize: 3,
        NumHiddenUnits: 2,
        ReturnSequence: true,
        InputWeights: learnable(single([8, 3])),
        RecurrentWeights: learnable(single([8, 2])),
        Bias: learnable(single([8, 1]), frozen),
        HiddenState: { Value: single([2, 1], () => 0.25), Remember: true },
        CellState: { Value: single([2, 4], () => 9), Remember: true },
        InitialHiddenState: single([2, 1], () => 0),
        InitialCellState: single([2, 1], () => 0),
      }),
      file.layer("RegressionOutputLayer", { Name: "out" }),
    ]);
    const net = await open(file.variable("net", file.saved("SeriesNetwork", { Version: 1, Layers: layers })));
    // Epsilon 0 is refused by the layer, which says so.
    expect(net.problems.map(({ message }) => message)).toEqual([
      expect.stringContaining("option 'epsilon' must be a positive number"),
    ]);
  });

  it("stand at the states that they were saved with", async () => {
    const file = new SavedFile();
    const layers = file.array([
      file.layer("SequenceInputLayer", fields.input()),
      file.layer("BatchNormalizationLayer", {
        Name: "norm",
        Epsilon: 1e-5,
        NumChannels: 3,
        TrainedMean: single([3, 1], () => 1),
        TrainedVariance: single([3, 1], () => 4),
        Offset: learnable(single([3, 1], () => 0)),
        Scale: learnable(single([3, 1], () => 1)),
      }),
      file.layer("GRULayer", {
        Name: "gru",
        InputSize: 3,
        NumHiddenUnits: 2,
        ReturnSequence: true,
        ResetGateMode: "after-multiplication",
        InputWeights: learnable(single([6, 3])),
        RecurrentWeights: learnable(single([6, 2])),
        Bias: learnable(single([6, 1]), frozen),
        HiddenState: { Value: single([2, 1], () => 0.25), Remember: true },
        InitialHiddenState: single([2, 1], () => 0),
      }),
      file.layer("RegressionOutputLayer", { Name: "out" }),
    ]);
    const net = importedNetwork(await open(file.variable("net", file.saved("SeriesNetwork", { Version: 1, Layers: layers }))));
    expect(Object.fromEntries([...net.states].map(([key, { data }]) => [key, Array.from(data)]))).toEqual({
      "norm/trainedMean": [1, 1, 1],
      "norm/trainedVariance": [4, 4, 4],
      "gru/hiddenState": [0.25, 0.25],
    });
    const x = { size: [3, 1] as const, data: Float32Array.of(5, 1, -3) };
    const { values } = (await activations(net, [x], "norm")) as unknown as { values: { data: Float32Array }[] };
    expect(Array.from(values[0].data, (v) => v.toFixed(4))).toEqual(["2.0000", "0.0000", "-2.0000"]);
  });

  it("that are not trained are graphs, with the values that are there", async () => {
    const file = new SavedFile();
    const untrained = {
      Name: "fc",
      InputSize: "auto",
      OutputSize: 2,
      Weights: learnable(nothing),
      Bias: learnable(nothing, frozen),
    };
    const layers = file.array([
      file.layer("FeatureInputLayer", { ...fields.input(), Name: "in" }),
      file.layer("FullyConnectedLayer", fields.dense("before", 3, 4)),
      file.layer("FullyConnectedLayer", untrained),
      file.layer("RegressionOutputLayer", { Name: "out" }),
    ]);
    file.variable("layers", layers);
    const { network, graph, problems, className } = await open(file);
    expect([network, className]).toEqual([undefined, "nnet.cnn.layer.Layer"]);
    expect(problems.map(({ code, layer }) => [code, layer])).toEqual([
      ["missing-value", "fc"],
      ["missing-value", "fc"],
    ]);
    expect(graph.layer("before")!.options.weights).toMatchObject({ size: [4, 3] });
    expect(graph.layer("fc")!.given).toEqual({ outputSize: 2 });
    await expect(loadNetwork(put(file.bytes()))).rejects.toMatchObject({
      code: "untrained-network",
      message: expect.stringContaining("1 of its layers"),
    });
  });

  it("get names where layers have none", async () => {
    const file = new SavedFile();
    const layers = file.array([
      file.layer("FeatureInputLayer", { ...fields.input(), Name: "" }),
      file.layer("ReLULayer", { Name: "" }),
      file.layer("ReLULayer", { Name: "" }),
    ]);
    const { graph } = await open(file.variable("layers", layers));
    expect(graph.layers.map(({ name }) => name)).toEqual(["featureinput", "relu_1", "relu_2"]);
  });
});

describe("which network is meant", () => {
  it("is found inside structs, cells and objects", async () => {
    const { file, net } = series();
    const agent = file.plain("rl.agent.Agent", { Critic: file.plain("rl.Critic", { Model: net }), Rate: 0.1 });
    file.variable("agent", agent);
    const { variable, network } = await open(file);
    expect(variable).toBe("agent.Critic.Model");
    expect(network).toBeDefined();
    expect((await open(file, { variable: "agent.Critic" })).variable).toBe("agent.Critic.Model");
  });

  it("is the trained one among graphs and layers", async () => {
    const { file, net } = series();
    file.variable("layers", layersOf(file)).variable("net", net);
    const imported = await open(file);
    expect(imported.variable).toBe("net");
    expect(imported.others).toEqual([{ variable: "layers", className: "nnet.cnn.layer.Layer" }]);
    expect((await open(file, { variable: "layers" })).className).toBe("nnet.cnn.layer.Layer");
  });

  it("must be said where several could be", async () => {
    const { file, net } = series();
    file.variable("first", net).variable("second", series(file).net);
    await expect(open(file)).rejects.toMatchObject({
      code: "which-variable",
      message: expect.stringMatching(
        /holds 2 that could be meant: first \(SeriesNetwork\), second \(SeriesNetwork\)\. Choose one: --variable first/,
      ),
    });
    expect((await open(file, { variable: "second" })).variable).toBe("second");
    await expect(open(file, { variable: "secnd" })).rejects.toMatchObject({
      code: "unknown-variable",
      message: expect.stringContaining("Did you mean 'second'?"),
    });
  });

  it("is refused with what the file holds where there is none", async () => {
    const data = put(writeMat(new Map([["XTrain", written(1)]])));
    await expect(importMat(data)).rejects.toMatchObject({
      code: "no-network",
      message: expect.stringContaining("XTrain (1×1 double)"),
    });
    const file = new SavedFile();
    file.variable("net", file.plain("network", { name: "Pattern Recognition Neural Network" }));
    await expect(open(file)).rejects.toMatchObject({
      code: "no-network",
      message: expect.stringContaining("shallow network of the class 'network'"),
    });
    await expect(open(file, { variable: "net" })).rejects.toMatchObject({
      message: expect.stringContaining("'net' is a network object; it is a shallow network"),
    });
  });

  it("is refused where it is quantized", async () => {
    const file = new SavedFile();
    const map = file.plain("containers.Map", { serialization: { keys: ["fc"], values: ["int8"] } });
    file.variable(
      "net",
      file.saved("DAGNetwork", {
        Version: 2,
        Layers: layersOf(file),
        Connections: file.connections([]),
        SerializedQuantizationInfo: { version: 1, data: map },
      }),
    );
    await expect(open(file)).rejects.toMatchObject({ code: "quantized-network" });
  });

  it("is refused with the row where a connection leads nowhere", async () => {
    const file = new SavedFile();
    file.variable(
      "net",
      file.saved("DAGNetwork", { Version: 1, Layers: layersOf(file), Connections: file.connections(["in→nowhere"]) }),
    );
    await expect(open(file)).rejects.toMatchObject({
      code: "mat-network",
      message: expect.stringContaining("there is no layer 'nowhere'"),
    });
  });
});

describe("layers of the user's own classes", () => {
  function custom() {
    const file = new SavedFile();
    file.defaultsOf("gateLayer", { PrivateNumStates: 0 });
    const gate = file.plain("gateLayer", {
      Name: "gate",
      Sharpness: 4,
      Alpha: single([3, 1], (i) => i + 1),
      Description: "",
      "nnet.layer.Layer.PrivateInputs": ["in"],
      "nnet.layer.Layer.PrivateOutputs": ["out"],
      "nnet.cnn.layer.mixin.Learnable.LearnRateFactor": { Alpha: 1 },
    });
    const layers = file.array([
      file.layer("FeatureInputLayer", fields.input()),
      gate,
      file.layer("RegressionOutputLayer", { Name: "out" }),
    ]);
    return file.variable("net", file.saved("SeriesNetwork", { Version: 1, Layers: layers }));
  }

  const gateLayer = defineLayer({
    type: "gateLayer",
    options: z.object({ sharpness: z.number() }),
    learnables: () => ({ alpha: { size: [3, 1], initializer: "ones" } }),
    predict: ({ inputs: [x], options, learnables: { alpha } }) => ops.multiply(ops.multiply(x.value, options.sharpness), alpha),
  });

  it("are named as missing, with their properties and what to do", async () => {
    const { network, graph, problems } = await open(custom());
    expect(network).toBeUndefined();
    expect(graph.layers.map(({ name }) => name)).toEqual(["in", "gate", "out"]);
    expect(problems.map(({ code, message }) => [code, message])).toContainEqual([
      "missing-layer",
      "Layer 'gate' is of class gateLayer, whose code is not in the file: a class of the user's own. Its properties: Sharpness (4), Alpha (learnable, 3×1 single). " +
        "Put gateLayer.m beside the file, or define a layer of type 'gateLayer' and pass it as an own layer (--layers file.js).",
    ]);
    await expect(loadNetwork(put(custom().bytes()))).rejects.toMatchObject({
      code: "invalid-network",
      message: expect.stringContaining("gateLayer"),
    });
  });

  it("are own layers of that type, with their options and learnables", async () => {
    const net = await loadNetwork(put(custom().bytes()), { layers: { gateLayer } });
    const { values } = (await predict(net, [[1, 1, 1]])) as unknown as { values: Float32Array[] };
    expect(Array.from(values[0])).toEqual([4, 8, 12]);
  });

  it("are read from the class beside the file, with the properties and learnables that were saved", async () => {
    const path = put(custom().bytes());
    const code = [
      "classdef gateLayer < nnet.layer.Layer",
      "    properties",
      "        Sharpness",
      "    end",
      "    properties (Learnable)",
      "        Alpha",
      "    end",
      "    methods",
      "        function layer = gateLayer(sharpness)",
      "            layer.Sharpness = sharpness;",
      "        end",
      "        function Z = predict(layer, X)",
      "            Z = layer.Sharpness * (layer.Alpha .* X);",
      "        end",
      "    end",
      "end",
    ];
    writeFileSync(join(folder, "gateLayer.m"), code.join("\n"));
    try {
      const { network, problems } = await importMat(path);
      expect(problems).toEqual([]);
      const { values } = (await predict(network!, [[1, 1, 1]])) as unknown as { values: Float32Array[] };
      expect(Array.from(values[0])).toEqual([4, 8, 12]);
    } finally {
      rmSync(join(folder, "gateLayer.m"));
    }
  });

  it("of MATLAB's examples are the library's where nothing else stands for them", async () => {
    const file = new SavedFile();
    const drop = file.plain("spatialDropoutLayer", { Name: "drop", DropoutFactor: 0.1 });
    const layers = file.array([
      file.layer("SequenceInputLayer", fields.input()),
      drop,
      file.layer("RegressionOutputLayer", { Name: "out" }),
    ]);
    const { graph, notes } = await open(file.variable("net", file.saved("SeriesNetwork", { Version: 1, Layers: layers })));
    expect(graph.layer("drop")).toMatchObject({ type: "spatialDropoutLayer", options: { probability: 0.1 } });
    expect(graph.layer("drop")!.definition).toBe(spatialDropoutLayer.definition);
    expect(notes).toEqual([
      "Layer 'drop': the class spatialDropoutLayer is taken for the library's spatialDropoutLayer, for its code is not in the file.",
    ]);
  });

  it("of MATLAB that the library has not are named", async () => {
    const file = new SavedFile();
    const layers = file.array([
      file.layer("FeatureInputLayer", fields.input()),
      file.layer("Convolution3DLayer", { Name: "c3", FilterSize: row(3, 3, 3) }),
    ]);
    const { problems } = await open(file.variable("net", file.saved("SeriesNetwork", { Version: 1, Layers: layers })));
    expect(problems[0].message).toContain(
      "Layer 'c3' is of class nnet.cnn.layer.Convolution3DLayer, which is a layer of MATLAB's that this library does not have",
    );
  });
});

describe("releases of MATLAB", () => {
  it("before R2023a normalize layers over channels and time, which is carried over and told", async () => {
    const file = new SavedFile();
    const layers = file.array([
      file.layer("SequenceInputLayer", fields.input()),
      file.layer("LayerNormalizationLayer", {
        Version: 1,
        Name: "ln",
        Epsilon: 1e-5,
        NumChannels: 3,
        Offset: learnable(single([3, 1], () => 0)),
        Scale: learnable(single([3, 1], () => 1)),
      }),
      file.layer("RegressionOutputLayer", { Name: "out" }),
    ]);
    const { network, notes } = await open(file.variable("net", file.saved("SeriesNetwork", { Version: 1, Layers: layers })));
    expect(notes).toEqual([expect.stringContaining("Layer 'ln': it was saved before R2023a")]);
    const x = { size: [3, 2] as const, data: Float32Array.of(1, 1, 1, 1, 1, 7) };
    const { values } = (await predict(network!, [x])) as unknown as { values: { data: Float32Array }[] };
    const deviation = Math.sqrt(5); // of five ones and a seven, mean 2
    expect(Array.from(values[0].data, (v) => v.toFixed(3))).toEqual(
      [-1, -1, -1, -1, -1, 5].map((v) => (v / deviation).toFixed(3)),
    );
  });

  it("write the same network into files of version 7.3", async () => {
    const { file, net } = series();
    file.variable("net", net);
    const path = join(folder, "net73.mat");
    await file.writeVersion73(path);
    const [old, now] = [await loadNetwork(put(file.bytes())), await loadNetwork(path)];
    expect(now.learnables).toEqual(old.learnables);
    expect(now.graph.layers.map(({ name, type, given }) => ({ name, type, given }))).toEqual(
      old.graph.layers.map(({ name, type, given }) => ({ name, type, given })),
    );
    expect(now.graph.connections).toEqual(old.graph.connections);
  });
});
