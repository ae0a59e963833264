import * as all from "../../../layers/index.ts";
import type { Layer } from "../../../src/layer.ts";
import { layerGraph } from "../../../src/network/layerGraph.ts";
import type { Numbers } from "../../../src/network/reach/trial.ts";
import { add, relu } from "../../../src/ops/index.ts";

/** A layer on inputs of its own. */
export interface ReachCase {
  readonly layer: Layer;
  /** One for each port of the layer. */
  readonly inputs: readonly Layer[];
  readonly numbers?: Numbers;
  /** What is declared reaches further than any sequence shows: why. */
  readonly wide?: string;
}

const time = all.sequenceInputLayer(4, { minLength: 5 });
const lines = all.sequenceInputLayer([3, 4]);
const images = all.sequenceInputLayer([3, 3, 2]);
const vector = all.featureInputLayer(4);
const one = all.sequenceInputLayer(1);

const on = (layer: Layer, ...inputs: readonly Layer[]): ReachCase => ({ layer, inputs });
const overFormats = (make: () => Layer): ReachCase[] => [time, lines, images].map((input) => on(make(), input));
const overSteps = (make: () => Layer): ReachCase[] => [time, lines].map((input) => on(make(), input));
const overImages = (make: () => Layer): ReachCase[] => [on(make(), images)];
const twice = (make: () => Layer): ReachCase[] => [on(make(), time, time), on(make(), images, images)];

type Window = { padding: number | "same" | [number, number]; stride?: number };

const windows: readonly Window[] = [
  { padding: 0 },
  { padding: [3, 0] },
  { padding: [1, 3] },
  { padding: "same" },
  { padding: "same", stride: 2 },
  { padding: [2, 1], stride: 3 },
];

type Walk = Omit<Window, "padding"> & {
  padding: Window["padding"] | "causal";
  dilationFactor?: number;
  paddingValue?: "replicate" | "symmetric-include-edge" | "symmetric-exclude-edge";
};

const convolutions: readonly Walk[] = [
  ...windows,
  { padding: "causal" },
  { padding: "causal", dilationFactor: 3 },
  { padding: "causal", stride: 2, dilationFactor: 2 },
  { padding: "same", dilationFactor: 2 },
  { padding: "same", stride: 3, dilationFactor: 2 },
  { padding: "causal", paddingValue: "replicate" },
  { padding: "causal", paddingValue: "symmetric-include-edge" },
  { padding: "causal", paddingValue: "symmetric-exclude-edge" },
  { padding: [0, 3], paddingValue: "symmetric-exclude-edge" },
  { padding: [0, 3], paddingValue: "symmetric-include-edge" },
  { padding: [0, 3], paddingValue: "replicate" },
  { padding: "same", paddingValue: "symmetric-include-edge" },
];

const recurrent = (make: (options: object) => Layer): ReachCase[] => [
  on(make({}), time),
  on(make({ outputMode: "last" }), time),
  on(make({ hasStateOutputs: true }), time),
];

const attentive = (make: (options: object) => Layer, ...inputs: readonly Layer[]): ReachCase[] => [
  on(make({}), ...inputs),
  on(make({ attentionMask: "causal" }), ...inputs),
  { ...on(make({ attentionMask: "causal", hasScoresOutput: true }), ...inputs), wide: "the first query has but one key" },
];

/** Layers of each kind that reach along time in each of their ways. */
export const reachCases: Readonly<Record<string, () => readonly ReachCase[]>> = {
  additionLayer: () => [...twice(() => all.additionLayer(2)), on(all.additionLayer(2), vector, time)],
  attentionLayer: () => [
    ...attentive((options) => all.attentionLayer(2, options), time, time, time),
    { ...on(all.attentionLayer(2, { hasPaddingMaskInput: true }), time, time, time, one), wide: "a mask is 0 or not" },
  ],
  averagePooling1dLayer: () => [
    ...windows.map((options) => on(all.averagePooling1dLayer(4, options), time)),
    on(all.averagePooling1dLayer(3, { padding: "same", paddingValue: "mean" }), time),
  ],
  averagePooling2dLayer: () => overImages(() => all.averagePooling2dLayer(2)),
  batchNormalizationLayer: () => overFormats(() => all.batchNormalizationLayer()),
  bilstmLayer: () => recurrent((options) => all.bilstmLayer(3, options)),
  classificationLayer: () => [],
  clippedReluLayer: () => overFormats(() => all.clippedReluLayer(6)),
  concatenationLayer: () => [
    ...twice(() => all.concatenationLayer(1, 2)),
    { ...on(all.concatenationLayer(3, 2), time, time), wide: "how long the first sequence is differs" },
  ],
  convolution1dLayer: () => [
    ...convolutions.map((options) => on(all.convolution1dLayer(4, 2, options), time)),
    on(all.convolution1dLayer(2, 2), lines),
  ],
  convolution2dLayer: () => overImages(() => all.convolution2dLayer(3, 2)),
  crop2dLayer: () => [on(all.crop2dLayer("centercrop"), images, all.sequenceInputLayer([3, 2, 1]))],
  crossChannelNormalizationLayer: () => overFormats(() => all.crossChannelNormalizationLayer(3)),
  depthConcatenationLayer: () => twice(() => all.depthConcatenationLayer(2)),
  dropoutLayer: () => overFormats(() => all.dropoutLayer()),
  eluLayer: () => overFormats(() => all.eluLayer()),
  embeddingConcatenationLayer: () => overSteps(() => all.embeddingConcatenationLayer()),
  featureInputLayer: () => [],
  flattenLayer: () => overFormats(() => all.flattenLayer()),
  fullyConnectedLayer: () => overFormats(() => all.fullyConnectedLayer(3)),
  functionLayer: () => [
    on(
      all.functionLayer((x) => relu(x)),
      time,
    ),
    on(
      all.functionLayer((a, b) => add(a, b)),
      time,
      time,
    ),
  ],
  geluLayer: () => overFormats(() => all.geluLayer()),
  globalAveragePooling1dLayer: () => overSteps(() => all.globalAveragePooling1dLayer()),
  globalAveragePooling2dLayer: () => overImages(() => all.globalAveragePooling2dLayer()),
  globalMaxPooling1dLayer: () => overSteps(() => all.globalMaxPooling1dLayer()),
  globalMaxPooling2dLayer: () => overImages(() => all.globalMaxPooling2dLayer()),
  groupedConvolution1dLayer: () =>
    convolutions.slice(3, 9).map((options) => on(all.groupedConvolution1dLayer(4, 1, "channel-wise", options), time)),
  groupedConvolution2dLayer: () => overImages(() => all.groupedConvolution2dLayer(3, 1, "channel-wise")),
  groupNormalizationLayer: () => overFormats(() => all.groupNormalizationLayer(2)),
  gruLayer: () => [
    ...recurrent((options) => all.gruLayer(3, options)),
    on(all.gruLayer(4, { hasStateInputs: true }), time, vector),
  ],
  identityLayer: () => overFormats(() => all.identityLayer()),
  imageInputLayer: () => [],
  indexing1dLayer: () => (["first", "last", 3] as const).flatMap((target) => overSteps(() => all.indexing1dLayer(target))),
  inputLayer: () => [],
  instanceNormalizationLayer: () => overFormats(() => all.instanceNormalizationLayer()),
  layerNormalizationLayer: () =>
    (["auto", "channel-only", "spatial-channel", "batch-excluded"] as const).flatMap((operationDimension) =>
      overFormats(() => all.layerNormalizationLayer({ operationDimension })),
    ),
  leakyReluLayer: () => overFormats(() => all.leakyReluLayer()),
  lstmLayer: () => [
    ...recurrent((options) => all.lstmLayer(3, options)),
    on(all.lstmLayer(4, { hasStateInputs: true, hasStateOutputs: true }), time, vector, vector),
  ],
  maxPooling1dLayer: () => windows.map((options) => on(all.maxPooling1dLayer(4, options), time)),
  maxPooling2dLayer: () => [
    ...overImages(() => all.maxPooling2dLayer(2)),
    ...overImages(() => all.maxPooling2dLayer(2, { stride: 2, hasUnpoolingOutputs: true })),
  ],
  maxUnpooling2dLayer: () => [
    { ...on(all.maxUnpooling2dLayer(), ...[3, 3, 6].map((n) => all.sequenceInputLayer([n, n / 3 + 1, 1]))), numbers: "indices" },
  ],
  multiplicationLayer: () => [...twice(() => all.multiplicationLayer(2)), on(all.multiplicationLayer(2), vector, time)],
  networkLayer: () => [
    on(all.networkLayer(layerGraph([all.convolution1dLayer(3, 3, { padding: "causal" }), all.reluLayer()])), time),
    on(all.networkLayer(layerGraph([all.convolution1dLayer(3, 3, { padding: "same" }), all.lstmLayer(3)])), time),
  ],
  pixelClassificationLayer: () => [],
  positionEmbeddingLayer: () => [
    on(all.positionEmbeddingLayer(4, 100), time),
    on(all.positionEmbeddingLayer(4, 100, { positions: "spatial-indices" }), lines),
    { ...on(all.positionEmbeddingLayer(4, 10, { positions: "data-values" }), one), numbers: "indices" },
  ],
  preluLayer: () => overFormats(() => all.preluLayer()),
  regressionLayer: () => [],
  reluLayer: () => overFormats(() => all.reluLayer()),
  scalingLayer: () => overFormats(() => all.scalingLayer({ scale: 2, bias: 1 })),
  selfAttentionLayer: () => [
    ...attentive((options) => all.selfAttentionLayer(2, 4, options), time),
    {
      ...on(all.selfAttentionLayer(1, 2, { hasPaddingMaskInput: true, attentionMask: "causal" }), time, one),
      wide: "a mask is 0 or not",
    },
  ],
  sequenceFoldingLayer: () => overFormats(() => all.sequenceFoldingLayer()),
  sequenceInputLayer: () => [],
  sequenceUnfoldingLayer: () => [],
  sigmoidLayer: () => overFormats(() => all.sigmoidLayer()),
  sinusoidalPositionEncodingLayer: () => [
    on(all.sinusoidalPositionEncodingLayer(4), time),
    on(all.sinusoidalPositionEncodingLayer(4, { positions: "spatial-indices" }), lines),
    on(all.sinusoidalPositionEncodingLayer(4, { positions: "data-values" }), one),
  ],
  softmaxLayer: () => overFormats(() => all.softmaxLayer()),
  softplusLayer: () => overFormats(() => all.softplusLayer()),
  spatialDropoutLayer: () => overFormats(() => all.spatialDropoutLayer()),
  swishLayer: () => overFormats(() => all.swishLayer()),
  tanhLayer: () => overFormats(() => all.tanhLayer()),
  transposedConv1dLayer: () =>
    [
      { stride: 1, cropping: 0 },
      { stride: 2, cropping: 0 },
      { stride: 2, cropping: [0, 2] },
      { stride: 2, cropping: "same" },
      { stride: 3, cropping: [1, 0] },
      { stride: 5, cropping: "same" },
      { stride: 7, cropping: [2, 0] },
    ].map((options) => on(all.transposedConv1dLayer(4, 2, options as { stride: number; cropping: 0 }), time)),
  transposedConv2dLayer: () => overImages(() => all.transposedConv2dLayer(2, 2)),
  wordEmbeddingLayer: () => [{ ...on(all.wordEmbeddingLayer(3, 20), one), numbers: "indices" }],
};
