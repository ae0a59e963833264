import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { layergraph, temporaryFolder } from "./commandLine.ts";

const folder = temporaryFolder();
const run = (...args: string[]) => layergraph(args, { cwd: folder });
const tcn = fileURLToPath(new URL("../../examples/matlab/tcn.m", import.meta.url));

mkdirSync(join(folder, "out"));
writeFileSync(
  join(folder, "lstm.m"),
  `%% a sequence classifier
clc; clear
XTrain = load('data.mat');
numFeatures = size(XTrain,1);   % rows are features
numHidden = 20;
layers = [ ...
    sequenceInputLayer(numFeatures)
    lstmLayer(numHidden,'OutputMode','last')   % the last step decides
    fullyConnectedLayer(numel(classes))
    softmaxLayer
    classificationLayer];
plot(XTrain)
options = trainingOptions('adam','MaxEpochs',5,'Plots','training-progress');
net = trainNetwork(XTrain,YTrain,layers,options);
`,
);
writeFileSync(
  join(folder, "fails.m"),
  "lgraph = layerGraph(featureInputLayer(3,Name='in'));\nlgraph = connectLayers(lgraph,'in','nowhere');\n",
);
writeFileSync(join(folder, "syntax.m"), "x = [1 2\ny = (3;\n");
writeFileSync(join(folder, "prints.m"), "n = 3\nfprintf('%d layers\\n', n);\nerror('my:id', 'stopped at %d', n)\n");

describe("layergraph port", () => {
  it("ports the temporal convolutional network to TypeScript that analyze reads", async () => {
    const ported = await run("port", tcn, "--set", "numFeatures=3", "--set", "numClasses=5", "-o", "out/tcn.ts");
    expect([ported.status, ported.stdout]).toEqual([0, ""]);
    expect(ported.stderr).toContain("lgraph: 38 layers, 41 connections");
    expect(ported.stderr).toContain("the TypeScript compiles, and running it builds the same graph");
    const code = readFileSync(join(folder, "out/tcn.ts"), "utf8");
    expect(code).toContain("for (let i = 1; i <= numBlocks; i++) {\n  const dilationFactor = 2 ** (i - 1);");
    expect(code).toContain(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the module holds a template
      '    convolution1dLayer(filterSize, numFilters, { dilationFactor, padding: "causal", name: `conv1_${i}` }),\n',
    );
    const analyzed = await run("analyze", "out/tcn.ts", "--format", "json");
    const { layers, totals } = JSON.parse(analyzed.stdout);
    expect([analyzed.status, totals.layers, totals.connections]).toEqual([0, 38, 41]);
    expect(layers.slice(1, 9).map(({ name }: { name: string }) => name)).toEqual([
      "conv1_1",
      "layernorm_1",
      "layer_1",
      "conv1d",
      "layernorm_2",
      "relu",
      "layer_2",
      "add_1",
    ]);
    expect(readdirSync(join(folder, "out"))).toEqual(["tcn.ts"]);
  });

  it("ports a network with a MATLAB layer class: the module makes its layers from the class's own file", async () => {
    const attention = fileURLToPath(new URL("../../examples/matlab/tcnAttention.m", import.meta.url));
    const ported = await run("port", attention, "-o", "out/deep/attention.ts");
    expect([ported.status, ported.stdout]).toEqual([0, ""]);
    const code = readFileSync(join(folder, "out/deep/attention.ts"), "utf8");
    expect(code).toMatch(
      /^const temporalAttentionLayer = layerClass\(new URL\("(\.\.\/)+.*examples\/matlab\/temporalAttentionLayer\.m", import\.meta\.url\)\);$/m,
    );
    expect(code).toContain('\n  temporalAttentionLayer(16, { name: "attention" }),\n');
    const analyzed = await run("analyze", "out/deep/attention.ts", "--format", "json");
    const { layers, totals } = JSON.parse(analyzed.stdout);
    expect([analyzed.status, totals.layers, totals.connections]).toEqual([0, 15, 14]);
    expect(layers[10]).toMatchObject({ name: "attention", type: "temporalAttentionLayer" });
    expect(layers[10].learnables.map(({ size }: { size: number[] }) => size)).toEqual([
      [16, 32],
      [16, 32],
      [32, 32],
    ]);
    rmSync(join(folder, "out/deep"), { recursive: true });
  });

  it("makes a function of what the script takes from data, tells it, and takes it from --set", async () => {
    const { status, stdout, stderr } = await run("port", "lstm.m");
    expect(status).toBe(0);
    expect(stdout).toContain(
      "export function build({ numFeatures, numClasses }: { numFeatures: number; numClasses: number }): LayerGraph {",
    );
    expect(stdout).toContain('lstmLayer(numHidden, { outputMode: "last" }), // the last step decides\n');
    expect(stdout).toContain('export const options = trainingOptions("adam", {');
    expect(stdout).toContain("return trainNetwork(predictors, responses, build(sizes), options);");
    expect(stderr).toMatch(/numFeatures \(lstm\.m:3.*\): --set numFeatures=…/);
    expect(stderr).toMatch(/skipped +plot\(XTrain\) +\(only draws\)/);
    writeFileSync(join(folder, "lstm.ts"), stdout);
    expect((await run("validate", "lstm.ts")).stderr).toContain("Add --set numFeatures=… --set numClasses=….");
    expect((await run("validate", "lstm.ts", "--set", "numFeatures=12", "--set", "numClasses=9")).status).toBe(0);
  });

  it("writes a graph file in which unknown values say where they come from", async () => {
    const { status } = await run("port", "lstm.m", "-o", "out/lstm.json");
    expect(status).toBe(0);
    const file = JSON.parse(readFileSync(join(folder, "out/lstm.json"), "utf8"));
    expect(file.layers[0].inputSize).toMatchObject({ $unknown: "numFeatures", $from: expect.stringContaining("lstm.m:3") });
    const validated = await run("validate", "out/lstm.json");
    expect(validated.status).toBe(1);
    expect(validated.stdout).toMatch(/'inputSize' is not known yet \(numFeatures, lstm\.m:3/);
  });

  it("writes functions of MATLAB into a graph file that analyze reads, and the next graph where one has no form", async () => {
    writeFileSync(
      join(folder, "functions.m"),
      `mix = [1 2; 3 4];
first = layerGraph([featureInputLayer(2,'Name','in'); functionLayer(@(x) 2*x,'Name','twice')]);
second = layerGraph([featureInputLayer(2,'Name','in'); functionLayer(@(x) mix*x,'Name','mixed')]);
`,
    );
    const { status, stderr } = await run("port", "functions.m", "-o", "out/functions.json");
    expect([status, stderr]).toEqual([
      0,
      expect.stringMatching(/option 'predictFcn' is a function[\s\S]*is written in its place/),
    ]);
    const { layers } = JSON.parse(readFileSync(join(folder, "out/functions.json"), "utf8"));
    expect(layers[1].predictFcn).toEqual({ $matlab: "@(x) 2*x" });
    for (const command of ["analyze", "validate"])
      expect((await run(command, "out/functions.json", "--target-usage", "dlnetwork")).status).toBe(0);
  });

  it("reports as one JSON document", async () => {
    const { status, stdout } = await run("port", "lstm.m", "--format", "json");
    const { statements, graphs, parameters, code, form } = JSON.parse(stdout);
    expect([status, form, parameters]).toEqual([0, "program", ["numFeatures", "numClasses"]]);
    expect(code).toContain("export default build;");
    expect(graphs[0]).toMatchObject({ layers: 5, connections: 4, trained: true });
    expect(statements.find(({ text }: { text: string }) => text.startsWith("plot"))).toMatchObject({ line: 12, fate: "skipped" });
  });

  it("says what MATLAB refuses, with the line and a mark, and writes nothing", async () => {
    const { status, stdout, stderr } = await run("port", "fails.m", "-o", "out/fails.ts");
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/error: fails\.m:2:\d+: .*nowhere[\s\S]*\n {2}lgraph = connectLayers\(lgraph,'in','nowhere'\);\n +\^/);
    expect(existsSync(join(folder, "out/fails.ts"))).toBe(false);
  });

  it("lists the mistakes of a text that is no MATLAB, with exit status 2", async () => {
    const { status, stderr } = await run("port", "syntax.m");
    expect(status).toBe(2);
    expect(stderr).toMatch(/syntax\.m:2:/);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

describe("a MATLAB script as a graph", () => {
  it("is validated and analysed, with values of --set", async () => {
    expect((await run("validate", "lstm.m", "--set", "numFeatures=12", "--set", "classes=[1 2 3]")).status).toBe(0);
    const { status, stdout } = await run("validate", "lstm.m");
    expect([status, stdout]).toEqual([1, expect.stringContaining("is not known yet (numFeatures")]);
    const failed = await run("analyze", "fails.m");
    expect([failed.status, failed.stdout]).toEqual([1, ""]);
    expect(failed.stderr).toMatch(/fails\.m:2:/);
  });
});

describe("layergraph run", () => {
  it("prints what the script displays, and what ends it", async () => {
    const { status, stdout, stderr } = await run("run", "prints.m");
    expect(status).toBe(1);
    expect(stdout).toMatch(/n =\s+3\s+3 layers\n/);
    expect(stderr).toMatch(/error: prints\.m:3:\d+: stopped at 3\n/);
  });
});
