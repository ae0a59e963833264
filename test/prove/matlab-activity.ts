import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { realFile } from "../data/realFiles.ts";
import { runCommand } from "./commandLine.ts";
import { type Proof, verdictOf } from "./proof.ts";

const wanted = 0.98;
const files = ["HumanActivityTrain.mat", "HumanActivityTest.mat"].map(realFile);

/** A MATLAB script run from beginning to end, its own layer class included. */
export const matlabActivity: Proof = {
  name: "matlab-activity",
  claim: `examples/matlab/humanActivity.m, run as it stands, prints an accuracy of at least ${wanted}`,
  run: async (say) => {
    const absent = files.find(({ present }) => !present);
    if (absent) return { kind: "skipped", reason: `there is no ${absent.path} (LAYERGRAPH_DATA names the folder)` };
    const folder = mkdtempSync(join(tmpdir(), "layergraph-script-"));
    try {
      const run = await runCommand(["run", "examples/matlab/humanActivity.m", "--data", dirname(files[0].path), "-o", folder]);
      const accuracy = Number(/accuracy =\s+([\d.]+)/.exec(run.printed.join("\n"))?.[1]);
      say(`accuracy ${accuracy} in ${run.seconds.toFixed(0)} s; it drew ${readdirSync(folder).join(", ")}`);
      return verdictOf([
        ...(run.status === 0 ? [] : [`the command ended with ${run.status}: ${run.errors.slice(-500)}`]),
        ...(accuracy >= wanted ? [] : [`the accuracy ${accuracy} is below ${wanted}`]),
        ...(readdirSync(folder).some((name) => name.endsWith(".svg")) ? [] : ["the confusion chart is missing"]),
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};
