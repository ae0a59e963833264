import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { layergraph, temporaryFolder } from "./commandLine.ts";
import { graphFile, rampLayers, writeRamps } from "./tinyData.ts";

const folder = temporaryFolder();
const run = (...args: string[]) => layergraph(args, { cwd: folder });
const csv = ["--sequence-id", "id", "--responses", "label"];

beforeAll(async () => {
  writeRamps(folder, "train", 12);
  writeRamps(folder, "test", 8);
  const layers = rampLayers();
  const attention = { type: "selfAttentionLayer", name: "attention", numHeads: 2, numKeyChannels: 4 };
  writeFileSync(join(folder, "plain.json"), graphFile(layers));
  writeFileSync(join(folder, "attending.json"), graphFile([...layers.slice(0, 2), attention, ...layers.slice(2)]));
  const quick = ["--data", "train.csv", ...csv, "--solver", "adam", "--max-epochs", "10", "--mini-batch-size", "4"];
  const trained = await Promise.all(
    ["plain", "attending"].map((name) =>
      run("train", `${name}.json`, ...quick, "--initial-learn-rate", "0.05", "-o", `${name}.onnx`),
    ),
  );
  expect(trained.map(({ status, stderr }) => [status, stderr.includes("error")])).toEqual([
    [0, false],
    [0, false],
  ]);
});

describe("layergraph explain", () => {
  it("tells in a few lines what an answer follows from", async () => {
    const { status, stdout, stderr } = await run("explain", "attending.onnx", "--data", "test.csv", ...csv, "--observation", "3");
    expect([status, stderr]).toEqual([0, ""]);
    const lines = stdout.trimEnd().split("\n");
    expect(lines[0]).toBe("observation 3, true class 'down'");
    expect(lines[1]).toMatch(/^answer: (down|up) [\d.]+, (down|up) [\d.e-]+$/);
    expect(lines[2]).toMatch(/^explained: the score of class '(down|up)' \(output of layer 'fc'\)$/);
    expect(lines[3]).toMatch(/^integrated gradients: largest at step \d \(.+\); add up to .+ of .+$/);
    expect(lines[4]).toMatch(/^occlusion: largest at step \d \(.+\)$/);
    expect(lines[5]).toMatch(/^Grad-CAM of layer 'relu': largest at step \d \(.+\)$/);
    expect(lines[6]).toMatch(/^attention of layer 'attention' \(2 heads\): largest at key \d \(.+\)$/);
    expect(lines).toHaveLength(7);
  });

  it("writes a page that needs nothing beside itself", async () => {
    const { status, stdout } = await run("explain", "attending.onnx", "--data", "test.csv", ...csv, "-o", "report.html");
    expect([status, stdout]).toEqual([0, ""]);
    const page = readFileSync(join(folder, "report.html"), "utf8");
    expect(page).toContain("<!doctype html>");
    for (const heading of ["The answer", "Integrated gradients", "Occlusion", "Grad-CAM", "Attention", "Activations"])
      expect(page).toContain(`>${heading}</h2>`);
    expect(page).not.toMatch(/https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
    expect(page).not.toContain("NaN");
  });

  it("gives the same as a JSON document, of the methods, layers and class that are named", async () => {
    const flags = ["--method", "attention", "--method", "activations", "--layer", "attention", "--target", "up"];
    const { status, stdout } = await run("explain", "attending.onnx", "--data", "test.csv", ...csv, ...flags, "--format", "json");
    expect(status).toBe(0);
    const document = JSON.parse(stdout);
    expect(Object.keys(document)).toEqual([
      "observation",
      "actual",
      "data",
      "score",
      "overTime",
      "answer",
      "classes",
      "attention",
      "activations",
      "leftOut",
    ]);
    expect(document).toMatchObject({
      observation: 0,
      actual: "up",
      data: { size: [2, 5] },
      score: { output: "fc", className: "up" },
      attention: [{ layer: "attention", heads: 2, queries: 5, keys: 5 }],
      activations: [{ layer: "attention", dimensions: "CT", values: { size: [4, 5] } }],
      leftOut: [],
    });
    expect(document.attention[0].mean[0].reduce((a: number, b: number) => a + b)).toBeCloseTo(1, 5);
  });

  it("leaves attention out of a network without any, and says so", async () => {
    const { status, stdout } = await run("explain", "plain.onnx", "--data", "test.csv", ...csv);
    expect(status).toBe(0);
    expect(stdout).toContain("left out: attention: explain: The network has no layer with attention.\n");
    const named = await run("explain", "plain.onnx", "--data", "test.csv", ...csv, "--method", "attention");
    expect([named.status, named.stderr]).toEqual([2, "error: explain: The network has no layer with attention.\n"]);
  });

  it("refuses by name what is not there", async () => {
    const refused = async (...flags: string[]) => {
      const { status, stdout, stderr } = await run("explain", "attending.onnx", "--data", "test.csv", ...csv, ...flags);
      expect([status, stdout]).toEqual([2, ""]);
      return stderr;
    };
    const [observation, target, layer, score, method, step] = await Promise.all([
      refused("--observation", "8"),
      refused("--target", "upp"),
      refused("--layer", "atention"),
      refused("--score-layer", "nothing"),
      refused("--method", "guessing"),
      refused("--at-step", "1"),
    ]);
    expect(observation).toBe("error: --observation 8: the data have 8 observations, expected a number from 0 to 7.\n");
    expect(target).toBe("error: explain: there is no class 'upp'. Did you mean 'up'?\n");
    expect(layer).toBe("error: Network: there is no layer 'atention'. Did you mean 'attention'?\n");
    expect(score).toContain("there is no layer 'nothing'");
    expect(method).toContain("Allowed choices are integrated-gradients, occlusion, grad-cam, attention, activations.");
    expect(step).toBe("error: explain: the step is 1, expected no step, for 'fc' has no time.\n");
    const { status, stderr } = await run("explain", "attending.onnx");
    expect([status, stderr]).toEqual([2, "error: explain needs --data <file>, the data with the observation.\n"]);
  });
});
