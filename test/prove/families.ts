import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Family, LearnedOutput } from "../../examples/families/family.ts";
import { families } from "../../examples/families/index.ts";
import { loadNetwork, saveNetwork } from "../../src/index.ts";
import { type Proof, verdictOf } from "./proof.ts";

const seeds = [1, 2, 3];
const wanted = 0.95;
/** How far a linear model must stay behind. */
const lead = 0.15;

/** One network of each family learns what a linear model cannot. */
export const everyFamily: Proof = {
  name: "families",
  claim:
    `a network of each family reaches ${wanted} at each output on test data with three seeds, ${lead} above logistic regression, ` +
    "and gives the same bits when saved and loaded",
  run: async (say) => {
    const folder = mkdtempSync(join(tmpdir(), "layergraph-families-"));
    const problems: string[] = [];
    try {
      say(row("family", "seed", "output", "accuracy", "linear", "same bits", "seconds", "task"));
      for (const family of families) for (const seed of seeds) problems.push(...(await judged(family, seed, folder, say)));
      return verdictOf(problems);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

async function judged(family: Family, seed: number, folder: string, say: (line: string) => void): Promise<string[]> {
  const began = performance.now();
  const { net, outputs, numbers } = await family.learn({ seed });
  const path = join(folder, "net.onnx");
  await saveNetwork(net, path);
  const [before, after] = [await numbers(net), await numbers(await loadNetwork(path))];
  const same = before.length > 0 && Buffer.from(before.buffer).equals(Buffer.from(after.buffer));
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  for (const { name, accuracy, baseline } of outputs) {
    const figures = [accuracy.toFixed(3), baseline.toFixed(3), same ? "yes" : "NO", seconds];
    say(row(family.name, String(seed), name, ...figures, family.task));
  }
  const where = `${family.name}, seed ${seed}`;
  const problems = outputs.flatMap((output) => shortfalls(output).map((problem) => `${where}, ${output.name}: ${problem}`));
  return [...problems, ...(same ? [] : [`${where}: the loaded network gives other bits`])];
}

function shortfalls({ accuracy, baseline }: LearnedOutput): string[] {
  return [
    ...(accuracy >= wanted ? [] : [`the accuracy ${accuracy} is below ${wanted}`]),
    ...(baseline <= accuracy - lead ? [] : [`logistic regression reaches ${baseline}, the network ${accuracy}`]),
  ];
}

function row(...[family, seed, output, accuracy, linear, same, seconds, task]: readonly string[]): string {
  const columns = [family.padEnd(12), seed.padEnd(4), output.padEnd(7), accuracy.padEnd(8), linear.padEnd(6), same.padEnd(9)];
  return [...columns, seconds.padStart(7), task].join("  ");
}
