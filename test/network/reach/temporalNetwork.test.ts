import { describe, expect, it } from "vitest";
import { tcn } from "../../../examples/tcn/network.ts";
import { layerNormalizationLayer } from "../../../layers/index.ts";
import { analyze } from "../../../src/network/analyze.ts";
import type { LayerGraph } from "../../../src/network/layerGraph.ts";
import { predictionPlan } from "../../../src/plan/prediction.ts";
import { randomStream } from "../../../src/random.ts";
import type { Tensors } from "../../../src/run/executor.ts";
import { evaluatePlan } from "../../../src/run/reference.ts";
import { floats } from "../../../src/tensor.ts";

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

  it("says what the plan does: a later input changes no earlier output, and the oldest step that is seen changes the newest", () => {
    const changed = changedSteps(normalizedOver(perStep, "channel-only"), 60);
    expect([changed[0], changed.at(-1)]).toEqual([60, 180]);
    expect(changed).toHaveLength(121);
  });

  it("says what the plan does where normalizations look at all steps: every output changes", () => {
    expect(changedSteps(normalizedOver(perStep, "batch-excluded"), 60)).toHaveLength(200);
  });
});

/** The steps of the output, of 200, that are not the same in double precision where one step of the input is another one. */
function changedSteps(lgraph: LayerGraph, step: number): number[] {
  const { plan, outputs } = predictionPlan(lgraph, { padded: false });
  const feeds = (change: number): Tensors =>
    Object.fromEntries(
      plan.inputs.map(({ name, shape }) => {
        const stream = randomStream(7, name);
        const size = shape.map((dim) => (typeof dim === "number" ? dim : String(dim) === "time" ? 200 : 1));
        const data = Float32Array.from({ length: size.reduce((a, b) => a * b, 1) }, () => stream.normal());
        if (name === "input") data[step] += change; // of the first channel
        return [name, floats(size, data)];
      }),
    );
  const [before, after] = [0, 3].map((change) => evaluatePlan(plan, feeds(change))[outputs[0].name]);
  const [, channels, time] = before.shape;
  return Array.from({ length: time }, (_, t) => t).filter((t) =>
    Array.from({ length: channels }, (_, c) => c * time + t).some((i) => before.data[i] !== after.data[i]),
  );
}
