import { describe, expect, it } from "vitest";
import { z } from "zod";
import { defineLayer } from "../../src/layer.ts";
import { addLayers, connectLayers } from "../../src/network/edits.ts";
import { type LayerGraph, layerGraph } from "../../src/network/layerGraph.ts";
import { type pass, source, sum } from "./kinds.ts";

/** A kind of layer with the given base of automatic names; without one, as custom layers are. */
function kind(base?: string): typeof pass {
  return defineLayer({ type: `${base ?? "custom"}Layer`, base, options: z.object({}), predict: ({ inputs: [x] }) => x });
}

function names(lgraph: LayerGraph, from = 0): string[] {
  return lgraph.layers.slice(from).map((layer) => layer.name);
}

const layerNormalization = kind("layernorm");
const convolution = kind("conv1d");
const relu = kind("relu");
const spatialDropout = kind();

/** The temporal convolutional network script, line by line. */
function temporalNetwork(numBlocks: number): LayerGraph {
  let lgraph = layerGraph(source(3, { name: "input" }));
  let outputName = "input";
  for (let i = 1; i <= numBlocks; i++) {
    const layers = [
      convolution({ name: `conv1_${i}` }),
      layerNormalization(),
      spatialDropout(),
      convolution(),
      layerNormalization(),
      relu(),
      spatialDropout(),
      sum(2, { name: `add_${i}` }),
    ];
    lgraph = addLayers(lgraph, layers);
    lgraph = connectLayers(lgraph, outputName, `conv1_${i}`);
    if (i === 1) lgraph = addLayers(lgraph, convolution({ name: "convSkip" })).connectLayers("input", "convSkip");
    lgraph = connectLayers(lgraph, i === 1 ? "convSkip" : outputName, `add_${i}/in2`);
    outputName = `add_${i}`;
  }
  return lgraph;
}

describe("automatic names", () => {
  it("are those that MATLAB gave in the temporal convolutional network", () => {
    const lgraph = temporalNetwork(4);
    const block = (i: number): string[] => [
      `conv1_${i}`,
      `layernorm_${2 * i - 1}`,
      `layer_${2 * i - 1}`,
      i === 1 ? "conv1d" : `conv1d_${i - 1}`,
      `layernorm_${2 * i}`,
      i === 1 ? "relu" : `relu_${i - 1}`,
      `layer_${2 * i}`,
      `add_${i}`,
    ];
    expect(names(lgraph)).toEqual(["input", ...block(1), "convSkip", ...block(2), ...block(3), ...block(4)]);
    expect(lgraph.connections).toHaveLength(1 + 4 * 7 + 4 + 4);
  });

  it("are the bare base for the only one of its kind", () => {
    expect(names(layerGraph([relu(), convolution()]))).toEqual(["relu", "conv1d"]);
  });

  it("are numbered from 1 for several of a kind", () => {
    expect(names(layerGraph([relu(), convolution(), relu()]))).toEqual(["relu_1", "conv1d", "relu_2"]);
  });

  it("step over names that were given, in the graph and in the list", () => {
    const lgraph = layerGraph([relu({ name: "relu_2" }), relu({ name: "relu" })]);
    expect(names(addLayers(lgraph, [relu(), relu({ name: "relu_3" }), relu()]), 2)).toEqual(["relu_1", "relu_3", "relu_4"]);
    expect(names(addLayers(lgraph, relu()), 2)).toEqual(["relu_1"]);
  });

  it("use numbers again that removed layers left", () => {
    const lgraph = layerGraph([relu(), relu(), relu()]).removeLayers(["relu_2"]);
    expect(names(addLayers(lgraph, [relu(), relu()]), 2)).toEqual(["relu_2", "relu_4"]);
  });

  it("of one branch do not change those of another", () => {
    const trunk = layerGraph([relu(), relu()]);
    const left = trunk.addLayers(relu());
    expect(names(trunk.addLayers([relu(), relu()]))).toEqual(["relu_1", "relu_2", "relu_3", "relu_4"]);
    expect(names(left)).toEqual(["relu_1", "relu_2", "relu"]);
  });
});
