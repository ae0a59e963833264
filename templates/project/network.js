import {
  classificationLayer,
  convolution1dLayer,
  fullyConnectedLayer,
  globalMaxPooling1dLayer,
  layerGraph,
  reluLayer,
  sequenceInputLayer,
  softmaxLayer,
} from "layergraph";
import { temporalAttentionLayer } from "./temporalAttentionLayer.js";

export const numFeatures = 2;
export const numClasses = 2;

/** The graph that is trained: sequences of two features in, two classes out. */
export default layerGraph([
  sequenceInputLayer(numFeatures, { normalization: "zscore", name: "input" }),
  convolution1dLayer(5, 16, { padding: "causal", name: "conv_1" }),
  reluLayer({ name: "relu_1" }),
  convolution1dLayer(5, 16, { padding: "causal", dilationFactor: 2, name: "conv_2" }),
  reluLayer({ name: "relu_2" }),
  temporalAttentionLayer({ name: "attention" }),
  globalMaxPooling1dLayer({ name: "pool" }),
  fullyConnectedLayer(numClasses, { name: "fc" }),
  softmaxLayer({ name: "softmax" }),
  classificationLayer({ name: "output" }),
]);
