import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { attentionLayer } from "../../examples/tcn/attentionLayer.ts";
import { runExample } from "../../examples/tcn/example.ts";
import { activities } from "../../examples/tcn/motions.ts";
import { tcn, tcnWithAttention } from "../../examples/tcn/network.ts";
import { recordings } from "../../examples/tcn/recordings.ts";
import { classify, loadNetwork, readGraph, trainingOptions, trainNetwork, validate, writeGraph } from "../../src/index.ts";

const folder = mkdtempSync(join(tmpdir(), "layergraph-tcn-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The layers of one block in MATLAB's table of the network, for block i. */
const blockNames = [
  ["conv1_1", "layernorm_1", "layer_1", "conv1d", "layernorm_2", "relu", "layer_2", "add_1"],
  ["conv1_2", "layernorm_3", "layer_3", "conv1d_1", "layernorm_4", "relu_1", "layer_4", "add_2"],
  ["conv1_3", "layernorm_5", "layer_5", "conv1d_2", "layernorm_6", "relu_2", "layer_6", "add_3"],
  ["conv1_4", "layernorm_7", "layer_7", "conv1d_3", "layernorm_8", "relu_3", "layer_8", "add_4"],
];

describe("the network of the MATLAB script", () => {
  const lgraph = tcn({ numFeatures: 3, classes: activities, classWeights: [1, 2, 1, 1, 3] });

  it("has the layers that MATLAB names, in MATLAB's order", () => {
    const [first, ...others] = blockNames;
    const tail = ["gapl", "fc", "softmax", "classoutput"];
    expect(lgraph.layers.map(({ name }) => name)).toEqual(["input", ...first, "convSkip", ...others.flat(), ...tail]);
    expect(lgraph.layers).toHaveLength(38);
  });

  it("has the 41 connections of MATLAB's network", () => {
    const inside = blockNames.flatMap((names, block) =>
      names.slice(1).map((name, at) => `${names[at]} > ${name === `add_${block + 1}` ? `${name}/in1` : name}`),
    );
    const between = [1, 2, 3].flatMap((i) => [`add_${i} > conv1_${i + 1}`, `add_${i} > add_${i + 1}/in2`]);
    const start = ["input > conv1_1", "input > convSkip", "convSkip > add_1/in2"];
    const end = ["add_4 > gapl", "gapl > fc", "fc > softmax", "softmax > classoutput"];
    const drawn = lgraph.connections.map(({ source, destination }) => `${source} > ${destination}`);
    expect(drawn.sort()).toEqual([...inside, ...between, ...start, ...end].sort());
    expect(drawn).toHaveLength(41);
  });

  it("doubles the dilation from block to block and weighs the classes", () => {
    const dilations = [1, 2, 3, 4].map((i) => lgraph.layer(`conv1_${i}`)?.options.dilationFactor);
    expect(dilations).toEqual([1, 2, 4, 8]);
    expect(lgraph.layer("classoutput")?.options.classWeights).toEqual([1, 2, 1, 1, 3]);
  });

  it("is valid, with and without attention", () => {
    expect(validate(lgraph)).toEqual([]);
    expect(validate(tcnWithAttention({ numFeatures: 3, classes: 5 }))).toEqual([]);
  });
});

describe("the network with attention", () => {
  const lgraph = tcnWithAttention({ numFeatures: 3, numFilters: 8, numBlocks: 2, classes: activities });

  it("has the attention layer between the last block and the pooling", () => {
    expect(lgraph.edgesInto("attention").map(({ source }) => source)).toEqual(["add_2"]);
    expect(lgraph.edgesFrom("attention").map(({ destination }) => destination)).toEqual(["gapl"]);
  });

  it("goes to JSON and back, its own layer as custom:attentionLayer", () => {
    const text = JSON.stringify(writeGraph(lgraph));
    expect(text).toContain('"type":"custom:attentionLayer","name":"attention","size":4');
    const read = readGraph(text, { layers: { attentionLayer } });
    expect(writeGraph(read)).toEqual(writeGraph(lgraph));
    expect(validate(read)).toEqual([]);
    expect(validate(readGraph(text)).map(({ code, layer }) => [code, layer])).toEqual([["unknown-layer-type", "attention"]]);
  });

  it("trains: the loss falls, and the attention layer learns with the rest", async () => {
    const { sequences, labels } = recordings({ count: 40, seed: 5 });
    const losses: number[] = [];
    const options = trainingOptions("adam", {
      maxEpochs: 8,
      miniBatchSize: 10,
      initialLearnRate: 0.01,
      verbose: false,
      outputFcn: ({ state, trainingLoss }) => void (state === "iteration" && losses.push(trainingLoss ?? Number.NaN)),
    });
    const { net } = await trainNetwork(sequences, labels, lgraph, options);
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(losses).toHaveLength(32);
    expect(mean(losses.slice(-4))).toBeLessThan(0.8 * mean(losses.slice(0, 4)));
    expect([...net.learnables.keys()].filter((key) => key.startsWith("attention"))).toEqual([
      "attention/queryWeights",
      "attention/keyWeights",
      "attention/valueWeights",
    ]);
  });
});

describe("npm start", () => {
  const settings = { trainCount: 30, testCount: 10, numFilters: 4, maxEpochs: 2 };

  it("prints MATLAB's table, a confusion matrix, both accuracies, and leaves a network that predicts without its code", async () => {
    const lines: string[] = [];
    const output = join(folder, "net.onnx");
    const reached = await runExample({ ...settings, output }, (line) => lines.push(line));
    const text = lines.join("\n");
    expect(text).toMatch(/\| +Epoch +\| +Iteration +\|/);
    expect(text).toContain("true \\ predicted");
    expect(text).toMatch(/^Logistic regression on means and standard deviations: [01]\.\d{3}$/m);
    expect(text).toContain(`Test accuracy: ${reached.toFixed(3)}`);
    const { sequences, labels } = recordings({ count: 10, seed: 2 });
    const found = (await classify(await loadNetwork(output), sequences)).labels;
    expect(labels.filter((label, at) => label === found[at]).length / 10).toBeCloseTo(reached, 12);
  });
});
