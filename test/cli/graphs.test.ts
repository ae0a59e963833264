import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { layergraph, temporaryFolder } from "./commandLine.ts";
import { type FileLayer, graphFile, rampLayers } from "./tinyData.ts";

const folder = temporaryFolder();
const run = (...args: string[]) => layergraph(args, { cwd: folder });
const index = new URL("../../dist/bundle/index.js", import.meta.url).href;

const shifted: FileLayer = { type: "custom:shiftLayer", name: "shift", by: 2 };
const [first, ...rest] = rampLayers();

writeFileSync(join(folder, "ramps.json"), graphFile(rampLayers()));
writeFileSync(join(folder, "custom.json"), graphFile([first, shifted, ...rest]));
writeFileSync(join(folder, "wrong.json"), wrongGraph());
writeFileSync(
  join(folder, "shift.js"),
  `import { defineLayer, like, ops } from "${index}";
   export const shiftLayer = defineLayer({
     type: "shiftLayer", positional: ["by"], options: z.object({ by: z.number() }),
     predict: ({ inputs: [x], options: { by } }) => like(x, ops.add(x.value, by)),
   });`.replace("import {", `import { z } from "${import.meta.resolve("zod")}";\nimport {`),
);
const chain =
  "lg.sequenceInputLayer(2), lg.globalMaxPooling1dLayer(), lg.fullyConnectedLayer(2), lg.softmaxLayer(), lg.classificationLayer()";
writeFileSync(join(folder, "graph.js"), `import * as lg from "${index}";\nexport default lg.layerGraph([${chain}]);`);
writeFileSync(
  join(folder, "build.mjs"),
  `import * as lg from "${index}";\nexport default async () => lg.layerGraph([${chain}]);`,
);
writeFileSync(join(folder, "nothing.js"), "export const graph = 1;");
writeFileSync(join(folder, "broken.js"), "export default () => missing.name;");
writeFileSync(join(folder, "syntax.js"), "export default = 3;");

/** Without an output, with an option that does not exist and a connection to nowhere. */
function wrongGraph(): string {
  const file = JSON.parse(graphFile([first, { ...rest[0], filterSice: 5 }, rest[1]])) as { connections: object[] };
  file.connections.push({ source: "relu", destination: "pol" });
  return JSON.stringify(file);
}

describe("layergraph validate", () => {
  it("says that a graph is valid, with exit status 0", async () => {
    expect(await run("validate", "ramps.json")).toEqual({
      status: 0,
      stdout: "ramps.json is valid: 0 errors, 0 warnings.\n",
      stderr: "",
    });
  });

  it("tells all problems grouped by layer and counted, with exit status 1", async () => {
    const { status, stdout, stderr } = await run("validate", "wrong.json");
    expect([status, stderr]).toEqual([1, ""]);
    expect(stdout).toMatch(/^Network\n {2}error {4}.*'pol'.*\[unknown-layer\]/m);
    expect(stdout).toMatch(/Missing output layer.*\[missing-output-layer\]/);
    expect(stdout).toMatch(/^Layer 'conv'\n {2}error {4}.*filterSice.*did you mean.*filterSize/m);
    expect(stdout).toMatch(/wrong\.json is not valid: \d+ errors, 0 warnings\.\n$/);
  });

  it("prints the problems as one JSON document", async () => {
    const { status, stdout } = await run("validate", "wrong.json", "--format", "json");
    const { valid, issues } = JSON.parse(stdout) as { valid: boolean; issues: { code: string; layer?: string }[] };
    expect([status, valid]).toEqual([1, false]);
    expect(issues.map(({ code }) => code)).toEqual(expect.arrayContaining(["unknown-layer", "missing-output-layer"]));
    expect(JSON.parse((await run("validate", "ramps.json", "--format", "json")).stdout)).toEqual({ valid: true, issues: [] });
  });

  it("finds own layers through --layers, and says what is missing without it", async () => {
    expect((await run("validate", "custom.json", "--layers", "shift.js")).status).toBe(0);
    const without = await run("validate", "custom.json");
    expect(without.status).toBe(1);
    expect(without.stdout).toContain("--layers file.js");
  });

  it("reads a module that exports a layer graph or a function that builds one", async () => {
    expect((await run("validate", "graph.js")).status).toBe(0);
    expect((await run("validate", "build.mjs")).status).toBe(0);
  });

  it.each([
    ["exports no graph", "nothing.js", /the default export is nothing, expected a layer graph/],
    ["fails while it builds the graph", "broken.js", /ReferenceError: missing is not defined \(file:.*broken\.js:1:\d+\)/],
    ["is no JavaScript", "syntax.js", /'syntax\.js' does not load: SyntaxError: /],
  ])("says what is wrong with a module that %s, without a stack", async (_, file, message) => {
    const { status, stdout, stderr } = await run("validate", file);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

describe("layergraph analyze", () => {
  it("prints the table of layers, with sizes, learnables and totals", async () => {
    const { status, stdout, stderr } = await run("analyze", "ramps.json");
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/conv\s+1-D Convolution\s+4\(C\) × 1\(B\) × 1\(T\)\s+weights 3×2×4/);
    expect(stdout).toContain("7 layers, 6 connections, 38 learnables, 0 errors, 0 warnings");
  });

  it("writes plain data as JSON to a file in a folder that it makes", async () => {
    const { status, stdout } = await run("analyze", "ramps.json", "-o", "made/for it/analysis.json");
    expect([status, stdout]).toEqual([0, ""]);
    const analysis = JSON.parse(readFileSync(join(folder, "made/for it/analysis.json"), "utf8"));
    expect(analysis.totals).toMatchObject({ layers: 7, connections: 6, learnables: 38, errors: 0, warnings: 0 });
  });

  it("tells what each layer sees, and what the network costs for the sizes that are asked for", async () => {
    const asked = async (...flags: string[]) =>
      JSON.parse((await run("analyze", "ramps.json", "--format", "json", ...flags)).stdout);
    const { layers, causality, totals } = await asked();
    expect(layers[0]).toMatchObject({ causal: true, receptiveField: [{ earliest: 0, latest: 0, steps: 1, stride: 1 }] });
    expect(causality).toMatchObject({ causal: true, breaks: [] });
    expect([totals.miniBatchSize, totals.sequenceLength]).toEqual([128, 100]);
    const smaller = (await asked("--mini-batch-size", "2", "--sequence-length", "10")).totals;
    expect([smaller.miniBatchSize, smaller.sequenceLength]).toEqual([2, 10]);
    expect(smaller.activationBytes.training).toBeLessThan(totals.activationBytes.training / 300);
    const { status, stderr } = await run("analyze", "ramps.json", "--mini-batch-size", "0");
    expect([status, stderr]).toEqual([2, expect.stringContaining("It must be a positive whole number.")]);
  });

  it("shows as much of a wrong graph as there is, with all problems and exit status 1", async () => {
    const { status, stdout } = await run("analyze", "wrong.json", "--format", "json");
    const { issues, layers, totals } = JSON.parse(stdout);
    expect(status).toBe(1);
    expect(layers.map(({ name }: { name: string }) => name)).toEqual(["input", "conv", "relu"]);
    expect(issues.map(({ code }: { code: string }) => code)).toContain("unknown-layer");
    expect(totals.errors).toBe(issues.length);
  });

  it("refuses to write where a folder is, before it reads the graph", async () => {
    mkdirSync(join(folder, "folder.txt"));
    const { status, stderr } = await run("analyze", "missing.json", "-o", "folder.txt");
    expect(status).toBe(2);
    expect(stderr).toBe("error: --output 'folder.txt' is a folder; give the name of a file.\n");
  });
});
