import { describe, expect, it } from "vitest";
import { analyze } from "../../src/network/analyze.ts";
import { inputLayersOf, outputName, outputsOf, usageOf } from "../../src/network/ends.ts";
import { layerGraph } from "../../src/network/layerGraph.ts";
import { fork, pass, result, source, sum } from "./kinds.ts";

const open = layerGraph([source(1, { name: "i" }), fork({ name: "f" }), pass({ name: "p" })]).addLayers(
  source(2, { name: "other" }),
);

describe("the outputs of a network", () => {
  it("are the ports that nothing is connected to, in the order of the layers", () => {
    expect(outputsOf(open)).toEqual([
      { layer: "f", port: "right" },
      { layer: "p", port: "out" },
      { layer: "other", port: "out" },
    ]);
    expect(outputsOf(open).map((output) => outputName(open, output))).toEqual(["f/right", "p", "other"]);
    expect(usageOf(open)).toBe("dlnetwork");
  });

  it("are what flows into the output layers, where there are any", () => {
    const judged = layerGraph([source(1, { name: "i" }), sum(2, { name: "s" }), result({ name: "end" })]).connectLayers(
      "i",
      "s/in2",
    );
    expect(outputsOf(judged)).toEqual([{ layer: "s", port: "out" }]);
    expect(usageOf(judged)).toBe("trainNetwork");
  });

  it("leave out an output layer that nothing flows into", () => {
    expect(outputsOf(layerGraph(result({ name: "end" })))).toEqual([]);
  });

  it("are told by analyze for a dlnetwork", () => {
    const { inputNames, outputNames } = analyze(open, { targetUsage: "dlnetwork" });
    expect({ inputNames, outputNames }).toEqual({ inputNames: ["i", "other"], outputNames: ["f/right", "p", "other"] });
    expect(inputLayersOf(open).map(({ name }) => name)).toEqual(inputNames);
  });
});
