import { accuracy, classify, type GivenPredictors, type LayerGraph, trainingOptions, trainNetwork } from "../../src/index.ts";

/** Observations and what they are. */
interface Labelled {
  readonly observations: GivenPredictors;
  readonly labels: string[];
}

/** Trains a network with gates; returns its accuracy on observations that it has not seen. */
export async function gateAccuracy(lgraph: LayerGraph, train: Labelled, test: Labelled, maxEpochs: number): Promise<number> {
  const options = trainingOptions("adam", {
    maxEpochs,
    miniBatchSize: 20,
    initialLearnRate: 0.005,
    shuffle: "every-epoch",
    verbose: false,
  });
  const { net } = await trainNetwork(train.observations, train.labels, lgraph, options);
  const { labels } = await classify(net, test.observations);
  return accuracy(labels as string[], test.labels);
}
