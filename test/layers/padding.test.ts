import { describe, expect, it } from "vitest";
import {
  averagePooling1dLayer,
  batchNormalizationLayer,
  classificationLayer,
  convolution1dLayer,
  fullyConnectedLayer,
  globalMaxPooling1dLayer,
  layerNormalizationLayer,
  maxPooling1dLayer,
  reluLayer,
  sequenceInputLayer,
  softmaxLayer,
} from "../../layers/index.ts";
import type { Layer } from "../../src/layer.ts";
import { assembleNetwork } from "../../src/train/assembleNetwork.ts";
import { predict } from "../../src/train/predict.ts";
import { opsOf } from "../ops/opSuite.ts";
import { sequences } from "../train/networkExamples.ts";
import { drawLayer } from "./drawnLayer.ts";

/** Every way of mixing time steps that has to know where a sequence ends, one after the other. */
function network(end: readonly Layer[]) {
  const layers = [
    sequenceInputLayer(3, { minLength: 9, normalization: "zscore", mean: [1, 1, 1], standardDeviation: [2, 1, 1] }),
    convolution1dLayer(4, 5, { padding: "same", stride: 2 }),
    layerNormalizationLayer({ operationDimension: "batch-excluded" }),
    convolution1dLayer(3, 5, { padding: [1, 2], paddingValue: "replicate" }),
    maxPooling1dLayer(3, { padding: "same", stride: 2 }),
    batchNormalizationLayer(),
    reluLayer(),
    convolution1dLayer(3, 5, { padding: "same", paddingValue: "symmetric-exclude-edge" }),
    averagePooling1dLayer(3, { padding: [0, 1], paddingValue: "mean" }),
    ...end,
    fullyConnectedLayer(2),
    softmaxLayer(),
    classificationLayer({ classes: ["a", "b"] }),
  ];
  return assembleNetwork(layers, { initialize: true, seed: 3 });
}

describe.each([
  { what: "one answer for each sequence", net: network([globalMaxPooling1dLayer()]) },
  { what: "an answer for each step", net: network([]) },
])("a chain of layers with $what", ({ net }) => {
  const data = sequences([21, 9, 14, 30]);

  it.each(["left", "right"] as const)(
    "gives in a batch padded on the %s what it gives alone",
    async (sequencePaddingDirection) => {
      const together = await predict(net, data, { miniBatchSize: 4, sequencePaddingDirection, sequencePaddingValue: 9 });
      const alone = await predict(net, data, { miniBatchSize: 1 });
      expect(shapeOf(together)).toEqual(shapeOf(alone));
      flat(together).forEach((value, i) => {
        expect(value).toBeCloseTo(flat(alone)[i], 5);
      });
    },
  );
});

type Predicted = Awaited<ReturnType<typeof predict>>;

function flat({ values }: Predicted): number[] {
  return Array.from(values as ArrayLike<{ readonly data: Float32Array } | Float32Array>, (v) =>
    Array.from("data" in v ? v.data : v),
  ).flat();
}

function shapeOf({ values }: Predicted): number[] {
  return Array.from(
    values as ArrayLike<{ readonly data: Float32Array } | Float32Array>,
    (v) => ("data" in v ? v.data : v).length,
  );
}

describe("a causal convolution", () => {
  const opsWith = (padded: boolean, padding: "causal" | "same") => {
    const layer = convolution1dLayer(3, 2, { padding });
    const { outputs } = drawLayer(layer, [{ format: "CBT", shape: [2, 3, 5] }], { padded });
    return opsOf(outputs[0].value).filter((op) => op !== "input" && op !== "reshape");
  };

  it("is one op, which no padding of the batch makes dearer: it never looks past the end of a sequence", () => {
    expect(opsWith(false, "causal")).toEqual(["conv"]);
    expect(opsWith(true, "causal")).toEqual(["conv"]);
  });

  it("differs in that from one that looks ahead, which pays for a mask only where the batch is padded", () => {
    expect(opsWith(false, "same")).toEqual(["conv"]);
    expect(opsWith(true, "same")).toContain("less");
  });
});
