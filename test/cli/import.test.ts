import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { realFile } from "../data/realFiles.ts";
import { layergraph, temporaryFolder } from "./commandLine.ts";

const folder = temporaryFolder();
const run = (...args: string[]) => layergraph(args, { cwd: folder });
const series = realFile("matlab/lstm-seriesnetwork.mat");

describe("layergraph import", () => {
  it.skipIf(!series.present)(`tells what a file holds and writes the network${series.note}`, async () => {
    const imported = await run("import", series.path, "-o", "net.onnx");
    expect(imported.status, imported.stderr).toBe(0);
    expect(imported.stdout).toContain("net: SeriesNetwork, 6 layers, 5 connections, 508 learnables");
    expect(imported.stdout).toContain("classes: 1, 2, 3, 4");
    const validated = await run("validate", "net.onnx");
    expect([validated.status, validated.stderr]).toEqual([0, ""]);
  });

  it("refuses a file that is no MAT-file in one sentence", async () => {
    writeFileSync(join(folder, "net.mat"), "not a network");
    const refused = await run("import", "net.mat");
    expect([refused.status, refused.stdout]).toEqual([2, ""]);
    expect(refused.stderr.trim().split("\n")).toHaveLength(1);
  });
});
