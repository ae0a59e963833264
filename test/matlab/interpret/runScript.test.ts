import { describe, expect, it } from "vitest";
import { plain, runText } from "./running.ts";

describe("a script", () => {
  it("runs its statements and functions, and gives its variables, graphs and the fate of each statement", async () => {
    const run = await runText(
      [
        "layers = [sequenceInputLayer(3, 'Name', 'in')",
        "  fullyConnectedLayer(5)",
        "  softmaxLayer];",
        "total = 0;",
        "for i = 1:5, total = total + square(i); end",
        "graph = layerGraph(layers);",
        "name = graph.Layers(2).Name;",
        "function y = square(x)",
        "  y = x ^ 2;",
        "end",
      ].join("\n"),
      { mode: "port" },
    );
    expect(run.error).toBeUndefined();
    expect(plain(run.variables.get("total"))).toBe(55);
    expect(plain(run.variables.get("name"))).toBe("fc");
    expect(run.graphs.map(({ name, graph }) => [name, graph.layers.length])).toEqual([["graph", 3]]);
    expect(run.statements.map(({ fate }) => fate)).toEqual([
      "mapped",
      "computed",
      "computed",
      "computed",
      "mapped",
      "computed",
      "computed",
    ]);
  });

  it("takes one result of a function that has more, where it stands in an expression", async () => {
    const run = await runText("a = sum(ismember([1 5], [5 6])); b = [max([3 9 2]) size(zeros(2, 3))]; c = {find([0 1])};");
    expect(run.error).toBeUndefined();
    expect(["a", "b", "c"].map((name) => plain(run.variables.get(name)))).toEqual([1, [9, 2, 3], [2]]);
  });

  it("takes an undefined name whose brackets have a colon or an end of their own for a variable that is not there", async () => {
    const text = "a = Data(:, end); b = Data{end}; c = Data(min(end, 3)); k = {1, 2}; d = other(k{:}); e = other(k{end});";
    const run = await runText(text, { mode: "port" });
    expect(run.error).toBeUndefined();
    expect(run.warnings.map(({ code }) => code)).toEqual([
      "undefined-variable",
      "undefined-variable",
      "undefined-variable",
      "unsupported-function",
      "unsupported-function",
    ]);
  });

  it("asks whether another variable was meant where the name of one that is not there is nearly the same", async () => {
    const text = "numHiddenUnits = 64; a = numHiddenUnit; b = somethingElse; x = 1; c = y;";
    const { warnings } = await runText(text, { mode: "port" });
    expect(warnings.map(({ message }) => message)).toEqual([
      "Unrecognized function or variable 'numHiddenUnit'. Did you mean 'numHiddenUnits'?",
      "Unrecognized function or variable 'somethingElse'.",
      "Unrecognized function or variable 'y'.",
    ]);
  });
});
