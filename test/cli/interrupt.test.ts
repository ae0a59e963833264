import type { ChildProcess } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { eventsOf, layergraph, temporaryFolder } from "./commandLine.ts";
import { graphFile, rampLayers, writeRamps } from "./tinyData.ts";

const folder = temporaryFolder();
const csv = ["--sequence-id", "id", "--responses", "label"];
const training = ["train", "ramps.json", "--data", "train.csv", ...csv, "--solver", "adam", "--mini-batch-size", "4"];
const endless = [...training, "--max-epochs", "1000000", "--verbose-frequency", "10"];

beforeAll(() => {
  writeRamps(folder, "train", 12);
  writeFileSync(join(folder, "ramps.json"), graphFile(rampLayers()));
  writeFileSync(join(folder, "slow.json"), graphFile(rampLayers({ filters: 1024 })));
});

/** Does something once, when the output first shows a text. */
function once(text: RegExp, act: (child: ChildProcess) => void): (stdout: string, child: ChildProcess) => void {
  let done = false;
  return (stdout, child) => {
    if (done || !text.test(stdout)) return;
    done = true;
    act(child);
  };
}

const run = (args: readonly string[], onOutput?: (stdout: string, child: ChildProcess) => void) =>
  layergraph(args, { cwd: folder, onOutput });

describe("interrupting a training", () => {
  it.each(["SIGINT", "SIGTERM"] as const)(
    "on %s saves a usable network, says so in the last event, and exits with 130",
    async (signal) => {
      const output = `${signal}.onnx`;
      const interrupt = once(/"iteration":10,/, (child) => child.kill(signal));
      const { status, stdout } = await run([...endless, "-o", output, "--json"], interrupt);
      expect(status).toBe(130);
      const done = eventsOf(stdout).at(-1)!;
      expect(done).toMatchObject({ event: "done", interrupted: true, output, stopReason: "stopped" });
      expect(done.iterations).toBeGreaterThanOrEqual(10);
      const judged = await run(["evaluate", output, "--data", "train.csv", ...csv, "--json"]);
      expect(judged.status).toBe(0);
      expect(eventsOf(judged.stdout).at(-1)).toMatchObject({ event: "done", loss: expect.any(Number) });
    },
  );

  it("tells a person where the network is, on standard error", async () => {
    const interrupt = once(/\| +10 \|/, (child) => child.kill("SIGINT"));
    const { status, stdout, stderr } = await run([...endless, "-o", "person.onnx"], interrupt);
    expect(status).toBe(130);
    expect(stdout).toContain("Training finished: Stopped manually.");
    expect(stderr).toContain("Stopping after this iteration; interrupt again to stop at once.\n");
    expect(stderr).toMatch(/Interrupted after iteration \d+; the network as it was then is saved to person\.onnx\n$/);
  });

  it("ends at once on the second signal, and saves nothing", async () => {
    const twice = once(/"iteration":1,/, (child) => {
      child.kill("SIGINT");
      child.kill("SIGTERM");
    });
    const slow = endless.map((arg) => (arg === "ramps.json" ? "slow.json" : arg));
    const { status, stdout } = await run([...slow, "-o", "twice.onnx", "--json"], twice);
    expect(status).toBe(130);
    expect(eventsOf(stdout).at(-1)!.event).toBe("iteration");
    expect(existsSync(join(folder, "twice.onnx"))).toBe(false);
  });
});

describe("resuming a training", () => {
  const long = [...training, "--max-epochs", "100", "--checkpoint-frequency", "20", "--checkpoint-frequency-unit", "iteration"];

  it("that was killed gives the same file as one that ran through, byte for byte", async () => {
    const killed = once(/"event":"checkpoint".*"iteration":60}/, (child) => child.kill("SIGKILL"));
    const [through, first] = await Promise.all([
      run([...long, "-o", "through.onnx", "--json"]),
      run([...long, "--checkpoint-path", "checkpoints", "-o", "resumed.onnx", "--json"], killed),
    ]);
    expect([through.status, first.status]).toEqual([0, 137]);
    expect(existsSync(join(folder, "resumed.onnx"))).toBe(false);
    const second = await run([...long, "--checkpoint-path", "checkpoints", "--resume", "-o", "resumed.onnx", "--json"]);
    expect(second.status).toBe(0);
    const iterations = eventsOf(second.stdout).flatMap(({ event, iteration }) => (event === "iteration" ? [iteration] : []));
    expect(iterations[0]).toBeGreaterThan(60);
    expect(readFileSync(join(folder, "resumed.onnx")).equals(readFileSync(join(folder, "through.onnx")))).toBe(true);
  });

  it("that never wrote a checkpoint begins anew", async () => {
    const { status, stdout } = await run([
      ...training,
      "--max-epochs",
      "1",
      "--checkpoint-path",
      "none yet",
      "--resume",
      "-o",
      "new.onnx",
      "--json",
    ]);
    expect(status).toBe(0);
    expect(eventsOf(stdout)[1]).toMatchObject({ event: "checkpoint", iteration: 0 });
  });

  it("refuses a checkpoint of other data by name", async () => {
    writeRamps(folder, "other", 10);
    const checkpoints = ["--checkpoint-path", "others"];
    await run([...training, "--max-epochs", "1", ...checkpoints, "-o", "first.onnx"]);
    const other = training.map((arg) => (arg === "train.csv" ? "other.csv" : arg));
    const { status, stderr } = await run([...other, "--max-epochs", "2", ...checkpoints, "--resume", "-o", "second.onnx"]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^error: checkpoint 'others.*' cannot be resumed: it was made with other data\./m);
  });
});
