import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  batchNormalizationLayer,
  convolution2dLayer,
  fullyConnectedLayer,
  globalAveragePooling2dLayer,
  regressionLayer,
  sequenceFoldingLayer,
  sequenceInputLayer,
  sequenceUnfoldingLayer,
} from "../../layers/index.ts";
import { applyLayer } from "../../src/layer/apply.ts";
import { type Activation, defineLayer, layerFrom, printSizes } from "../../src/layer.ts";
import { layerGraph } from "../../src/network/layerGraph.ts";
import { traceLayers } from "../../src/network/trace.ts";
import { validate } from "../../src/network/validate.ts";
import { constant, input, multiply, softmax, symbol, type Value } from "../../src/ops/index.ts";
import { makePlan } from "../../src/plan/plan.ts";
import { evaluatePlan } from "../../src/run/reference.ts";
import { smallSizes } from "./everyFormat.ts";
import { testLayer } from "./testLayer.ts";

const none = {
  training: false,
  learnable: () => constant([], []),
  state: () => constant([], []),
  random: () => constant([], []),
} as const;
const fold = sequenceFoldingLayer({ name: "fold" });
const unfold = sequenceUnfoldingLayer({ name: "unfold" });

/** Folds, computes something of each observation, and unfolds. */
const throughObservations = defineLayer({
  type: "throughObservations",
  options: z.object({}),
  description: () => "through observations",
  predict: ({ inputs: [x] }) => {
    const [observations, size] = applyLayer(fold, [x], none).outputs;
    const computed = { ...observations, value: multiply(softmax(observations.value, 1), observations.value) };
    return applyLayer(unfold, [computed, size], none).outputs;
  },
});

testLayer({
  make: throughObservations,
  minimal: throughObservations(),
  options: {},
  golden: 3,
  cases: {
    sequences: {
      layer: throughObservations(),
      inputs: [{ format: "CBT", shape: smallSizes.CBT }],
      output: "[batch, 3, time] (CBT)",
    },
    "sequences of one-dimensional images": {
      layer: throughObservations(),
      inputs: [{ format: "SCBT", shape: smallSizes.SCBT }],
      output: "[batch, 3, 2, time] (SCBT)",
    },
    "sequences of images": {
      layer: throughObservations(),
      inputs: [{ format: "SSCBT", shape: smallSizes.SSCBT }],
      output: "[batch, 2, 3, 2, time] (SSCBT)",
    },
  },
});

describe("sequenceUnfoldingLayer", () => {
  const sequences: Activation = { value: input("x", [symbol("batch"), 3, symbol("time")]), format: "CBT" };
  const [observations, size] = applyLayer(fold, [sequences], none).outputs;

  it("has two inputs, one output and no options, also from a file", () => {
    expect(unfold.inputNames).toEqual(["in", "miniBatchSize"]);
    expect(unfold.outputNames).toEqual(["out"]);
    expect(layerFrom(sequenceUnfoldingLayer.definition as never, { name: "unfold" }).options).toEqual({});
    const { problems } = layerFrom(sequenceUnfoldingLayer.definition as never, { size: 3 });
    expect(problems.map((p) => p.message).join()).toContain("there is no option 'size'");
  });

  it("refuses what no folding layer gave, and says what to connect", () => {
    expect(() => applyLayer(unfold, [sequences, size], none)).toThrow(
      "sequenceUnfoldingLayer 'unfold': received [batch, 3, time] (CBT), expected the batch*time observations",
    );
    expect(() => applyLayer(unfold, [observations, sequences], none)).toThrow(
      "'miniBatchSize' received [batch, 3, time] (CBT). Connect output 'miniBatchSize' of the sequenceFoldingLayer to it.",
    );
  });

  it("stands in a graph around layers for images, connected as in MATLAB", () => {
    const lgraph = layerGraph([
      sequenceInputLayer([8, 8, 1], { name: "input" }),
      sequenceFoldingLayer({ name: "fold" }),
      convolution2dLayer(3, 4, { name: "conv" }),
      globalAveragePooling2dLayer({ name: "pool" }),
      sequenceUnfoldingLayer({ name: "unfold" }),
      fullyConnectedLayer(2, { name: "fc" }),
      regressionLayer(),
    ]).connectLayers("fold/miniBatchSize", "unfold/miniBatchSize");
    expect(validate(lgraph)).toEqual([]);
    const sizes = [...traceLayers(lgraph).layers].map(
      ([
        name,
        {
          outputs: [x],
        },
      ]) => `${name} ${x ? printSizes(x) : ""}`.trim(),
    );
    expect(sizes).toEqual([
      "input [batch, 1, 8, 8, time] (SSCBT)",
      "fold [batch*time, 1, 8, 8] (SSCB)",
      "conv [batch*time, 4, 6, 6] (SSCB)",
      "pool [batch*time, 4, 1, 1] (SSCB)",
      "unfold [batch, 4, 1, 1, time] (SSCBT)",
      "fc [batch, 2, time] (CBT)",
      "regressionoutput",
    ]);
  });

  it("leaves padded steps out of the statistics of a batch normalization between", () => {
    const lengths = constant([3, 1, 2], [3], "int64");
    const data = Float64Array.from({ length: 3 * 2 * 3 }, (_, i) => Math.sin(i) + (i % 5));
    const padded: Activation = { value: constant(data, [3, 2, 3]), format: "CBT", lengths };
    const normalization = batchNormalizationLayer({ name: "batchnorm" });
    const sources = { ...none, training: true, learnable: parameter, state: parameter };
    const direct = applyLayer(normalization, [padded], sources);
    const [folded, miniBatchSize] = applyLayer(fold, [padded], none).outputs;
    const between = applyLayer(normalization, [folded], sources);
    const [back] = applyLayer(unfold, [between.outputs[0], miniBatchSize], none).outputs;
    const { a, b, meanA, meanB } = evaluatePlan(
      makePlan("both", {
        a: direct.outputs[0].value,
        b: back.value,
        meanA: direct.newState.trainedMean,
        meanB: between.newState.trainedMean,
      }),
      {},
    );
    expect(Array.from(b.data as Float64Array)).toEqual(Array.from(a.data as Float64Array, (v) => expect.closeTo(v, 12)));
    expect(Array.from(meanB.data as Float64Array)).toEqual(Array.from(meanA.data as Float64Array, (v) => expect.closeTo(v, 12)));
  });
});

function parameter(name: string): Value {
  return constant(name === "scale" ? [1, 2] : [0.5, 1], [1, 2]);
}
