import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  convolution1dLayer,
  featureInputLayer,
  fullyConnectedLayer,
  layerNormalizationLayer,
  reluLayer,
} from "../../layers/index.ts";
import { defineLayer } from "../../src/layer.ts";
import { analyze } from "../../src/network/analyze.ts";
import { DlNetwork, dlnetwork } from "../../src/network/dlnetwork.ts";
import { freezeWeights, getL2Factor, getLearnRateFactor, setL2Factor, setLearnRateFactor } from "../../src/network/factors.ts";
import { readGraph } from "../../src/network/graphFile.ts";
import { layerGraph } from "../../src/network/layerGraph.ts";
import { validate } from "../../src/network/validate.ts";
import { writeGraph } from "../../src/network/writeGraph.ts";
import { multiply, reshape } from "../../src/ops/index.ts";
import { messageOf } from "./messageOf.ts";

/** A layer of one's own that says nothing of factors. */
const scale = defineLayer({
  type: "scale",
  options: z.object({}),
  learnables: () => ({ factor: { size: [1, 1], initializer: "ones" } }),
  predict: ({ inputs: [x], learnables }) => multiply(x.value, reshape(learnables.factor, [])),
});
const lgraph = layerGraph([
  featureInputLayer(3, { name: "input" }),
  fullyConnectedLayer(2, { name: "fc" }),
  scale({ name: "scale" }),
]);
const factorsOf = (graph: typeof lgraph) =>
  Object.fromEntries(
    analyze(graph).layers.flatMap(({ name, learnables }) =>
      learnables.map((l) => [`${name}/${l.name}`, [l.learnRateFactor, l.l2Factor]]),
    ),
  );

describe("factors of learnables", () => {
  it("go into the layer's own option, as in MATLAB, where it has one", () => {
    const layer = setLearnRateFactor(convolution1dLayer(3, 4), "weights", 0.5);
    expect(layer.options).toMatchObject({ weightLearnRateFactor: 0.5, biasLearnRateFactor: 1 });
    expect(getLearnRateFactor(layer, "weights")).toBe(0.5);
    expect(getLearnRateFactor(layer, "bias")).toBe(1);
    expect(getL2Factor(setL2Factor(layer, "bias", 3), "bias")).toBe(3);
    expect(getL2Factor(convolution1dLayer(3, 4), "bias")).toBe(0);
  });

  it("go into an option that all layers have where it has none", () => {
    const layer = setLearnRateFactor(scale(), "factor", 0);
    expect(layer.given).toEqual({ learnRateFactors: { factor: 0 } });
    expect(getLearnRateFactor(layer, "factor")).toBe(0);
    expect(getL2Factor(layer, "factor")).toBe(1);
    expect(scale({ learnRateFactors: { factor: 2 } }).given).toEqual({ learnRateFactors: { factor: 2 } });
  });

  it("of a graph or a network are named by layer and learnable, or by a path", () => {
    const changed = setL2Factor(setLearnRateFactor(lgraph, "fc", "weights", 0.1), "scale/factor", 5);
    expect(factorsOf(changed)).toEqual({ "fc/weights": [0.1, 1], "fc/bias": [1, 0], "scale/factor": [1, 5] });
    expect(changed.connections).toEqual(lgraph.connections);
    const net = dlnetwork(lgraph, { seed: 3 });
    const slow = setLearnRateFactor(net, "scale", "factor", 0.2);
    expect(slow).toBeInstanceOf(DlNetwork);
    expect(slow.learnables).toBe(net.learnables);
    expect([getLearnRateFactor(slow, "scale", "factor"), getLearnRateFactor(net, "scale/factor")]).toEqual([0.2, 1]);
  });

  it("stay in the graph file", () => {
    const changed = setLearnRateFactor(setLearnRateFactor(lgraph, "fc", "bias", 0), "scale", "factor", 0);
    const again = readGraph(JSON.stringify(writeGraph(changed)), { layers: [scale] });
    expect(factorsOf(again)).toEqual(factorsOf(changed));
    expect(factorsOf(again)["scale/factor"]).toEqual([0, 1]);
  });

  it("are all 0 for frozen layers, of which some can be chosen", () => {
    expect(Object.values(factorsOf(freezeWeights(lgraph))).map(([rate]) => rate)).toEqual([0, 0, 0]);
    expect(factorsOf(freezeWeights(lgraph, ["scale"]))).toMatchObject({ "fc/weights": [1, 1], "scale/factor": [0, 1] });
    expect(getLearnRateFactor(freezeWeights(layerNormalizationLayer()), "offset")).toBe(0);
    const [relu, own] = freezeWeights([reluLayer(), scale()]);
    expect([relu.given, own.given]).toEqual([{}, { learnRateFactors: { factor: 0 } }]);
    expect(freezeWeights(dlnetwork(lgraph)).initialized).toBe(true);
  });

  it("are refused for what the layer does not learn, and where they are no factor", () => {
    expect(messageOf(() => setLearnRateFactor(fullyConnectedLayer(2), "Weights", 0))).toBe(
      "unknown-learnable: fullyConnectedLayer: there is no learnable 'Weights'. Did you mean 'weights'?",
    );
    expect(messageOf(() => setLearnRateFactor(lgraph, "relu", "weights", 0))).toContain("unknown-layer");
    expect(messageOf(() => setLearnRateFactor(lgraph, "fc", 0))).toContain(
      "expected the name of a layer and that of its learnable",
    );
    expect(messageOf(() => setLearnRateFactor(lgraph, "fc", "weights", -1))).toBe(
      "invalid-option: setLearnRateFactor: the factor must be a number of at least 0, received -1.",
    );
    expect(messageOf(() => getLearnRateFactor(reluLayer(), "weights"))).toBe(
      "unknown-learnable: reluLayer: there is no learnable 'weights'. It learns nothing.",
    );
    expect(messageOf(() => scale({ learnRateFactors: { factor: -1 } }))).toContain("learnRateFactors.factor");
  });

  it("of a learnable that is not there are a problem of the graph", () => {
    const [issue] = validate(layerGraph([featureInputLayer(3), scale({ name: "scale", l2Factors: { faktor: 1 } })]), {
      targetUsage: "dlnetwork",
    });
    expect(issue).toMatchObject({ code: "unknown-learnable", layer: "scale", fix: "Did you mean 'factor'?" });
  });
});
