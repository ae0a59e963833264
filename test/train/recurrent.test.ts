import { expect, it } from "vitest";
import {
  bilstmLayer,
  classificationLayer,
  classify,
  decodeNetwork,
  encodeNetwork,
  fullyConnectedLayer,
  gruLayer,
  layerGraph,
  lstmLayer,
  sequenceInputLayer,
  softmaxLayer,
  trainingOptions,
  trainNetwork,
} from "../../src/index.ts";
import { randomStream } from "../../src/random.ts";

/** Sequences of unequal length whose label tells whether their first number is positive: it has to be remembered to the end. */
function remembered(count: number): { X: number[][][]; T: string[] } {
  const random = randomStream(3, "recurrent training");
  const X = Array.from({ length: count }, () => [Array.from({ length: 3 + random.below(5) }, () => random.normal())]);
  return { X, T: X.map(([[first]]) => (first > 0 ? "up" : "down")) };
}

const options = { outputMode: "last" } as const;
const layers = [lstmLayer(8, options), bilstmLayer(8, options), gruLayer(8, options)];

it.each(layers)("learns to remember, and comes back from a file with the same bits: $type", async (layer) => {
  const { X, T } = remembered(60);
  const lgraph = layerGraph([sequenceInputLayer(1), layer, fullyConnectedLayer(2), softmaxLayer(), classificationLayer()]);
  const settings = trainingOptions("adam", { maxEpochs: 40, miniBatchSize: 20, initialLearnRate: 0.05, verbose: false });
  const { net } = await trainNetwork(X, T, lgraph, settings);
  const { labels, scores } = await classify(net, X);
  expect(labels.filter((label, i) => label === T[i]).length).toBeGreaterThan(54);
  const back = decodeNetwork(encodeNetwork(net));
  expect((await classify(back, X)).scores).toEqual(scores);
});
