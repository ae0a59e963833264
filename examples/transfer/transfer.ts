import {
  accuracy,
  classificationLayer,
  classify,
  convolution1dLayer,
  freezeWeights,
  fullyConnectedLayer,
  globalMaxPooling1dLayer,
  initialize,
  layerGraph,
  type Network,
  reluLayer,
  replaceLayer,
  sequenceInputLayer,
  softmaxLayer,
  trainingOptions,
  trainNetwork,
} from "../../src/index.ts";
import { type Waves, waves } from "./waves.ts";

const options = (maxEpochs: number) =>
  trainingOptions("adam", {
    maxEpochs,
    miniBatchSize: 20,
    initialLearnRate: 0.01,
    shuffle: "every-epoch",
    seed: 1,
    verbose: false,
  });

async function accuracyOf(net: Network, { sequences, labels }: Waves): Promise<number> {
  return accuracy((await classify(net, sequences)).labels, labels);
}

/** Learns to tell some waves apart, then others with the convolutions frozen; what it finds goes to `say`. */
export async function runTransfer({ maxEpochs }: { maxEpochs: number }, say: (line: string) => void) {
  const [first, second] = [
    ["sine", "square", "sawtooth"],
    ["triangle", "pulse"],
  ] as const;
  const lgraph = layerGraph([
    sequenceInputLayer(1),
    convolution1dLayer(5, 16, { padding: "same", name: "conv_1" }),
    reluLayer(),
    convolution1dLayer(5, 16, { padding: "same", name: "conv_2" }),
    reluLayer(),
    globalMaxPooling1dLayer(),
    fullyConnectedLayer(3, { name: "fc" }),
    softmaxLayer(),
    classificationLayer({ name: "classoutput" }),
  ]);
  const training = waves(first, 40, 1);
  const { net } = await trainNetwork(training.sequences, training.labels, lgraph, options(maxEpochs));
  say(`${first.join(", ")}: accuracy ${(await accuracyOf(net, waves(first, 40, 2))).toFixed(3)}`);

  // The last layers are replaced; the others keep their weights, and are frozen.
  let other = replaceLayer(net, "fc", [fullyConnectedLayer(2, { name: "newFc" })]);
  other = replaceLayer(other, "classoutput", [classificationLayer({ name: "newOutput" })]);
  other = freezeWeights(initialize(other, { seed: 2 }), ["conv_1", "conv_2"]);
  const test = waves(second, 40, 4);
  const few = waves(second, 20, 3);
  const { net: transferred } = await trainNetwork(few.sequences, few.labels, other, options(maxEpochs));
  const reached = await accuracyOf(transferred, test);
  const same = [...net.learnables].filter(([key, { data }]) => data.join() === transferred.learnables.get(key)?.data.join());
  say(`${second.join(", ")}, from ${few.labels.length} waves: accuracy ${reached.toFixed(3)}`);
  say(`As they were, bit for bit: ${same.map(([key]) => key).join(", ")}`);
  return { net, transferred, reached };
}
