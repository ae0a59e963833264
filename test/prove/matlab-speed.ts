import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readMat } from "../../src/data/mat.ts";
import { writeMat } from "../../src/data/matWrite.ts";
import { randomStream } from "../../src/random.ts";
import { runCommand } from "./commandLine.ts";
import { longScript } from "./longScript.ts";
import { type Proof, verdictOf } from "./proof.ts";

const lines = 2000;
const megabytes = 100;
const mostSeconds = 2;
const times = 3;

/** What people wait for: a long script, a large file. */
export const matlabSpeed: Proof = {
  name: "matlab-speed",
  claim: `a script of ${lines} lines is ported, and a MAT-file of ${megabytes} MB read, in under ${mostSeconds} s each`,
  run: async (say) => {
    const folder = mkdtempSync(join(tmpdir(), "layergraph-matlab-"));
    try {
      const seconds = {
        [`port ${lines} lines to TypeScript, the command as a whole`]: await median(() => ported(folder, "net.ts")),
        [`port ${lines} lines to JSON, the command as a whole`]: await median(() => ported(folder, "net.json")),
        [`read ${megabytes} MB, not compressed`]: await median(reading(folder, false)),
        [`read ${megabytes} MB, compressed`]: await median(reading(folder, true)),
      };
      for (const [what, took] of Object.entries(seconds)) say(`${what}: ${took.toFixed(2)} s, median of ${times}`);
      const slow = Object.entries(seconds).filter(([, took]) => took > mostSeconds);
      return verdictOf(slow.map(([what, took]) => `${what} takes ${took.toFixed(2)} s`));
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

async function median(measure: () => number | Promise<number>): Promise<number> {
  const all: number[] = [];
  for (let i = 0; i < times; i++) all.push(await measure());
  return all.sort((a, b) => a - b)[Math.floor(times / 2)];
}

async function ported(folder: string, output: string): Promise<number> {
  const script = join(folder, "long.m");
  writeFileSync(script, longScript(lines));
  const run = await runCommand(["port", script, "-o", join(folder, output)]);
  if (run.status !== 0) throw new Error(`port ended with ${run.status}: ${run.errors.slice(-500)}`);
  return run.seconds;
}

/** Seconds to read a file of single numbers that do not compress well. */
function reading(folder: string, compressed: boolean): () => number {
  const path = join(folder, compressed ? "compressed.mat" : "plain.mat");
  const data = new Float32Array((megabytes * 1e6) / 4);
  randomStream(1, "numbers").fillUniform(data);
  const value = { kind: "numeric", class: "single", size: [data.length / 1000, 1000], data } as const;
  writeFileSync(path, writeMat(new Map([["X", value]]), { compressed }));
  return () => {
    const began = performance.now();
    const read = readMat(new Uint8Array(readFileSync(path))).get("X");
    if (read?.kind !== "numeric" || Number(read.data.at(-1)) !== data[data.length - 1])
      throw new Error("the numbers are not those written");
    return (performance.now() - began) / 1000;
  };
}
