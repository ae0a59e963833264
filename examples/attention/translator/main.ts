import { corpus } from "./corpus.ts";
import { judgedTranslations, trainedTranslator } from "./train.ts";
import type { Translation } from "./translate.ts";

/** The weights of a translation as a table: a row for each word, a column for each word of the source. */
export function printedWeights(source: readonly string[], { words, weights }: Translation): string {
  const cell = (text: string): string => text.padStart(8);
  const rows = words.map((word, i) => cell(word) + weights[i].map((w) => cell(w.toFixed(2))).join(""));
  return [cell("") + source.map(cell).join(""), ...rows].join("\n");
}

if (process.argv[1] === import.meta.filename) {
  const { translator, test } = await trainedTranslator({ seed: Number(process.argv[2] ?? 0) });
  const sentences = test.map(({ english }) => english);
  for (const [name, beam] of [
    ["greedy", 1],
    ["beam of 3", 3],
  ] as const) {
    const found = await translator.translate(sentences, { beam });
    const { exact, aligned } = judgedTranslations(test, found);
    const figures = `${(100 * exact).toFixed(1)} % exact, ${(100 * aligned).toFixed(1)} % of their words look at the right word`;
    console.log(`${test.length} unseen sentences, ${name}: ${figures}`);
  }
  const [example] = corpus(1, 0);
  const [translation] = await translator.translate([example.english]);
  console.log(`${example.english.join(" ")}: ${translation.words.join(" ")}`);
  console.log(printedWeights(example.english, translation));
}
