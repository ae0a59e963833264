import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realFile } from "../data/realFiles.ts";
import { doneEvent, runCommand } from "./commandLine.ts";
import { type Proof, verdictOf } from "./proof.ts";

const wanted = 0.98;
const epochs = 60;
const [train, test] = [realFile("HumanActivityTrain.mat"), realFile("HumanActivityTest.mat")];

/** MATLAB's example of the network, on its real data. */
export const humanActivity: Proof = {
  name: "human-activity",
  claim: `the network reaches ${wanted} on the test recordings of human activities after 60 epochs`,
  run: async (say) => {
    const absent = [train, test].find(({ present }) => !present);
    if (absent) return { kind: "skipped", reason: `there is no ${absent.path} (LAYERGRAPH_DATA names the folder)` };
    const folder = mkdtempSync(join(tmpdir(), "layergraph-activity-"));
    try {
      const run = await runCommand([
        ...["train", "examples/human-activity/network.json", "--json", "--data", train.path, "--test-data", test.path],
        ...["--solver", "adam", "--max-epochs", String(epochs), "--mini-batch-size", "1"],
        ...["--learn-rate-schedule", "piecewise", "--learn-rate-drop-period", "40", "--output", join(folder, "har.onnx")],
      ]);
      const { testAccuracy, iterations } = doneEvent(run) as unknown as { testAccuracy: number; iterations: number };
      say(`${epochs} epochs, ${iterations} iterations in ${run.seconds.toFixed(1)} s: test accuracy ${testAccuracy.toFixed(4)}`);
      return verdictOf(testAccuracy >= wanted ? [] : [`the test accuracy ${testAccuracy} is below ${wanted}`]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};
