import {
  accuracy,
  assembleNetwork,
  classificationLayer,
  classify,
  fullyConnectedLayer,
  globalAveragePooling1dLayer,
  indexing1dLayer,
  type Network,
  sequenceInputLayer,
  softmaxLayer,
  trainingOptions,
  trainNetwork,
} from "../../src/index.ts";
import { multiheadSelfAttentionLayer } from "./multiheadSelfAttentionLayer.ts";
import { questions } from "./questions.ts";

const head = [softmaxLayer(), classificationLayer({ classes: ["bread", "milk", "salt"] })];

/** Three channels out, one for each word; the step that asks, the first, has the answer. */
const network = [
  sequenceInputLayer(8),
  multiheadSelfAttentionLayer(2, { numKeyChannels: 10, numValueChannels: 4, outputSize: 3, name: "attention" }),
  indexing1dLayer("first"),
  ...head,
];
/** All steps added up: what is known without comparing them. */
const linear = [sequenceInputLayer(8), globalAveragePooling1dLayer(), fullyConnectedLayer(3), ...head];

/** The network assembled, its scores before training (which add up to 1), and accuracies on questions that were not trained on. */
export async function runTraining({ maxEpochs }: { maxEpochs: number }, say: (line: string) => void) {
  const [training, test] = [questions(600, 1), questions(300, 2)];
  const options = trainingOptions("adam", { maxEpochs, miniBatchSize: 30, initialLearnRate: 0.01, seed: 1, verbose: false });
  const reached = async (net: Network): Promise<number> => accuracy((await classify(net, test.sequences)).labels, test.labels);

  const net = assembleNetwork(network, { initialize: true, seed: 1 });
  const { scores } = await classify(net, test.sequences.slice(0, 1));
  const [untrained] = scores as Float32Array[];
  say(`Assembled with random weights, the network gives the first question ${[...untrained].map((s) => s.toFixed(3)).join(" ")}`);
  const before = await reached(net);
  const after = await reached((await trainNetwork(training.sequences, training.labels, net.graph, options)).net);
  const baseline = await reached((await trainNetwork(training.sequences, training.labels, linear, options)).net);
  say(`Accuracy: ${before.toFixed(3)} untrained, ${after.toFixed(3)} trained, ${baseline.toFixed(3)} by a linear model`);
  return { scores: untrained, before, after, baseline };
}
