import { describe, expect, it } from "vitest";
import { attentionLayer as ownAttentionLayer } from "../../examples/tcn/attentionLayer.ts";
import {
  additionLayer,
  batchNormalizationLayer,
  type CheckLayerSizes,
  checkLayer,
  convolution1dLayer,
  convolution2dLayer,
  dropoutLayer,
  fullyConnectedLayer,
  gruLayer,
  type Layer,
  lstmLayer,
  maxPooling1dLayer,
  printLayerCheck,
  reluLayer,
  selfAttentionLayer,
  softmaxLayer,
  wordEmbeddingLayer,
} from "../../src/index.ts";

const sequences = { observationDimension: 2 };

describe("checkLayer passes", () => {
  it.each<[string, Layer, CheckLayerSizes, { observationDimension?: number }]>([
    ["the attention layer of an example", ownAttentionLayer(3), [5, 3, 6], sequences],
    ["self-attention", selfAttentionLayer(2, 4), [4, 3, 5], sequences],
    ["a convolution of sequences", convolution1dLayer(3, 4, { padding: "causal" }), [3, 2, 6], sequences],
    ["a convolution of images", convolution2dLayer([2, 3], 2), [6, 5, 3], { observationDimension: 4 }],
    ["an LSTM", lstmLayer(3), [4, 3, 5], sequences],
    ["a GRU, whose state becomes a row for each observation", gruLayer(2), [3, 3, 4], sequences],
    ["batch normalization, which mixes observations in training only", batchNormalizationLayer(), [3, 4], sequences],
    ["dropout, which is random in training only", dropoutLayer(0.4), [6, 3], sequences],
    ["a layer with bends", reluLayer(), [6, 3, 4], sequences],
    ["pooling, whose maximum jumps", maxPooling1dLayer(2), [3, 3, 6], sequences],
    ["softmax", softmaxLayer(), [6, 3], sequences],
    [
      "a layer of several inputs",
      additionLayer(2),
      [
        [3, 2, 4],
        [3, 2, 4],
      ],
      sequences,
    ],
    ["sizes with a format, one of them not known", fullyConnectedLayer(4), { size: [3, Number.NaN, 4], format: "CBT" }, {}],
    ["indices of words", wordEmbeddingLayer(3, 7), { size: [1, null, 4], format: "CBT", largestIndex: 7 }, {}],
  ])("%s", async (_, layer, sizes, options) => {
    const check = await checkLayer(layer, sizes, options);
    expect(check.passed, printLayerCheck(check)).toBe(true);
    expect(check.counts.incomplete).toBe(0);
    expect(check.counts.passed, printLayerCheck(check)).toBeGreaterThan(8);
  });
});
