import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  accuracy,
  addLayers,
  attentionLayer,
  classify,
  connectLayers,
  type DlNetwork,
  dlarray,
  dlnetwork,
  extractdata,
  fullyConnectedLayer,
  indexing1dLayer,
  type LayerGraph,
  layerGraph,
  predict,
  replaceLayer,
  sequenceInputLayer,
  softmaxLayer,
  trainingOptions,
  trainnet,
} from "../../src/index.ts";
import { seededNormal } from "../tcn/seededNormal.ts";
import { animals, type Passage, passages, vocabularyOf } from "./corpus.ts";
import { readWordVectors, type WordVectors, wordVectorText } from "./wordVectors.ts";

const [numbers, width] = [300, 100];

/** Each of four words × 300 asks the others by a head of 100, `softmax(q kᵀ / √100)`; the context of the last word says which word is next. */
export function nextWordNetwork(vocabulary: number): LayerGraph {
  let lgraph = layerGraph([
    sequenceInputLayer(numbers, { name: "words" }),
    fullyConnectedLayer(width, { name: "query" }),
    attentionLayer(1, { name: "attention" }), // its scale is 1/√(channels of a head): 1/√100
    indexing1dLayer("last", { name: "context" }),
    fullyConnectedLayer(vocabulary, { name: "next" }),
    softmaxLayer(),
  ]);
  for (const port of ["key", "value"]) {
    lgraph = addLayers(lgraph, [fullyConnectedLayer(width, { name: port })]);
    lgraph = connectLayers(connectLayers(lgraph, "words", port), port, `attention/${port}`);
  }
  return lgraph;
}

/** A file with a random vector of 300 numbers for each word, as good as any where words are only to be told apart. */
export function writeRandomVectors(words: readonly string[], path: string): void {
  const random = seededNormal(5);
  const vector = () => Array.from({ length: numbers }, () => Number((0.3 * random.normal()).toFixed(4)));
  writeFileSync(path, wordVectorText(new Map(words.map((word) => [word, vector()]))));
}

/** The words of a passage as a sequence, 300 × 4. */
function sequence({ words }: Passage, vectors: WordVectors): number[][] {
  return Array.from({ length: numbers }, (_, i) => words.map((word) => vectors.get(word)![i]));
}

/** How often the word that mostly followed the last word in training is right: what can be said without attention. */
function bigrams(train: readonly Passage[], test: readonly Passage[]): number {
  const counts = new Map<string, Map<string, number>>();
  for (const { words, next } of train) {
    const after = counts.get(words[3]) ?? new Map<string, number>();
    counts.set(words[3], after.set(next, (after.get(next) ?? 0) + 1));
  }
  const likeliest = (word: string) => [...(counts.get(word) ?? [])].sort((a, b) => b[1] - a[1])[0]?.[0];
  return test.filter(({ words, next }) => likeliest(words[3]) === next).length / test.length;
}

/** The weights of the words of passages: rows for the words that ask, columns for those that are asked. */
export async function attentionOf(net: DlNetwork, given: readonly Passage[], vectors: WordVectors): Promise<number[][][]> {
  const shown = replaceLayer(net, "attention", [attentionLayer(1, { hasScoresOutput: true, name: "attention" })]);
  const X = dlarray(
    given.map((passage) => sequence(passage, vectors)),
    "BCT",
  );
  const [weights] = await predict(dlnetwork(shown), X, { outputs: ["attention/scores"] });
  return extractdata(weights, "BCSS").map(([keys]) => keys.map((_, query) => keys.map((row) => row[query])));
}

/** In how many passages the last word, the verb, looks more at the animal than at either of the other two words. */
export function heedingShare(given: readonly Passage[], weights: readonly number[][][]): number {
  const heeding = given.filter(({ words }, i) => {
    const others = weights[i][3].slice(0, 3);
    return animals.includes(words[others.indexOf(Math.max(...others))]);
  });
  return heeding.length / given.length;
}

/** Trains on most passages of the corpus, with the vectors of a file. Returns the accuracy on the others beside that of bigrams, and the network. */
export async function nextWord(path: string, { maxEpochs = 12, trainCount = 1200 } = {}) {
  const vectors = readWordVectors(path);
  const all = passages(1);
  const [train, test] = [all.slice(0, trainCount), all.slice(-400)];
  const options = trainingOptions("adam", {
    maxEpochs,
    miniBatchSize: 32,
    initialLearnRate: 0.002,
    l2Regularization: 0.01, // large values would let small weights do
    shuffle: "every-epoch",
    verbose: false,
  });
  const following = train.map(({ next }) => next);
  const { net } = await trainnet(
    train.map((passage) => sequence(passage, vectors)),
    following,
    nextWordNetwork(new Set(following).size),
    "crossentropy",
    options,
  );
  const { labels } = await classify(
    net,
    test.map((passage) => sequence(passage, vectors)),
  );
  const reached = accuracy(
    labels,
    test.map(({ next }) => next),
  );
  return { net, vectors, test, reached, baseline: bigrams(train, test) };
}

if (process.argv[1] === import.meta.filename) {
  const folder = mkdtempSync(join(tmpdir(), "layergraph-words-"));
  const path = process.argv[2] ?? join(folder, "words.txt");
  if (process.argv[2] === undefined) writeRandomVectors(vocabularyOf(passages(1)), path);
  const { net, vectors, test, reached, baseline } = await nextWord(path);
  rmSync(folder, { recursive: true });
  console.log(`Word vectors: ${vectors.size} words × ${numbers}. Accuracy of the next word in ${test.length} unseen passages:`);
  console.log(`  self-attention ${reached.toFixed(3)}, the word that mostly follows the last one ${baseline.toFixed(3)}`);
  const weights = await attentionOf(net, test, vectors);
  console.log(
    `Of the words before it, the verb looks mostly at the animal in ${(100 * heedingShare(test, weights)).toFixed(1)} % of them`,
  );
  console.log(`What each word of "${test[0].words.join(" ")}" (${test[0].next}) looks at:`);
  for (const [i, row] of weights[0].entries())
    console.log(`  ${test[0].words[i].padEnd(10)} ${row.map((w) => w.toFixed(2)).join("  ")}`);
}
