import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { encodeNetwork } from "../../src/index.ts";
import { randomNetwork, tinyTcn } from "../train/networkExamples.ts";
import { layergraph, temporaryFolder } from "./commandLine.ts";
import { graphFile, rampLayers } from "./tinyData.ts";

const folder = temporaryFolder();
const run = (...args: string[]) => layergraph(args, { cwd: folder });
const read = (name: string) => readFileSync(join(folder, name), "utf8");

writeFileSync(join(folder, "ramps.json"), graphFile(rampLayers()));
writeFileSync(join(folder, "net.onnx"), encodeNetwork(randomNetwork(tinyTcn())));

describe("layergraph export", () => {
  it("writes a graph as a MATLAB script to standard output", async () => {
    const { status, stdout, stderr } = await run("export", "ramps.json", "--to", "matlab");
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^% A network of \d+ layers\.\n\nlayers = \[\n {4}sequenceInputLayer\(/);
    expect(stdout).toMatch(/lgraph = layerGraph\(layers\);\n$/);
  });

  it("writes what the name of the output file says, and reads it again", async () => {
    expect(await run("export", "ramps.json", "-o", "ramps.ts")).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(read("ramps.ts")).toContain("export default lgraph;");
    expect((await run("export", "ramps.json", "-o", "copy.json")).status).toBe(0);
    expect(JSON.parse(read("copy.json"))).toEqual(JSON.parse((await run("export", "copy.json", "--to", "json")).stdout));
  });

  it("writes a network with what it has learned as ONNX, and says where it is left out", async () => {
    expect(await run("export", "net.onnx", "-o", "again.onnx")).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(readFileSync(join(folder, "again.onnx"))).toEqual(readFileSync(join(folder, "net.onnx")));
    const { status, stderr } = await run("export", "net.onnx", "--to", "matlab", "-o", "net.m");
    expect([status, stderr]).toEqual([0, "note: matlab holds the layers, not what they have learned; --to onnx keeps it.\n"]);
  });

  it("refuses a graph without weights as ONNX, and to guess what to write", async () => {
    const untrained = await run("export", "ramps.json", "--to", "onnx");
    expect([untrained.status, untrained.stdout]).toEqual([2, ""]);
    expect(untrained.stderr).toContain("'ramps.json' holds a layer graph without weights, which cannot be written as ONNX.");
    const nothing = await run("export", "ramps.json");
    expect([nothing.status, nothing.stdout]).toEqual([2, ""]);
    expect(nothing.stderr).toContain("say what to write with --to onnx|json|typescript|matlab");
    const wrong = await run("export", "ramps.json", "--to", "matlab", "-o", "x.ts");
    expect(wrong.stderr).toContain("the name must end in .m");
  });
});

describe("layergraph export --training", () => {
  it("writes a training step, and refuses other formats for it", async () => {
    expect(await run("export", "ramps.json", "--training", "--solver", "sgdm", "-o", "step.onnx")).toEqual({
      status: 0,
      stdout: "",
      stderr: "",
    });
    expect(readFileSync(join(folder, "step.onnx")).toString("latin1")).toContain("layergraph.trainingStep");
    const wrong = await run("export", "ramps.json", "--training", "--to", "json");
    expect([wrong.status, wrong.stderr]).toEqual([
      2,
      expect.stringContaining("--training writes ONNX, not json. Leave one of both out."),
    ]);
  });
});
