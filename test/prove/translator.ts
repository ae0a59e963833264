import { learnablesAtFullSize, stepAtFullSize } from "../../examples/attention/translator/fullSize.ts";
import { printedWeights } from "../../examples/attention/translator/main.ts";
import { judgedTranslations, trainedTranslator } from "../../examples/attention/translator/train.ts";
import { type Proof, verdictOf } from "./proof.ts";

const seeds = [0, 1, 2];
const wanted = { exact: 0.95, aligned: 0.9, minutes: 10 };

/** The translator translates sentences that it has not seen, and looks at the words that it translates. */
export const translation: Proof = {
  name: "translator",
  claim:
    `with three seeds, trained within ${wanted.minutes} minutes, it translates ${100 * wanted.exact} % of unseen sentences exactly and ` +
    `looks at the right word for ${100 * wanted.aligned} % of their words; the full-size one takes a training step`,
  run: async (say) => {
    const problems: string[] = [];
    for (const seed of seeds) problems.push(...(await trained(seed, say)));
    const { loss, seconds } = await stepAtFullSize();
    const { count } = learnablesAtFullSize();
    say(`full size: ${count.toLocaleString("en")} learnables, one step in ${seconds.toFixed(0)} s, loss ${loss.toFixed(3)}`);
    if (Math.abs(loss - Math.log(10_000)) > 0.2)
      problems.push(`the first loss at full size is ${loss}, expected about ln 10,000`);
    return verdictOf(problems);
  },
};

async function trained(seed: number, say: (line: string) => void): Promise<string[]> {
  const began = performance.now();
  const { translator, test } = await trainedTranslator({ seed, verbose: false });
  const minutes = (performance.now() - began) / 60_000;
  const sentences = test.map(({ english }) => english);
  const found = await translator.translate(sentences);
  const { exact, aligned } = judgedTranslations(test, found);
  const beam = judgedTranslations(test, await translator.translate(sentences, { beam: 3 }));
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  say(
    `seed ${seed}: trained in ${minutes.toFixed(1)} minutes; ${percent(exact)} exact (beam of 3: ${percent(beam.exact)}), ${percent(aligned)} aligned`,
  );
  for (const line of printedWeights(sentences[0], found[0]).split("\n")) say(`  ${line}`);
  return [
    ...(exact >= wanted.exact ? [] : [`seed ${seed}: ${exact} of the sentences are exact`]),
    ...(beam.exact >= wanted.exact ? [] : [`seed ${seed}: with a beam ${beam.exact} of the sentences are exact`]),
    ...(aligned >= wanted.aligned ? [] : [`seed ${seed}: ${aligned} of the words look at the right word`]),
    ...(minutes <= wanted.minutes ? [] : [`seed ${seed}: training took ${minutes} minutes`]),
    ...(found[0].words.join(" ") === "je t' aime" ? [] : [`seed ${seed}: I love you became ${found[0].words.join(" ")}`]),
  ];
}
