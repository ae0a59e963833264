import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { eventsOf, layergraph, temporaryFolder } from "./commandLine.ts";
import { graphFile, pointLayers, rampLayers, writePoints, writeRamps } from "./tinyData.ts";

const folder = temporaryFolder();
const run = (...args: string[]) => layergraph(args, { cwd: folder });
const csv = ["--sequence-id", "id", "--responses", "label"];
const quick = ["--solver", "adam", "--max-epochs", "20", "--mini-batch-size", "4", "--initial-learn-rate", "0.05"];

beforeAll(() => {
  writeRamps(folder, "train", 12);
  writeRamps(folder, "test", 8);
  writePoints(folder, "points.csv", 20);
  writeFileSync(join(folder, "ramps.json"), graphFile(rampLayers()));
  writeFileSync(join(folder, "points.json"), graphFile(pointLayers));
  writeFileSync(
    join(folder, "options.json"),
    JSON.stringify({ solver: "adam", maxEpochs: 1, miniBatchSize: 4, initialLearnRate: 0.05 }),
  );
});

describe("layergraph train", () => {
  it("prints the table and the results on standard output, and saves the network in a folder that it makes", async () => {
    const { status, stdout, stderr } = await run(
      ...["train", "ramps.json", "--data", "train.csv", "--test-data", "test.csv", ...csv, ...quick, "-o", "out/net.onnx"],
    );
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Training on single CPU\.\nInitializing input data normalization\.\n\|=+\|\n/);
    expect(stdout).toMatch(
      /Training finished: Max epochs completed\.\nNetwork saved to out\/net\.onnx\nTest accuracy: 1\.0000\n/,
    );
    expect(stderr).toMatch(/^Training: 1\/60/);
    expect(readdirSync(join(folder, "out"))).toEqual(["net.onnx"]);
  });

  it("tells everything as JSON lines with --json, the last one done, and keeps standard output for them", async () => {
    const { status, stdout, stderr } = await run(
      ...["train", "ramps.json", "--data", "train.csv", "--test-data", "test.csv", "--validation-data", "test.csv", ...csv],
      ...[
        ...quick,
        "--verbose-frequency",
        "20",
        "--checkpoint-path",
        "checkpoints",
        "--checkpoint-frequency",
        "10",
        "-o",
        "json.onnx",
        "--json",
      ],
    );
    const events = eventsOf(stdout);
    expect([status, stderr]).toEqual([0, ""]);
    expect(events[0]).toMatchObject({ event: "start", observations: 12, solver: "adam", maxEpochs: 20 });
    const iterations = events.filter(({ event }) => event === "iteration").map(({ iteration }) => iteration);
    expect(iterations).toEqual([1, 20, 40, 50, 60]);
    const checkpoints = events.filter(({ event }) => event === "checkpoint");
    expect(checkpoints.map(({ iteration }) => iteration)).toEqual([0, 30, 60]);
    for (const { path } of checkpoints) expect(existsSync(join(folder, path as string))).toBe(true);
    const done = events.at(-1)!;
    expect(done).toMatchObject({
      event: "done",
      output: "json.onnx",
      iterations: 60,
      interrupted: false,
      stopReason: "max-epochs",
    });
    expect(done).toMatchObject({ testAccuracy: 1, trainingAccuracy: 1, validationAccuracy: 1 });
    for (const name of ["seconds", "trainingLoss", "testLoss", "validationLoss"]) expect(done[name]).toBeTypeOf("number");
  });

  it("learns the same from every format of the same data", async () => {
    const trained = await Promise.all(
      ["csv", "npz", "mat", "ts"].map(async (format) => {
        const flags = format === "csv" ? csv : [];
        const { stdout, stderr } = await run(
          "train",
          "ramps.json",
          "--data",
          `train.${format}`,
          ...flags,
          ...quick,
          "-o",
          `${format}.onnx`,
          "--json",
        );
        expect(stderr).toBe("");
        return eventsOf(stdout).at(-1)!.trainingLoss;
      }),
    );
    expect(trained[0]).toBeTypeOf("number");
    expect(new Set(trained).size).toBe(1);
  });

  it("trains on a wide table, without a table of its own where --no-verbose is given", async () => {
    const { status, stdout } = await run(
      ...["train", "points.json", "--data", "points.csv", "--responses", "label", ...quick, "--no-verbose", "-o", "points.onnx"],
    );
    expect(status).toBe(0);
    expect(stdout).toBe("Network saved to points.onnx\n");
  });

  it("takes options from a file, and flags win over it", async () => {
    const both = ["train", "ramps.json", "--data", "train.csv", ...csv, "--options", "options.json", "--json"];
    const [file, flags] = await Promise.all([run(...both, "-o", "a.onnx"), run(...both, "--max-epochs", "2", "-o", "b.onnx")]);
    expect(eventsOf(file.stdout).at(-1)).toMatchObject({ event: "done", iterations: 3 });
    expect(eventsOf(flags.stdout).at(-1)).toMatchObject({ event: "done", iterations: 6 });
  });

  it("trains a saved network further", async () => {
    const flags = ["--data", "train.csv", ...csv, ...quick, "--verbose", "false"];
    await run("train", "ramps.json", ...flags, "-o", "once.onnx");
    const { status, stdout } = await run("train", "once.onnx", ...flags, "--json", "-o", "twice.onnx");
    const losses = eventsOf(stdout).flatMap(({ event, trainingLoss }) => (event === "iteration" ? [trainingLoss as number] : []));
    expect(status).toBe(0);
    expect(losses[0]).toBeLessThan(0.2);
  });

  it("ends a stream of events with the error where it cannot go on", async () => {
    const { status, stdout, stderr } = await run("train", "ramps.json", "--data", "none.csv", ...quick, "-o", "c.onnx", "--json");
    expect(status).toBe(2);
    expect(eventsOf(stdout)).toMatchObject([{ event: "error", code: "file-missing" }]);
    expect(stderr).toContain("error: There is no file 'none.csv'.");
  });

  it("leaves the file that was there as it was where the training fails", async () => {
    writeFileSync(join(folder, "kept.onnx"), "before");
    const { status } = await run("train", "points.json", "--data", "train.csv", ...csv, ...quick, "-o", "kept.onnx");
    expect(status).toBe(2);
    expect(readFileSync(join(folder, "kept.onnx"), "utf8")).toBe("before");
  });

  it("goes on without a reader of its output", async () => {
    const { status, stderr } = await layergraph(
      ["train", "ramps.json", "--data", "train.csv", ...csv, ...quick, "--verbose-frequency", "1", "-o", "unread.onnx"],
      { cwd: folder, onOutput: (_, child) => child.stdout!.destroy() },
    );
    expect(status).toBe(0);
    expect(stderr).not.toContain("EPIPE");
    expect(existsSync(join(folder, "unread.onnx"))).toBe(true);
  });
});
