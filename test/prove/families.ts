import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Family } from "../../examples/families/family.ts";
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
    `a network of each family reaches ${wanted} on test data with three seeds, ${lead} above logistic regression, ` +
    "and gives the same bits when saved and loaded",
  run: async (say) => {
    const folder = mkdtempSync(join(tmpdir(), "layergraph-families-"));
    const problems: string[] = [];
    try {
      say(row("family", "seed", "accuracy", "linear", "same bits", "seconds", "task"));
      for (const family of families) for (const seed of seeds) problems.push(...(await judged(family, seed, folder, say)));
      return verdictOf(problems);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

async function judged(family: Family, seed: number, folder: string, say: (line: string) => void): Promise<string[]> {
  const began = performance.now();
  const { net, accuracy, baseline, scores } = await family.learn({ seed });
  const path = join(folder, "net.onnx");
  await saveNetwork(net, path);
  const [before, after] = [await scores(net), await scores(await loadNetwork(path))];
  const same = before.length > 0 && Buffer.from(before.buffer).equals(Buffer.from(after.buffer));
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  say(row(family.name, String(seed), accuracy.toFixed(3), baseline.toFixed(3), same ? "yes" : "NO", seconds, family.task));
  const where = `${family.name}, seed ${seed}`;
  return [
    ...(accuracy >= wanted ? [] : [`${where}: the accuracy ${accuracy} is below ${wanted}`]),
    ...(baseline <= accuracy - lead ? [] : [`${where}: logistic regression reaches ${baseline}, the network ${accuracy}`]),
    ...(same ? [] : [`${where}: the loaded network gives other bits`]),
  ];
}

function row(...[family, seed, accuracy, linear, same, seconds, task]: readonly string[]): string {
  return [family.padEnd(18), seed.padEnd(4), accuracy, linear.padEnd(6), same.padEnd(9), seconds.padStart(7), ` ${task}`].join(
    "  ",
  );
}
