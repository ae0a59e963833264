import {
  accuracy,
  addLayers,
  attentionLayer,
  classify,
  connectLayers,
  dlarray,
  dlnetwork,
  extractdata,
  featureInputLayer,
  fullyConnectedLayer,
  globalAveragePooling1dLayer,
  type LayerGraph,
  layerGraph,
  type Network,
  predict,
  reluLayer,
  replaceLayer,
  sequenceInputLayer,
  softmaxLayer,
  trainingOptions,
  trainnet,
} from "../../src/index.ts";
import { seededNormal } from "../tcn/seededNormal.ts";

const [places, channels] = [16, 4];
const kinds = ["first", "second", "third"];

/** Sixteen places, each with three random numbers and a mark at one of them, the target; the label says which of the target's numbers is the largest. */
export function movingTargets(count: number, seed: number) {
  const random = seededNormal(seed);
  const rows = Array.from({ length: count }, () => {
    const at = Math.floor(random.uniform(0, places));
    const values = Array.from({ length: places }, (_, place) => [...kinds.map(() => random.normal()), Number(place === at)]);
    const numbers = values[at].slice(0, kinds.length);
    return { at, values, label: kinds[numbers.indexOf(Math.max(...numbers))] };
  });
  return {
    at: rows.map((row) => row.at),
    steps: rows.map(({ values }) => Array.from({ length: channels }, (_, c) => values.map((place) => place[c]))),
    flat: rows.map(({ values }) => values.flat()),
    labels: rows.map((row) => row.label),
  };
}

/** The network that has a weight of its own for each number of each place, into one hidden layer. */
function connectedNetwork() {
  return [
    featureInputLayer(places * channels),
    fullyConnectedLayer(32),
    reluLayer(),
    fullyConnectedLayer(kinds.length),
    softmaxLayer(),
  ];
}

/** The network that asks one question and reads the place that answers it: the query comes from the mean of all places, the keys from each. */
function attendingNetwork(): LayerGraph {
  let lgraph = layerGraph([
    sequenceInputLayer(channels, { name: "places" }),
    globalAveragePooling1dLayer(),
    fullyConnectedLayer(8, { name: "query" }),
    attentionLayer(1, { name: "attention" }),
    fullyConnectedLayer(kinds.length),
    softmaxLayer(),
  ]);
  lgraph = addLayers(lgraph, [fullyConnectedLayer(8, { name: "key" })]);
  lgraph = connectLayers(lgraph, "places", "key");
  lgraph = connectLayers(lgraph, "key", "attention/key");
  return connectLayers(lgraph, "places", "attention/value");
}

/** For each observation, the place that gets the largest weight. */
async function largestWeights(net: Network, steps: number[][][]): Promise<number[]> {
  const shown = replaceLayer(net, "attention", [attentionLayer(1, { hasScoresOutput: true, name: "attention" })]);
  const X = dlarray(steps, "BCT");
  const [weights] = await predict(dlnetwork(shown), X, { outputs: ["attention/scores"] });
  return extractdata(weights, "BCSS").map(([keys]) => {
    const column = keys.flat();
    return column.indexOf(Math.max(...column));
  });
}

/** Trains both on the same observations. Returns their accuracies on others, and how often attention looks mostly at the target. */
export async function movingTarget(count = 1000, maxEpochs = 40) {
  const [train, test] = [movingTargets(count, 1), movingTargets(500, 2)];
  const options = trainingOptions("adam", {
    maxEpochs,
    miniBatchSize: 25,
    initialLearnRate: 0.01,
    shuffle: "every-epoch",
    verbose: false,
  });
  const fixed = await trainnet(train.flat, train.labels, connectedNetwork(), "crossentropy", options);
  const moving = await trainnet(train.steps, train.labels, attendingNetwork(), "crossentropy", options);
  const found = await largestWeights(moving.net, test.steps);
  return {
    connected: accuracy((await classify(fixed.net, test.flat)).labels, test.labels),
    attending: accuracy((await classify(moving.net, test.steps)).labels, test.labels),
    found: found.filter((place, i) => place === test.at[i]).length / found.length,
  };
}

if (process.argv[1] === import.meta.filename) {
  const { connected, attending, found } = await movingTarget();
  console.log(`Which number of the target, at any of ${places} places, is the largest? Test accuracy (guessing: 0.333)`);
  console.log(`  fully connected network  ${connected.toFixed(3)}`);
  console.log(
    `  attention layer          ${attending.toFixed(3)}; its largest weight is at the target in ${(100 * found).toFixed(1)} %`,
  );
}
