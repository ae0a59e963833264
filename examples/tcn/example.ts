import {
  accuracy,
  classify,
  confusionMatrix,
  type DataSet,
  type Network,
  printConfusionMatrix,
  progressReporter,
  saveNetwork,
  train,
  trainingOptions,
} from "../../src/index.ts";
import { fitLogisticRegression, meansAndDeviations } from "./logisticRegression.ts";
import { activities } from "./motions.ts";
import { tcnWithAttention } from "./network.ts";
import { type Recordings, recordings } from "./recordings.ts";

/** How large the example is. */
export interface ExampleSettings {
  trainCount: number;
  testCount: number;
  numFilters: number;
  maxEpochs: number;
  /** Where the trained network is saved. */
  output: string;
}

/** Recordings, a network, a training, a verdict, a file: what it does goes to `say`, line by line. Returns the test accuracy. */
export async function runExample(settings: ExampleSettings, say: (line: string) => void): Promise<number> {
  const { trainCount, testCount, output } = settings;
  const training = recordings({ count: trainCount, seed: 1 });
  const test = recordings({ count: testCount, seed: 2 });
  say(
    `Simulated accelerometer recordings of ${activities.join(", ")}: ${trainCount} to learn from, ${testCount} to be tested on.`,
  );

  const net = await trained(training, settings, say);
  const { labels } = await classify(net, test.sequences);
  say(`\n${printConfusionMatrix(confusionMatrix(test.labels, labels))}\n`);
  const model = fitLogisticRegression(training.sequences.map(meansAndDeviations), training.labels);
  const baseline = test.sequences.map((sequence) => model.predict(meansAndDeviations(sequence)));
  say(`Logistic regression on means and standard deviations: ${accuracy(baseline, test.labels).toFixed(3)}`);
  say(`Test accuracy: ${accuracy(labels, test.labels).toFixed(3)}`);

  await saveNetwork(net, output);
  say(`The network is in ${output}.`);
  return accuracy(labels, test.labels);
}

/** The attention network, trained: the table goes to `say`, a bar to the terminal. */
async function trained(training: Recordings, settings: ExampleSettings, say: (line: string) => void): Promise<Network> {
  const { numFilters, maxEpochs } = settings;
  const lgraph = tcnWithAttention({ numFeatures: 3, numFilters, classes: activities });
  say(
    `A temporal convolutional network with attention: ${lgraph.layers.length} layers, ${lgraph.connections.length} connections.`,
  );

  const miniBatchSize = 16;
  const options = trainingOptions("adam", {
    maxEpochs,
    miniBatchSize,
    initialLearnRate: 0.003,
    learnRateSchedule: "piecewise",
    learnRateDropPeriod: Math.ceil(0.7 * maxEpochs),
    shuffle: "every-epoch",
    seed: 1,
    verboseFrequency: 25,
  });
  const progress = progressReporter({
    writer: process.stderr,
    total: maxEpochs * Math.floor(training.labels.length / miniBatchSize),
  });
  const { net } = await train({
    data: dataSet(training),
    layers: lgraph,
    options,
    onIteration: ({ iteration, loss }) => progress.update(iteration, loss),
    print: (line) => {
      progress.clear();
      say(line);
    },
  });
  progress.finish();
  return net;
}

/** The recordings as `train` takes data. */
function dataSet({ sequences, labels }: Recordings): DataSet {
  const codes = Int32Array.from(labels, (label) => (activities as readonly string[]).indexOf(label));
  return { kind: "sequences", predictors: sequences, responses: { kind: "labels", classes: activities, codes } };
}
