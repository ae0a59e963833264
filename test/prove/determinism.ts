import { rmSync } from "node:fs";
import { join } from "node:path";
import { doneEvent, runCommand } from "./commandLine.ts";
import { type Proof, type Verdict, verdictOf } from "./proof.ts";
import { arraysOfNetwork, differences, numbersIn } from "./sameTraining.ts";
import { type SmallTraining, writeSmallTraining } from "./smallTraining.ts";

/** The same training gives the same network. */
export const determinism: Proof = {
  name: "determinism",
  claim: "the same seed and number of threads give the same bits in fresh processes; another seed gives others",
  run: async (say) => {
    const training = writeSmallTraining("determinism");
    try {
      return await compared(training, say);
    } finally {
      rmSync(training.folder, { recursive: true });
    }
  },
};

async function compared(training: SmallTraining, say: (line: string) => void): Promise<Verdict> {
  const once = await trained(training, "once", []);
  const again = await trained(training, "again", []);
  const single = await trained(training, "single", ["--threads", "1"]);
  const singleAgain = await trained(training, "singleAgain", ["--threads", "1"]);
  const other = await trained(training, "other", ["--seed", "12"]);
  say(`${numbersIn(once)} numbers of each network, ${training.iterations} iterations`);
  const found = [...differences("two threads, twice", once, again), ...differences("one thread, twice", single, singleAgain)];
  say(`twice with two threads, twice with one: ${found.length === 0 ? "the same bits" : "other bits"}`);
  const across = differences("two threads and one", once, single).length;
  say(`two threads and one (not claimed): ${across === 0 ? "the same bits" : `${across} of ${once.size} arrays differ`}`);
  const distinct = differences("another seed", once, other).length;
  say(`another seed: ${distinct} of ${once.size} arrays differ`);
  return verdictOf([...found, ...(distinct > 0 ? [] : ["another seed gives the same network: the comparison sees nothing"])]);
}

/** Later flags win over earlier ones. */
async function trained({ folder, args }: SmallTraining, name: string, more: readonly string[]) {
  const output = join(folder, `${name}.onnx`);
  doneEvent(await runCommand([...args, ...more, "--output", output]));
  return arraysOfNetwork(output);
}
