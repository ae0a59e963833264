import { describe, expect, it } from "vitest";
import { tcn } from "../../../examples/tcn/network.ts";
import { layerNormalizationLayer } from "../../../layers/index.ts";
import { analyze } from "../../../src/network/analyze.ts";
import type { LayerGraph } from "../../../src/network/layerGraph.ts";

const network = tcn({ numFeatures: 3, numFilters: 8, classes: 5 });

/** The network without the layers that make one label of a sequence. */
const perStep = network.removeLayers(["gapl", "fc", "softmax", "classoutput"]);

/** The same network with other layer normalizations. */
function normalizedOver(lgraph: LayerGraph, operationDimension: "channel-only" | "batch-excluded"): LayerGraph {
  return lgraph.layers
    .filter(({ type }) => type === "layerNormalizationLayer")
    .reduce((graph, { name }) => graph.replaceLayer(name, layerNormalizationLayer({ name, operationDimension })), lgraph);
}

describe("the temporal convolutional network", () => {
  it("sees 121 steps, none of them later", () => {
    for (const graph of [network, perStep, normalizedOver(network, "channel-only")]) {
      const { layers, causality } = analyze(graph);
      expect(layers.find(({ name }) => name === "add_4")?.receptiveField).toEqual([
        { port: "out", input: "input", earliest: -120, latest: 0, steps: 121, stride: 1 },
      ]);
      expect(causality).toEqual({ causal: true, judged: ["add_4"], breaks: [], unknown: [] });
    }
  });

  it("sees whole sequences where it gives one label", () => {
    const { layers } = analyze(network);
    const field = { port: "out", input: "input", earliest: "start", latest: "end", steps: "all", stride: null };
    for (const { name, receptiveField, causal } of layers.slice(-4, -1)) {
      expect([name, receptiveField]).toEqual([name, [field]]);
      expect(causal).toBeNull();
    }
  });

  it("is not causal where its layer normalizations look at all steps, and names them", () => {
    for (const graph of [network, perStep]) {
      const { layers, causality } = analyze(normalizedOver(graph, "batch-excluded"));
      expect(causality.causal).toBe(false);
      expect(causality.breaks.map(({ layer }) => layer)).toEqual(
        ["", "_1", "_2", "_3", "_4", "_5", "_6", "_7", "_8"].slice(1).map((end) => `layernorm${end}`),
      );
      expect(causality.breaks[0].message).toBe(
        'Its output at a step depends on later steps of its input. Set operationDimension to "channel-only".',
      );
      expect(layers.filter(({ causal }) => causal === false).map(({ type }) => type)).toEqual(
        new Array(8).fill("layerNormalizationLayer"),
      );
    }
  });
});
