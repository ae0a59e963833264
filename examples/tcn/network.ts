import {
  additionLayer,
  addLayers,
  classificationLayer,
  connectLayers,
  convolution1dLayer,
  disconnectLayers,
  fullyConnectedLayer,
  globalMaxPooling1dLayer,
  type LayerGraph,
  layerGraph,
  layerNormalizationLayer,
  reluLayer,
  sequenceInputLayer,
  softmaxLayer,
  spatialDropoutLayer,
} from "../../src/index.ts";
import { attentionLayer } from "./attentionLayer.ts";

/** The sizes of a temporal convolutional network and what it tells apart. */
export interface TcnOptions {
  numFeatures: number;
  numFilters?: number;
  /** Time steps that each filter looks at. */
  filterSize?: number;
  /** The share of channels that training drops. */
  dropoutFactor?: number;
  /** Residual blocks; each doubles how far apart in time the taps of a filter are. */
  numBlocks?: number;
  /** The names of the classes, or how many there are, where their names come from the training data. */
  classes: readonly string[] | number;
  /** How much each class counts in the loss, for which the classes must be named. */
  classWeights?: readonly number[];
}

/**
 * The temporal convolutional network of the MATLAB script, line for line: dilated causal convolutions in residual blocks, then one label
 * for the whole sequence.
 *
 * @example tcn({ numFeatures: 3, classes: ["running", "walking"], classWeights: [1, 2] })
 */
export function tcn(options: TcnOptions): LayerGraph {
  const { numFeatures, numFilters = 64, filterSize = 5, dropoutFactor = 0.005, numBlocks = 4 } = options;
  const { classes: Y, classWeights: weights } = options;
  const numClasses = typeof Y === "number" ? Y : Y.length;

  let layer = sequenceInputLayer(numFeatures, { normalization: "zerocenter", name: "input" });
  let lgraph = layerGraph(layer);
  let outputName = layer.name;

  for (let i = 1; i <= numBlocks; i++) {
    const dilationFactor = 2 ** (i - 1);

    const layers = [
      convolution1dLayer(filterSize, numFilters, { dilationFactor, padding: "causal", name: "conv1_" + i }),
      layerNormalizationLayer(),
      spatialDropoutLayer(dropoutFactor),
      convolution1dLayer(filterSize, numFilters, { dilationFactor, padding: "causal" }),
      layerNormalizationLayer(),
      reluLayer(),
      spatialDropoutLayer(dropoutFactor),
      additionLayer(2, { name: "add_" + i }),
    ];

    lgraph = addLayers(lgraph, layers);
    lgraph = connectLayers(lgraph, outputName, "conv1_" + i);

    if (i === 1) {
      layer = convolution1dLayer(1, numFilters, { name: "convSkip" });
      lgraph = addLayers(lgraph, layer);
      lgraph = connectLayers(lgraph, outputName, "convSkip");
      lgraph = connectLayers(lgraph, "convSkip", "add_" + i + "/in2");
    } else {
      lgraph = connectLayers(lgraph, outputName, "add_" + i + "/in2");
    }

    outputName = "add_" + i;
  }

  const layers = [
    globalMaxPooling1dLayer({ name: "gapl" }),
    fullyConnectedLayer(numClasses, { name: "fc" }),
    softmaxLayer(),
    classificationLayer(typeof Y === "number" ? {} : { classes: [...Y], ...(weights && { classWeights: [...weights] }) }),
  ];
  lgraph = addLayers(lgraph, layers);
  return connectLayers(lgraph, outputName, "gapl");
}

/** The same network with an attention layer put before the pooling, so that every step has seen the whole recording. */
export function tcnWithAttention(options: TcnOptions): LayerGraph {
  const { numBlocks = 4, numFilters = 64 } = options;
  let lgraph = tcn(options);
  lgraph = addLayers(lgraph, attentionLayer(Math.ceil(numFilters / 2), { name: "attention" }));
  lgraph = disconnectLayers(lgraph, "add_" + numBlocks, "gapl");
  lgraph = connectLayers(lgraph, "add_" + numBlocks, "attention");
  return connectLayers(lgraph, "attention", "gapl");
}
