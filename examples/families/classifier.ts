import {
  accuracy,
  classify,
  type Layer,
  type LayerGraph,
  type Sequence,
  trainingOptions,
  trainNetwork,
} from "../../src/index.ts";
import { fitLogisticRegression } from "../tcn/logisticRegression.ts";
import type { Family, Learned, LearningSettings } from "./family.ts";

/** Sequences and a label for each, or for each of its time steps. */
export interface Examples {
  readonly sequences: readonly Sequence[];
  readonly labels: readonly string[] | readonly (readonly string[])[];
}

/** A family whose networks put sequences, or their time steps, into classes. */
export interface Classifier {
  readonly name: string;
  readonly task: string;
  /** So many examples; the same seed gives the same. */
  readonly examples: (count: number, seed: number) => Examples;
  readonly layers: () => LayerGraph | readonly Layer[];
  readonly options: { readonly maxEpochs: number; readonly miniBatchSize: number; readonly initialLearnRate: number };
  /** Examples to learn from; 600 by default. */
  readonly trainCount?: number;
  /** What logistic regression is given for each label of a sequence. */
  readonly features: (sequence: Sequence) => readonly number[][];
}

const testCount = 300;
/** Of logistic regression: enough that it does not learn single examples by heart. */
const weightDecay = 0.03;

/** A family from its task and its network. */
export function classifier({ name, task, examples, layers, options, features, trainCount = 600 }: Classifier): Family {
  async function learn({ seed, share = 1 }: LearningSettings): Promise<Learned> {
    const training = examples(Math.ceil(share * trainCount), seed);
    const test = examples(Math.ceil(share * testCount), seed + 1_000_000);
    const settings = { ...options, maxEpochs: Math.ceil(share * options.maxEpochs), seed, verbose: false } as const;
    const adam = trainingOptions("adam", { ...settings, shuffle: "every-epoch" });
    const { net } = await trainNetwork(training.sequences, training.labels, layers(), adam);
    const { labels } = await classify(net, test.sequences);
    const linear = fitLogisticRegression(training.sequences.flatMap(features), training.labels.flat(), weightDecay);
    return {
      net,
      accuracy: accuracy(labels.flat(), test.labels.flat()),
      baseline: accuracy(test.sequences.flatMap(features).map(linear.predict), test.labels.flat()),
      scores: async (network) => joined((await classify(network, test.sequences)).scores),
    };
  }
  return { name, task, learn };
}

/** A sequence as one vector, zeros after its end. */
export function flattened({ data, size: [channels, time] }: Sequence, length: number): number[] {
  return Array.from({ length: channels * length }, (_, at) => {
    const [channel, step] = [Math.floor(at / length), at % length];
    return step < time ? data[channel * time + step] : 0;
  });
}

function joined(scores: readonly (Float32Array | { readonly data: Float32Array })[]): Float32Array {
  return Float32Array.from(scores.flatMap((each) => [...("length" in each ? each : each.data)]));
}
