import { trainingOptions, trainnet } from "../../../src/index.ts";
import { corpus, type Pair, vocabulary } from "./corpus.ts";
import { type TranslatorSizes, translator } from "./network.ts";
import { edgeWord, type Translation, Translator } from "./translate.ts";

/** How a translator is trained. */
export interface TrainingSettings {
  readonly seed?: number;
  /** Sentences to learn from; as many again as `testCount` are kept apart. */
  readonly trainCount?: number;
  readonly testCount?: number;
  readonly maxEpochs?: number;
  readonly initialLearnRate?: number;
  readonly sizes?: TranslatorSizes;
  readonly verbose?: boolean;
}

/** A trained translator and sentences that it has not seen. */
export interface TrainedTranslator {
  readonly translator: Translator;
  readonly test: readonly Pair[];
}

/** Trains a translator on a generated corpus. "I love you" is not among the sentences that it learns from. */
export async function trainedTranslator(settings: TrainingSettings = {}): Promise<TrainedTranslator> {
  const {
    seed = 0,
    trainCount = 4000,
    testCount = 500,
    maxEpochs = 5,
    initialLearnRate = 0.002,
    verbose = true,
    sizes,
  } = settings;
  const pairs = corpus(trainCount + testCount, 1);
  const [test, train] = [pairs.slice(0, testCount), pairs.slice(testCount)];
  const source = vocabulary(train.map((pair) => pair.english));
  const target = vocabulary(
    pairs.map((pair) => pair.french),
    edgeWord,
    edgeWord,
  );
  const options = trainingOptions("adam", {
    maxEpochs,
    miniBatchSize: 64,
    initialLearnRate,
    learnRateSchedule: "piecewise",
    learnRateDropPeriod: Math.ceil(maxEpochs * 0.6),
    learnRateDropFactor: 0.2,
    gradientThreshold: 1,
    gradientThresholdMethod: "global-l2norm",
    shuffle: "every-epoch",
    l2Regularization: 0,
    seed,
    verbose,
  });
  const english = train.map((pair) => [pair.english.map((word) => source.get(word)!)]);
  const french = train.map((pair) => [[edgeWord, ...pair.french].map((word) => target.get(word)!)]);
  const next = train.map((pair) => [...pair.french, edgeWord].map((word) => target.get(word)!));
  const lgraph = translator(source.size, target.size, sizes);
  const { net } = await trainnet({ english, french }, next, lgraph, "index-crossentropy", options);
  return { translator: new Translator(net, source, [...target.keys()], sizes), test };
}

/** How many sentences are translated exactly, and of the words of those, how many looked mostly at the word that the grammar aligns them with. */
export function judgedTranslations(pairs: readonly Pair[], found: readonly Translation[]): { exact: number; aligned: number } {
  const right = pairs.flatMap((pair, i) => (found[i].words.join(" ") === pair.french.join(" ") ? [{ pair, ...found[i] }] : []));
  const peaks = right.flatMap(({ pair, weights }) =>
    weights.map((row, i) => pair.alignment[i].includes(row.indexOf(Math.max(...row)))),
  );
  return { exact: right.length / pairs.length, aligned: peaks.filter(Boolean).length / peaks.length };
}
