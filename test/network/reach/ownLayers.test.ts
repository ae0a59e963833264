import { describe, expect, it } from "vitest";
import { z } from "zod";
import { attentionLayer } from "../../../examples/tcn/attentionLayer.ts";
import {
  convolution1dLayer,
  functionLayer,
  globalAveragePooling1dLayer,
  lstmLayer,
  multiplicationLayer,
  networkLayer,
  sequenceInputLayer,
} from "../../../layers/index.ts";
import { defineLayer, type Layer } from "../../../src/layer.ts";
import { analyze } from "../../../src/network/analyze.ts";
import { layerGraph } from "../../../src/network/layerGraph.ts";
import { add, dim, multiply, pad, scan, sum, transpose, type Value, zeros } from "../../../src/ops/index.ts";

const input = sequenceInputLayer(2, { name: "input" });

/** What an analysis tells of a layer behind an input. */
function told(layer: Layer) {
  const { layers, causality } = analyze(layerGraph([input, { ...layer, name: "own" }]));
  const [field] = layers[1].receptiveField ?? [];
  return { field, causal: layers[1].causal, causality };
}

const along = (compute: (x: Value) => Value): Layer => functionLayer((x) => compute(x));

/** The sequence so many steps later, or earlier. */
const moved = (x: Value, by: number): Value => pad(x, 2, by, -by);

describe("layers of one's own", () => {
  it("are measured where they take steps from before", () => {
    const { field, causal } = told(along((x) => add(x, moved(x, 30))));
    expect(field).toEqual({ port: "out", input: "input", earliest: -30, latest: 0, steps: 31, stride: 1 });
    expect(causal).toBe(true);
  });

  it("are measured where they take steps to come, and named", () => {
    const { field, causal, causality } = told(along((x) => moved(x, -2)));
    expect(field).toMatchObject({ earliest: 2, latest: 2, steps: 1 });
    expect(causal).toBe(false);
    expect(causality.breaks.map(({ layer }) => layer)).toEqual(["own"]);
  });

  it("see the whole past where far steps count for almost nothing", () => {
    const fading = defineLayer({
      type: "fadingLayer",
      options: z.object({}),
      predict: ({ inputs: [x] }) => {
        const steps = transpose(x.value, [2, 0, 1]);
        const { outputs } = scan({
          states: [zeros([dim(x.value, 0), 2])],
          sequences: [steps],
          body: ([state], [element]) => {
            const next = add(multiply(state, 0.3), element);
            return { states: [next], outputs: [next] };
          },
        });
        return transpose(outputs[0], [1, 2, 0]);
      },
    });
    expect(told(fading()).field).toMatchObject({ earliest: "start", latest: 0 });
  });

  it("see all steps where they attend to all", () => {
    const { field, causal, causality } = told(attentionLayer(4));
    expect(field).toMatchObject({ earliest: "start", latest: "end", steps: "all" });
    expect(causal).toBe(false);
    expect(causality.breaks).toEqual([
      {
        layer: "own",
        type: "attentionLayer",
        message: "Its output at a step depends on later steps of its input. Let it compute from earlier steps only.",
      },
    ]);
  });

  it("are measured as networks of layers", () => {
    const block = layerGraph([
      convolution1dLayer(3, 2, { padding: "causal", name: "a" }),
      convolution1dLayer(3, 2, { padding: "causal", dilationFactor: 2, name: "b" }),
    ]);
    expect(told(networkLayer(block)).field).toMatchObject({ earliest: -6, latest: 0 });
    expect(told(networkLayer(layerGraph([lstmLayer(2)]))).field).toMatchObject({ earliest: "start", latest: 0 });
  });

  it("are told not to be known where they cannot be run", () => {
    const huge = networkLayer(
      layerGraph([convolution1dLayer(5, 3000, { padding: "causal", name: "a" }), convolution1dLayer(5, 3000)]),
    );
    const { field, causal, causality } = told(huge);
    expect([field, causal, causality]).toEqual([
      undefined,
      null,
      { causal: null, judged: ["own"], breaks: [], unknown: ["own"] },
    ]);
  });
});

describe("what was computed from a whole sequence", () => {
  it("breaks causality where it is used at each step", () => {
    const graph = layerGraph([input, globalAveragePooling1dLayer({ name: "mean" }), multiplicationLayer(2, { name: "scaled" })]);
    const { causality, layers } = analyze(graph.connectLayers("input", "scaled/in2"));
    expect(causality.causal).toBe(false);
    expect(causality.breaks).toEqual([
      {
        layer: "scaled",
        type: "multiplicationLayer",
        message:
          "At every step it uses what was computed from a whole sequence, later steps included. Compute that from earlier steps only.",
      },
    ]);
    expect(layers[2].receptiveField).toMatchObject([{ earliest: "start", latest: "end" }]);
  });

  it("is told of sums over all steps in a function", () => {
    expect(told(along((x) => add(x, sum(x, [2])))).field).toMatchObject({ earliest: "start", latest: "end" });
  });
});
