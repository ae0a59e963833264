import { describe, expect, it } from "vitest";
import { concatenatedLayers } from "../../../src/matlab/network/index.ts";
import { cellOfTexts } from "../../../src/matlab/values/construct.ts";
import { concatenated, member } from "../../../src/matlab/values/index.ts";
import { operationsOf, testScript } from "./session.ts";

describe("the connections of a graph", () => {
  it("are a table", () => {
    const script = testScript();
    const layers = ["a", "b"].map((name) => script.call("fullyConnectedLayer", 4, "Name", name));
    const graph = script.call("layerGraph", concatenatedLayers(1, [...layers, script.call("additionLayer", 2, "Name", "add")]));
    const connections = member(graph, "Connections");
    expect(operationsOf(connections).size(connections)).toEqual([2, 2]);
    expect(member(connections, "Destination")).toEqual(cellOfTexts(["b", "add/in1"], [2, 1]));
    const twice = concatenated(1, [connections, connections]);
    expect(operationsOf(twice).size(twice)).toEqual([4, 2]);
  });
});
