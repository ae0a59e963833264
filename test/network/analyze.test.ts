import { describe, expect, it } from "vitest";
import {
  additionLayer,
  classificationLayer,
  convolution1dLayer,
  fullyConnectedLayer,
  globalMaxPooling1dLayer,
  layerNormalizationLayer,
  reluLayer,
  sequenceInputLayer,
  softmaxLayer,
  spatialDropoutLayer,
} from "../../layers/index.ts";
import { analyze } from "../../src/network/analyze.ts";
import { type LayerGraph, layerGraph } from "../../src/network/layerGraph.ts";
import { printAnalysis } from "../../src/network/printAnalysis.ts";
import { pass, result, scale, source } from "./kinds.ts";

/** The temporal convolutional network with the sizes whose learnables the reference has counted. */
function temporalNetwork(): LayerGraph {
  const [numFilters, filterSize] = [64, 5];
  let lgraph = layerGraph(sequenceInputLayer(3, { name: "input", normalization: "zerocenter" }));
  let outputName = "input";
  for (let i = 1; i <= 4; i++) {
    const options = { dilationFactor: 2 ** (i - 1), padding: "causal" } as const;
    lgraph = lgraph
      .addLayers([
        convolution1dLayer(filterSize, numFilters, { ...options, name: `conv1_${i}` }),
        layerNormalizationLayer(),
        spatialDropoutLayer(0.005),
        convolution1dLayer(filterSize, numFilters, options),
        layerNormalizationLayer(),
        reluLayer(),
        spatialDropoutLayer(0.005),
        additionLayer(2, { name: `add_${i}` }),
      ])
      .connectLayers(outputName, `conv1_${i}`);
    if (i === 1)
      lgraph = lgraph.addLayers(convolution1dLayer(1, numFilters, { name: "convSkip" })).connectLayers("input", "convSkip");
    lgraph = lgraph.connectLayers(i === 1 ? "convSkip" : outputName, `add_${i}/in2`);
    outputName = `add_${i}`;
  }
  return lgraph
    .addLayers([
      globalMaxPooling1dLayer({ name: "gapl" }),
      fullyConnectedLayer(5, { name: "fc" }),
      softmaxLayer(),
      classificationLayer(),
    ])
    .connectLayers(outputName, "gapl");
}

describe("analyze", () => {
  it("counts the learnables of the temporal convolutional network", () => {
    const analysis = analyze(temporalNetwork());
    expect(analysis.issues).toEqual([]);
    expect(analysis.totals).toMatchObject({ layers: 38, connections: 41, learnables: 146_437, errors: 0, warnings: 0 });
    expect(analysis.inputNames).toEqual(["input"]);
    expect(analysis.outputNames).toEqual(["classoutput"]);
  });

  it("tells the ports of layers and what their definitions declare them to be", () => {
    const told = analyze(temporalNetwork()).layers.map(({ name, role, inputNames, outputNames }) => ({
      name,
      role,
      inputNames,
      outputNames,
    }));
    expect(told.find(({ name }) => name === "add_1")).toEqual({
      name: "add_1",
      role: "other",
      inputNames: ["in1", "in2"],
      outputNames: ["out"],
    });
    expect(told.find(({ name }) => name === "input")).toMatchObject({ role: "input", inputNames: [], outputNames: ["out"] });
    expect(told.find(({ name }) => name === "fc")).toMatchObject({ role: "learnable", inputNames: ["in"] });
    expect(told.find(({ name }) => name === "classoutput")).toMatchObject({ role: "output", outputNames: [] });
  });

  it("tells sizes as MATLAB writes them and as numbers and texts", () => {
    const layers = new Map(analyze(temporalNetwork()).layers.map((layer) => [layer.name, layer]));
    expect(layers.get("conv1_2")?.activations).toEqual([
      { port: "out", format: "CBT", size: "64(C) × 1(B) × 1(T)", shape: ["batch", 64, "time"] },
    ]);
    expect(layers.get("gapl")?.activations[0].size).toBe("64(C) × 1(B)");
    expect(layers.get("classoutput")?.activations).toEqual([]);
    expect(layers.get("input")?.state.map((s) => s.name)).toContain("mean");
  });

  it("tells the arrays of a layer with their factors, and its description for its inputs", () => {
    const [, layer] = analyze(layerGraph([source(3), scale({ start: 2, name: "s" }), result()])).layers;
    expect(layer).toMatchObject({
      name: "s",
      type: "scaleLayer",
      role: "learnable",
      inputNames: ["in"],
      outputNames: ["out"],
      title: "Scale",
      description: "scale from 2 for 3 channels",
      activations: [{ port: "out", format: "CBT", size: "3(C) × 1(B) × 1(T)", shape: ["batch", 3, "time"] }],
      learnables: [
        { name: "weights", size: [1, 3], count: 3, learnRateFactor: 2, l2Factor: 1 },
        { name: "offset", size: [1, 3], count: 3, learnRateFactor: 1, l2Factor: 0 },
      ],
      state: [{ name: "mean", size: [1, 3], count: 3 }],
      totalLearnables: 6,
    });
  });

  it("works on an unfinished network", () => {
    const analysis = analyze(layerGraph([source(3, { name: "i" }), scale()]).addLayers(pass({ name: "alone" })));
    expect(analysis.layers.map((layer) => layer.activations.length)).toEqual([1, 1, 0]);
    expect(analysis.totals.errors).toBe(analysis.issues.length);
    expect(analysis.issues.length).toBeGreaterThan(0);
  });

  it("is plain data", () => {
    const analysis = analyze(temporalNetwork());
    expect(JSON.parse(JSON.stringify(analysis))).toEqual(analysis);
  });
});

describe("printAnalysis", () => {
  const lgraph = layerGraph([
    source(3, { name: "input" }),
    scale({ name: "scale" }),
    pass({ name: "a_layer_with_a_rather_long_name" }),
  ]);

  it("is a table with totals and problems", () => {
    expect(printAnalysis(analyze(lgraph))).toMatchInlineSnapshot(`
      "   Name                             Type    Activations         Learnables   States
      ─  ───────────────────────────────  ──────  ──────────────────  ───────────  ────────
      1  input                            Source  3(C) × 1(B) × 1(T)
      2  scale                            Scale   3(C) × 1(B) × 1(T)  weights 1×3  mean 1×3
                                                                      offset 1×3
      3  a_layer_with_a_rather_long_name  Pass    3(C) × 1(B) × 1(T)

      3 layers, 2 connections, 6 learnables, 2 errors, 0 warnings
      'a_layer_with_a_rather_long_name' sees 1 step of 'input': from its own to its own.
      Causal: no output depends on a later step.
      3 operations for each of 100 time steps; activations of 128 observations: 307 kB in prediction, 154
      kB in training.

      error    Network: Missing output layer. The network must have an output layer. Add one of
               classificationLayer, pixelClassificationLayer, regressionLayer and connect it.
      error    Layer 'a_layer_with_a_rather_long_name': Unused output. Each layer output must be connected
               to the input of another layer. Detected unused outputs: output 'out'. Write
               connectLayers(lgraph, "a_layer_with_a_rather_long_name", destination), or remove the layer."
    `);
  });

  it.each([40, 60, 80, 120])("fits a terminal of %i columns", (width) => {
    const lines = printAnalysis(analyze(temporalNetwork().removeLayers("conv1d_1")), width).split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(Math.max(width, 46));
  });
});
