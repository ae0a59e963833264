import { describe, expect, it } from "vitest";
import type { ScriptOptions, ScriptRun } from "../../../src/matlab/values/scriptRun.ts";
import { type Files, plain, runFile, runText } from "./running.ts";

function port(text: string, options: Partial<ScriptOptions> = {}, files: Files = {}): Promise<ScriptRun> {
  return runText(text, { mode: "port", ...options }, files);
}

function layerNames(run: ScriptRun): string[][] {
  return run.graphs.map(({ graph }) => graph.layers.map(({ name }) => name));
}

function fateOf(run: ScriptRun, line: number): string | undefined {
  const on = run.statements.find(({ place }) => place.source.text.slice(0, place.start).split("\n").length === line);
  return on && `${on.fate} ${on.reason ?? ""}`.trim();
}

describe("unknown values", () => {
  it.each([
    ["load data.mat\nn = size(XTrain, 1); x = n;", "?n"],
    ["load data.mat\nn = size(XTrain, 1); x = 2 * n;", "?x"],
    ["x = XTrain(1, :);", "?x"],
    ["[a, x] = prepare(3);", "?x"],
    ["n = numel(XTrain); x = n > 3 && false;", 0],
    ["n = numel(XTrain); x = n > 3 || true;", 1],
    ["c = {1, numel(XTrain)}; x = c{1};", 1],
    ["s.a = XTrain; s.b = 4; x = s.b;", 4],
    ["d = readmatrix('d.csv'); X = d(:, 1:8); x = size(X, 2);", 8],
    ["d = readmatrix('d.csv'); X = d(:, 1:8)'; x = size(X, 1);", 8],
    ["d = readmatrix('d.csv'); n = size(d, 1); X = zeros(n, 24); x = size(X, 2);", 24],
    ["d = readmatrix('d.csv'); X = nan(4, size(d, 2)); X(2, :) = d(1, :); x = size(X, 1);", 4],
    ["T = readtable('d.csv'); X = normalize(T{:, {'a', 'b', 'c'}}); x = size(X, 2);", 3],
    ["T = readtable('d.csv'); X = T{:, 1:4}; X = (X - mean(X, 1)) ./ std(X, 0, 1); x = size(X, 2);", 4],
    ["d = readmatrix('d.csv'); X = [d(:, 1:3) d(:, 5)]; x = size(X(:, 1:end - 1), 2);", 3],
    ["d = readmatrix('d.csv'); X = repmat(d(:, 1:3), 2, 5); x = size(X, 2);", 15],
    ["d = readmatrix('d.csv'); [n, x] = size(d(:, [1 4 6]));", 3],
    ["d = readmatrix('d.csv'); X = reshape(d, 28, 28, 1, []); x = size(X, 2);", 28],
    ["d = readmatrix('d.csv'); X = d(:, 1:8) * ones(8, 3); x = size(X, 2);", 3],
    ["d = readmatrix('d.csv'); X = d(:, 1:8); X(:, end + 1) = 1; x = size(X, 2);", "?x"],
    ["d = readmatrix('d.csv'); X = d(1:10, :); x = numel(X(:, 1));", 10],
    ["d = readmatrix('d.csv'); x = size(d(:, d(1, :) > 0), 2);", "?x"],
    ["if numel(XTrain) > 3, x = 1; end", undefined],
    ["x = 2; if numel(XTrain) > 3, x = 1; end", 2],
    ["x = 2; for i = 1:numel(XTrain), x = 1; end", 2],
    ["x = 2; while numel(XTrain) > 3, x = 1; end", 2],
    ["for i = 1:numel(XTrain), y = 1; end, x = y;", "?y"],
  ])("%s", async (text, expected) => {
    const run = await port(text);
    expect(run.error?.message).toBeUndefined();
    expect(plain(run.variables.get("x"))).toEqual(expected);
  });

  it("take the branch that builds more, and a warning says so", async () => {
    const text = [
      "layers = [featureInputLayer(3); fullyConnectedLayer(2)];",
      "if size(XTrain, 1) > 5",
      "  layers = [layers; reluLayer('Name', 'r'); fullyConnectedLayer(4)];",
      "else",
      "  layers = [layers; tanhLayer('Name', 't')];",
      "end",
      "lgraph = layerGraph(layers);",
    ].join("\n");
    const run = await port(text);
    expect(layerNames(run)).toEqual([["featureinput", "fc_1", "r", "fc_2"]]);
    expect(run.warnings.map(({ message }) => message).join()).toContain("The branch in line 2 was taken, which builds more");
  });

  it("count what local functions build", async () => {
    const text = [
      "if size(XTrain, 1) > 5, layers = tanhLayer; else, layers = block(); end",
      "function l = block()",
      "  l = [featureInputLayer(3); reluLayer('Name', 'r')];",
      "end",
    ].join("\n");
    expect(layerNames(await port(text))).toEqual([["featureinput", "r"]]);
  });

  it("end the run where they count passes of a loop that builds, and the message says what to give", async () => {
    const text = "load data.mat\nlayers = featureInputLayer(3);\nfor i = 1:numBlocks\n layers = [layers; reluLayer];\nend";
    const run = await port(text);
    expect(run.error?.message).toContain("it depends on 'numBlocks'");
    expect(run.error?.message).toContain("--set numBlocks=4");
    const given = await port(text, { set: { numBlocks: "2" } });
    expect(given.error).toBeUndefined();
    expect(given.variables.get("layers")).toBeDefined();
    expect(layerNames(given)).toEqual([["featureinput", "relu_1", "relu_2"]]);
  });
});

describe("values from outside", () => {
  it("win over the assignments of the script, also for fields", async () => {
    const run = await port("n = 3; params.blocks = 4; params.k = 1; x = [n params.blocks params.k];", {
      set: { n: "7", "params.blocks": "8" },
    });
    expect(plain(run.variables.get("x"))).toEqual([7, 8, 1]);
  });

  it("stand for fields of an unknown struct", async () => {
    const run = await port("s = load('a.mat'); x = s.blocks + 1;", { set: { "s.blocks": "2" } });
    expect(plain(run.variables.get("x"))).toBe(3);
  });

  it("are refused where they cannot be read", async () => {
    await expect(port("x = 1;", { set: { n: "[1 2" } })).rejects.toThrow(/--set n=\[1 2 cannot be read/);
  });
});

describe("a function file", () => {
  const net =
    "function lgraph = net(numFeatures, numBlocks)\n if nargin < 2, numBlocks = 2; end\n layers = featureInputLayer(numFeatures);\n for i = 1:numBlocks, layers = [layers; reluLayer]; end\n lgraph = layerGraph(layers);\nend";

  it("has unknown parameters, unless it is called with values", async () => {
    const open = await runFile("net.m", { "net.m": net }, { mode: "port" });
    expect(layerNames(open)).toEqual([["featureinput", "relu_1", "relu_2"]]);
    expect(plain(open.variables.get("numFeatures"))).toBe("?numFeatures");
    const called = await runFile("net.m", { "net.m": net }, { mode: "port", call: "net(5, 1)" });
    expect(layerNames(called)).toEqual([["featureinput", "relu"]]);
    expect(plain(called.variables.get("numFeatures"))).toBe(5);
  });
});

describe("the report", () => {
  it("says what became of each statement", async () => {
    const run = await port(
      [
        "clc; close all",
        "layers = [featureInputLayer(3); fullyConnectedLayer(1); regressionLayer];",
        "disp(num2str(3))",
        "figure; plot(1:3)",
        "n = 2 + 3;",
        "best = bayesopt(@(x) x, 3);",
        "if false",
        "  n = 4;",
        "end",
        "options = trainingOptions('adam');",
        "net = trainNetwork(X, Y, layers, options);",
      ].join("\n"),
    );
    expect(run.error).toBeUndefined();
    expect(fateOf(run, 2)).toBe("mapped");
    expect(fateOf(run, 3)).toBe("skipped only prints");
    expect(fateOf(run, 4)).toBe("skipped only draws");
    expect(fateOf(run, 5)).toBe("computed");
    expect(fateOf(run, 6)).toMatch(/^unsupported/);
    expect(fateOf(run, 8)).toBe("not reached");
    expect(fateOf(run, 10)).toBe("mapped");
    expect(fateOf(run, 11)).toBe("mapped");
    expect(run.graphs[0].trained).toBe(true);
  });

  it("has what was built until the script failed", async () => {
    const run = await port(
      "a = layerGraph([featureInputLayer(3); reluLayer]);\na = connectLayers(a, 'relu', 'nowhere');\nb = 1;",
    );
    expect(run.error?.place?.start).toBeGreaterThan(40);
    expect(layerNames(run)).toEqual([["featureinput", "relu"]]);
    expect(fateOf(run, 3)).toBe("not reached");
  });

  it("lists all that MATLAB cannot read in one refusal", async () => {
    await expect(port("x = [1 2;\ny = )\nz = 3 +\n")).rejects.toThrow(/main\.m/);
  });
});

describe("display", () => {
  it("shows values of statements without a semicolon in run", async () => {
    let shown = "";
    await runText("x = 3\ny = 4;\nx + 1\n", { print: (text) => (shown += text) });
    expect(shown).toContain("x =");
    expect(shown).toContain("ans =");
    expect(shown).not.toContain("y =");
  });
});
