import {
  accuracy,
  classify,
  type GivenPredictors,
  type Layer,
  type LayerGraph,
  type Network,
  type OutputClassification,
  type OutputLossInput,
  type OutputPrediction,
  predict,
  type Sequence,
  trainingOptions,
  trainnet,
} from "../../src/index.ts";
import { fitLogisticRegression } from "../tcn/logisticRegression.ts";
import type { Family, Learned, LearnedOutput, LearningSettings } from "./family.ts";

/** Questions with their answers. */
export interface Examples {
  /** What the network is given: a list of observations, or one for each of its inputs by their names. */
  readonly predictors: GivenPredictors;
  /** What each output should answer, by its name: labels, for each observation or each of its time steps, or whole numbers. */
  readonly answers: Readonly<Record<string, Answers>>;
  /** What logistic regression is given for each answer: the same numbers as one vector. */
  readonly features: readonly number[][];
}

/** The answers of one output. */
export type Answers = readonly string[] | readonly (readonly string[])[] | readonly number[];

/** A task, and a network that learns it. */
export interface Task {
  readonly name: string;
  readonly task: string;
  /** So many examples; the same seed gives the same. */
  readonly examples: (count: number, seed: number) => Examples;
  /** A network whose outputs have the names of the answers. */
  readonly layers: () => LayerGraph | readonly Layer[];
  /** What each output is trained by; cross-entropy by default. */
  readonly losses?: Readonly<Record<string, OutputLossInput>>;
  readonly options: { readonly maxEpochs: number; readonly miniBatchSize: number; readonly initialLearnRate: number };
  /** Examples to learn from; 600 by default. */
  readonly trainCount?: number;
}

const testCount = 300;
/** Of logistic regression: enough that it does not learn single examples by heart. */
const weightDecay = 0.03;

/** A family from its task and its network. */
export function taskFamily({ name, task, examples, layers, losses = {}, options, trainCount = 600 }: Task): Family {
  async function learn({ seed, share = 1 }: LearningSettings): Promise<Learned> {
    const training = examples(Math.ceil(share * trainCount), seed);
    const test = examples(Math.ceil(share * testCount), seed + 1_000_000);
    const settings = { ...options, maxEpochs: Math.ceil(share * options.maxEpochs), seed, verbose: false } as const;
    const adam = trainingOptions("adam", { ...settings, shuffle: "every-epoch" });
    const loss = Object.fromEntries(Object.keys(training.answers).map((output) => [output, losses[output] ?? "crossentropy"]));
    const { net } = await trainnet(training.predictors, training.answers, layers(), loss, adam);
    return {
      net,
      outputs: await judged(net, training, test),
      numbers: async (network) => {
        const given = byName(Object.keys(test.answers), await predict(network, test.predictors));
        return Float32Array.from(Object.values(given).flatMap(valuesOf));
      },
    };
  }
  return { name, task, learn };
}

async function judged(net: Network, training: Examples, test: Examples): Promise<LearnedOutput[]> {
  const given = await givenAnswers(net, test);
  return Object.keys(test.answers).map((name) => {
    const linear = fitLogisticRegression(training.features, texts(training.answers[name]), weightDecay);
    const right = texts(test.answers[name]);
    return {
      name,
      accuracy: accuracy(given[name], right),
      baseline: accuracy(test.features.map(linear.predict), right),
    };
  });
}

/** What each output of a network answers: its labels, or its numbers as the nearest whole ones. */
async function givenAnswers(net: Network, { predictors, answers }: Examples): Promise<Record<string, string[]>> {
  const names = Object.keys(answers);
  const numbers = byName(names, await predict(net, predictors));
  const classes: Partial<Record<string, OutputClassification>> = byName(names, await classify(net, predictors));
  const texts = (name: string): string[] =>
    classes[name]?.labels.flat() ?? valuesOf(numbers[name]).map((value) => String(Math.round(value)));
  return Object.fromEntries(names.map((name) => [name, texts(name)]));
}

/** What a network gives, by the names of its outputs, also where there is one alone. */
function byName<Given>(names: readonly string[], given: Given & { readonly outputs?: Readonly<Record<string, Given>> }) {
  return given.outputs ?? { [names[0]]: given };
}

function valuesOf({ values }: OutputPrediction): number[] {
  return values.flatMap((value: Float32Array | { readonly data: Float32Array }) => [...("data" in value ? value.data : value)]);
}

function texts(answers: Answers): string[] {
  return answers.flat().map(String);
}

/** A sequence as one vector, zeros after its end. */
export function flattened({ data, size: [channels, time] }: Sequence, length: number): number[] {
  return Array.from({ length: channels * length }, (_, at) => {
    const [channel, step] = [Math.floor(at / length), at % length];
    return step < time ? data[channel * time + step] : 0;
  });
}
