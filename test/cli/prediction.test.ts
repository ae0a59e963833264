import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, it } from "vitest";
import { readNpz } from "../../src/data/npz.ts";
import { eventsOf, layergraph, temporaryFolder } from "./commandLine.ts";
import { graphFile, rampLayers, rampsUpAndDown, writeRamps } from "./tinyData.ts";

const folder = temporaryFolder();
const run = (...args: string[]) => layergraph(args, { cwd: folder });
const csv = ["--sequence-id", "id", "--responses", "label"];
const truth = rampsUpAndDown(8);

beforeAll(async () => {
  writeRamps(folder, "train", 12);
  writeRamps(folder, "test", 8);
  writeFileSync(join(folder, "ramps.json"), graphFile(rampLayers()));
  writeFileSync(join(folder, "steps.json"), graphFile(rampLayers({ stepwise: true })));
  const quick = [
    "--data",
    "train.csv",
    ...csv,
    "--solver",
    "adam",
    "--max-epochs",
    "20",
    "--mini-batch-size",
    "4",
    "--initial-learn-rate",
    "0.05",
  ];
  const trained = await Promise.all([
    run("train", "ramps.json", ...quick, "-o", "net.onnx"),
    run("train", "steps.json", ...quick, "--response-type", "labelSequences", "-o", "steps.onnx"),
  ]);
  expect(trained.map(({ status, stderr }) => [status, stderr.includes("error")])).toEqual([
    [0, false],
    [0, false],
  ]);
});

describe("layergraph evaluate", () => {
  it("prints the confusion matrix, precision and recall of each class, accuracy and loss", async () => {
    const { status, stdout, stderr } = await run("evaluate", "net.onnx", "--data", "test.csv", ...csv);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^true \\ predicted +down +up\ndown +4 +0\nup +0 +4\n/);
    expect(stdout).toMatch(/\nclass +precision +recall +F1 +support\n/);
    expect(stdout).toMatch(/\naccuracy 100\.00% \(8 of 8\)\nloss \d/);
  });

  it("gives the same as a JSON document and as the last event", async () => {
    const [document, stream] = await Promise.all([
      run("evaluate", "net.onnx", "--data", "test.csv", ...csv, "--format", "json"),
      run("evaluate", "net.onnx", "--data", "test.npz", "--json"),
    ]);
    const facts = JSON.parse(document.stdout);
    expect(facts).toMatchObject({ accuracy: 1, loss: expect.any(Number) });
    expect(facts.confusionMatrix).toEqual({
      classes: ["down", "up"],
      counts: [
        [4, 0],
        [0, 4],
      ],
    });
    expect(facts.classes[0]).toEqual({ name: "down", precision: 1, recall: 1, f1: 1, support: 4 });
    expect(eventsOf(stream.stdout).at(-1)).toEqual({ event: "done", ...facts });
  });

  it("says which class of the data the network does not know", async () => {
    writeFileSync(join(folder, "strange.csv"), "id,x,y,label\n1,0,0,sideways\n1,1,0,sideways\n");
    const { status, stderr } = await run("evaluate", "net.onnx", "--data", "strange.csv", ...csv);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^error: .*'sideways'.*'down', 'up'/);
  });
});

describe("layergraph predict", () => {
  it("prints CSV with a row for each observation", async () => {
    const { status, stdout, stderr } = await run("predict", "net.onnx", "--data", "test.csv", ...csv);
    expect([status, stderr]).toEqual([0, ""]);
    const rows = parse(stdout, { columns: true }) as Record<string, string>[];
    expect(Object.keys(rows[0])).toEqual(["observation", "label", "score_down", "score_up"]);
    expect(rows.map(({ observation, label }) => [Number(observation), label])).toEqual(truth.map(({ label }, i) => [i, label]));
    for (const row of rows) expect(Number(row.score_down) + Number(row.score_up)).toBeCloseTo(1, 5);
  });

  it("has a row for each time step where the network answers step by step", async () => {
    const { stdout } = await run("predict", "steps.onnx", "--data", "test.csv", ...csv);
    const rows = parse(stdout, { columns: true }) as Record<string, string>[];
    const places = truth.flatMap(({ rows: [x] }, i) => x.map((_, t) => [i, t]));
    expect(rows.map(({ observation, step }) => [Number(observation), Number(step)])).toEqual(places);
  });

  it("writes the same to .csv, .json and .npz files", async () => {
    const files = ["p.csv", "p.json", "p.npz"];
    await Promise.all(files.map((file) => run("predict", "steps.onnx", "--data", "test.csv", ...csv, "-o", file)));
    const [text, json, npz] = files.map((file) => readFileSync(join(folder, file)));
    const rows = parse(text, { columns: true }) as Record<string, string>[];
    const { classes, predictions } = JSON.parse(json.toString()) as {
      classes: string[];
      predictions: { observation: number; step: number; label: string; scores: number[] }[];
    };
    expect(classes).toEqual(["down", "up"]);
    const flat = predictions.map(({ observation, step, label, scores }) => [observation, step, label, ...scores].map(String));
    expect(flat).toEqual(rows.map((row) => Object.values(row)));
    const arrays = readNpz(npz);
    expect([...arrays.keys()]).toEqual(["observation", "step", "label", "classes", "scores"]);
    expect(arrays.get("scores")!.shape).toEqual([rows.length, 2]);
    expect(Array.from(arrays.get("scores")!.data as Float32Array)).toEqual(predictions.flatMap(({ scores }) => scores));
    expect(Array.from(arrays.get("label")!.data as Int32Array, (code) => classes[code])).toEqual(
      predictions.map(({ label }) => label),
    );
  });

  it("gives the same in mini-batches of any size", async () => {
    const [whole, single] = await Promise.all(
      ["8", "1"].map((size) =>
        run("predict", "net.onnx", "--data", "test.csv", ...csv, "--mini-batch-size", size, "--threads", "1"),
      ),
    );
    const scores = ({ stdout }: { stdout: string }) =>
      (parse(stdout, { columns: true }) as Record<string, string>[]).map((row) => Number(row.score_up));
    expect(scores(single)).toHaveLength(8);
    for (const [i, score] of scores(single).entries()) expect(score).toBeCloseTo(scores(whole)[i], 5);
  });

  it("needs no responses in the data", async () => {
    writeFileSync(join(folder, "bare.csv"), "id,x,y\na,0,0\na,1,0\nb,0,0\nb,-1,0\nb,-2,1\n");
    const { status, stdout } = await run("predict", "net.onnx", "--data", "bare.csv", "--sequence-id", "id");
    expect(status).toBe(0);
    expect(stdout.trimEnd().split("\n")).toHaveLength(3);
  });

  it("ends in silence where nobody reads its output", async () => {
    const { status, stderr } = await layergraph(["predict", "steps.onnx", "--data", "test.csv", ...csv], {
      cwd: folder,
      onOutput: (_, child) => child.stdout!.destroy(),
    });
    expect([status, stderr]).toEqual([0, ""]);
  });
});
