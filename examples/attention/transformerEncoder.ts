import {
  accuracy,
  additionLayer,
  addLayers,
  classificationLayer,
  classify,
  connectLayers,
  dropoutLayer,
  embeddingConcatenationLayer,
  fullyConnectedLayer,
  geluLayer,
  indexing1dLayer,
  type Layer,
  type LayerGraph,
  layerGraph,
  layerNormalizationLayer,
  positionEmbeddingLayer,
  selfAttentionLayer,
  sequenceInputLayer,
  softmaxLayer,
  trainingOptions,
  trainNetwork,
} from "../../src/index.ts";
import { fitLogisticRegression, meansAndDeviations } from "../tcn/logisticRegression.ts";
import { type Labelled, labelledSequences } from "./labelledSequences.ts";

/** What the encoder is made of. */
export interface EncoderSizes {
  readonly features: number;
  readonly classes: number;
  /** The longest sequence that it takes. */
  readonly longest: number;
  readonly channels?: number;
  readonly heads?: number;
  readonly blocks?: number;
  readonly dropout?: number;
}

/** A transformer encoder: the class token before the steps, positions added, blocks of attention and feedforward layers, the class read off the token. */
export function transformerEncoder(sizes: EncoderSizes): LayerGraph {
  const { features, classes, longest, channels = 64, heads = 4, blocks = 2, dropout = 0.2 } = sizes;
  let lgraph = layerGraph([
    sequenceInputLayer(features, { normalization: "zscore", name: "input" }),
    fullyConnectedLayer(channels, { name: "projection" }),
    embeddingConcatenationLayer({ name: "token" }),
    additionLayer(2, { name: "positioned" }),
  ]);
  lgraph = addLayers(lgraph, [positionEmbeddingLayer(channels, longest + 1, { name: "positions" })]);
  lgraph = connectLayers(connectLayers(lgraph, "token", "positions"), "positions", "positioned/in2");
  let last = "positioned";
  for (let i = 1; i <= blocks; i++) {
    const attention = [selfAttentionLayer(heads, channels, { name: `attention_${i}` }), dropoutLayer(dropout)];
    lgraph = residual(lgraph, last, attention, `attended_${i}`);
    const feedforward = [fullyConnectedLayer(2 * channels), geluLayer(), fullyConnectedLayer(channels), dropoutLayer(dropout)];
    lgraph = residual(lgraph, `attended_${i}`, feedforward, `block_${i}`);
    last = `block_${i}`;
  }
  const head = [indexing1dLayer("first", { name: "read" }), fullyConnectedLayer(classes), softmaxLayer(), classificationLayer()];
  return connectLayers(addLayers(lgraph, head), last, "read");
}

/** The graph with a branch after a layer, what the branch gives added to what went in, and the sum normalized; this is called `name`. */
function residual(lgraph: LayerGraph, after: string, branch: readonly Layer[], name: string): LayerGraph {
  const sum = [additionLayer(2, { name: `${name}_sum` }), layerNormalizationLayer({ name })];
  const result = addLayers(lgraph, [...branch, ...sum]);
  const first = result.layers[lgraph.layers.length].name;
  return connectLayers(connectLayers(result, after, first), after, `${name}_sum/in2`);
}

/** How an encoder is trained, and how large it is. */
export interface EncoderTraining {
  readonly maxEpochs: number;
  readonly initialLearnRate?: number;
  readonly seed?: number;
  readonly sizes?: Pick<EncoderSizes, "channels" | "heads" | "blocks" | "dropout">;
}

/** Trains an encoder. Returns its accuracy on the test data beside that of logistic regression on each channel's mean and deviation. */
export async function learned({ train, test, longest }: Labelled, training: EncoderTraining) {
  const { maxEpochs, initialLearnRate = 0.001, seed = 1, sizes = {} } = training;
  const classes = new Set(train.labels).size;
  const lgraph = transformerEncoder({ features: train.sequences[0].size[0], classes, longest, ...sizes });
  const options = trainingOptions("adam", {
    maxEpochs,
    miniBatchSize: 16,
    initialLearnRate,
    learnRateSchedule: "piecewise",
    learnRateDropPeriod: Math.ceil(0.75 * maxEpochs),
    shuffle: "every-epoch",
    seed,
    verbose: false,
  });
  const { net } = await trainNetwork(train.sequences, train.labels, lgraph, options);
  const { labels } = await classify(net, test.sequences);
  const linear = fitLogisticRegression(train.sequences.map(meansAndDeviations), train.labels, 0.03);
  const guessed = test.sequences.map((sequence) => linear.predict(meansAndDeviations(sequence)));
  return { reached: accuracy(labels, test.labels), baseline: accuracy(guessed, test.labels) };
}

if (process.argv[1] === import.meta.filename) {
  const data = labelledSequences();
  console.log(`${data.name}: ${data.train.labels.length} sequences to learn from, ${data.test.labels.length} to be tested on`);
  const { reached, baseline } = await learned(data, { maxEpochs: 40 });
  console.log(`Test accuracy of the transformer encoder: ${reached.toFixed(3)}`);
  console.log(`Logistic regression on means and standard deviations: ${baseline.toFixed(3)}`);
}
