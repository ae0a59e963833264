import { analyze, trainingOptions, trainnet } from "../../../src/index.ts";
import { seededNormal } from "../../tcn/seededNormal.ts";
import { translator } from "./network.ts";

/** The textbook's table: 9,000 English and 10,000 French words, sentences of 100 words. */
export const fullSize = { english: 9000, french: 10_000, length: 100 };

/** The arrays of the full-size translator with MATLAB's sizes, and how many numbers it learns. */
export function learnablesAtFullSize(): { arrays: Map<string, readonly number[]>; count: number } {
  const { layers, totals } = analyze(translator(fullSize.english, fullSize.french));
  const arrays = layers.flatMap((layer) => layer.learnables.map(({ name, size }) => [`${layer.name}/${name}`, size] as const));
  return { arrays: new Map(arrays), count: totals.learnables };
}

/** One training step of the full-size translator on sentences of 100 random words: the loss before it, near ln 10,000 for guessing. */
export async function stepAtFullSize(sentences = 2): Promise<{ loss: number; seconds: number }> {
  const random = seededNormal(1);
  const drawn = (words: number) =>
    Array.from({ length: sentences }, () =>
      Array.from({ length: fullSize.length }, () => 1 + Math.floor(random.uniform(0, words))),
    );
  const [english, french] = [fullSize.english, fullSize.french].map((words) => drawn(words).map((row) => [row]));
  const next = drawn(fullSize.french);
  const options = trainingOptions("adam", { maxEpochs: 1, miniBatchSize: sentences, verbose: false });
  const start = performance.now();
  const lgraph = translator(fullSize.english, fullSize.french);
  const { info } = await trainnet({ english, french }, next, lgraph, "index-crossentropy", options);
  return { loss: info.trainingLoss[0], seconds: (performance.now() - start) / 1000 };
}

if (process.argv[1] === import.meta.filename) {
  const { arrays, count } = learnablesAtFullSize();
  for (const [name, size] of arrays) console.log(`${name.padEnd(32)} ${size.join(" × ")}`);
  console.log(`${count.toLocaleString("en")} learnables`);
  const { loss, seconds } = await stepAtFullSize();
  console.log(
    `one training step on 2 sentences of ${fullSize.length} words: loss ${loss.toFixed(3)} (guessing: ${Math.log(fullSize.french).toFixed(3)}), ${seconds.toFixed(0)} s with building`,
  );
}
