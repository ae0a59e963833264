import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realFile } from "../data/realFiles.ts";
import { doneEvent, runCommand } from "./commandLine.ts";
import { type Proof, type Verdict, verdictOf } from "./proof.ts";

const seeds = [0, 1, 2, 3, 4];
const wanted = 0.965;
const [train, test] = [realFile("JapaneseVowels_TRAIN.ts"), realFile("JapaneseVowels_TEST.ts")];

/** Nine speakers told apart by how they say a vowel. */
export const japaneseVowels: Proof = {
  name: "japanese-vowels",
  claim: `the network reaches ${wanted} on the test recordings of the Japanese vowels, as the mean of five seeds`,
  run: async (say) => {
    const absent = [train, test].find(({ present }) => !present);
    if (absent) return { kind: "skipped", reason: `there is no ${absent.path} (LAYERGRAPH_DATA names the folder)` };
    const folder = mkdtempSync(join(tmpdir(), "layergraph-vowels-"));
    try {
      return await judged(folder, say);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

async function judged(folder: string, say: (line: string) => void): Promise<Verdict> {
  const problems: string[] = [];
  const accuracies: number[] = [];
  for (const seed of seeds) {
    const output = join(folder, `${seed}.onnx`);
    const run = await runCommand([
      ...["train", "examples/japanese-vowels/network.json", "--options", "examples/japanese-vowels/options.json", "--json"],
      ...["--data", train.path, "--test-data", test.path, "--seed", String(seed), "--output", output],
    ]);
    const accuracy = doneEvent(run).testAccuracy as number;
    accuracies.push(accuracy);
    const again = await rejudged(folder, output);
    say(
      `seed ${seed}: test accuracy ${accuracy.toFixed(4)} (${run.seconds.toFixed(1)} s); evaluate ${again.evaluated.toFixed(4)}`,
    );
    if (again.evaluated !== accuracy) problems.push(`seed ${seed}: evaluate gives ${again.evaluated}, train gave ${accuracy}`);
    if (Math.abs(again.predicted - accuracy) > 1e-12)
      problems.push(`seed ${seed}: predict gives ${again.predicted}, train gave ${accuracy}`);
  }
  const mean = accuracies.reduce((a, b) => a + b) / accuracies.length;
  say(`mean ${mean.toFixed(4)}, wanted at least ${wanted}`);
  return verdictOf([...problems, ...(mean >= wanted ? [] : [`the mean accuracy ${mean} is below ${wanted}`])]);
}

/** The accuracies that `evaluate` and the labels of `predict` give in new processes. */
async function rejudged(folder: string, net: string): Promise<{ evaluated: number; predicted: number }> {
  const evaluated = doneEvent(await runCommand(["evaluate", net, "--data", test.path, "--json"])).accuracy as number;
  const file = join(folder, "predictions.json");
  const { status, errors } = await runCommand(["predict", net, "--data", test.path, "-o", file]);
  if (status !== 0) throw new Error(`predict ended with status ${status}: ${errors}`);
  const { predictions } = JSON.parse(readFileSync(file, "utf8")) as { predictions: { label: string }[] };
  const answers = trueLabels();
  return { evaluated, predicted: predictions.filter(({ label }, i) => label === answers[i]).length / answers.length };
}

/** The last field of each line of data, read without the reader that is judged. */
function trueLabels(): string[] {
  const lines = readFileSync(test.path, "utf8").split(/\r?\n/);
  const data = lines.slice(lines.findIndex((line) => line.trim().toLowerCase() === "@data") + 1);
  return data.filter((line) => line.trim() !== "").map((line) => line.trim().split(":").at(-1)!);
}
