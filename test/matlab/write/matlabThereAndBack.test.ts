import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as layers from "../../../layers/index.ts";
import { readGraph } from "../../../src/index.ts";
import type { AnyLayerDefinition } from "../../../src/layer.ts";
import { writeMatlab } from "../../../src/matlab/write/matlab.ts";
import { LayerGraph } from "../../../src/network/layerGraph.ts";
import { goldenLayer, goldenLayers } from "../../layers/goldenLayers.ts";
import { anyGraph } from "../../prove/randomGraphs.ts";
import { tinyTcn } from "../../train/networkExamples.ts";
import { exampleGraphs, specialGraphs, unknownGraph } from "./exampleGraphs.ts";
import { ported } from "./ported.ts";
import { expectSameGraph } from "./sameGraph.ts";

/** Some definitions take functions, which no script holds, or have golden cases that tests make. */
const definitions = Object.values(layers).map(({ definition }) => definition as unknown as AnyLayerDefinition);
const withGolden = definitions.filter(({ type }) => goldenLayers(type).some(({ layer }) => layer.made === undefined));

describe("a graph written as a MATLAB script is the same when the script is ported", () => {
  const graphs = { ...specialGraphs, ...exampleGraphs, "a network of the training tests": () => tinyTcn() };
  it.each(Object.entries(graphs).filter(([name]) => name !== "no layers"))("%s", async (_name, make) => {
    expectSameGraph(await ported(writeMatlab(make())), make());
  });

  it.each(withGolden.map((definition) => [definition.type, definition] as const))(
    "with the options of every golden %s",
    async (_type, definition) => {
      const golden = goldenLayers(definition.type).filter(
        ({ layer }) => layer.made === undefined && isOneOfMatlabs(definition, layer),
      );
      const graph = LayerGraph.unconnected(golden.map((each, i) => ({ ...goldenLayer(definition, each), name: `layer ${i}` })));
      expectSameGraph(await ported(writeMatlab(graph)), graph);
    },
  );

  it("as random graphs are", async () => {
    let tried = 0;
    const property = fc.asyncProperty(anyGraph, async (file) => {
      const graph = readable(file);
      fc.pre(graph !== undefined && graph.layers.length > 0);
      tried++;
      expectSameGraph(await ported(writeMatlab(graph!)), graph!);
    });
    await fc.assert(property, { numRuns: 60, seed: 4 });
    expect(tried).toBeGreaterThan(30);
  });

  it("with the values that are set for what is not known", async () => {
    const graph = await ported(writeMatlab(unknownGraph()), { numFeatures: "3", numClasses: "5" });
    expect(graph.layers.map(({ options }) => options.inputSize ?? options.outputSize)).toEqual([3, 5, 6]);
  });
});

/** Whether MATLAB has one layer for it, rather than several that do the same together. */
function isOneOfMatlabs({ matlab }: AnyLayerDefinition, layer: Readonly<Record<string, unknown>>): boolean {
  return (matlab?.inLayers?.({ type: "", name: "", ...layer }) ?? []).length < 2;
}

/** The graph of a file, where it can be read and its options are right. */
function readable(file: object): LayerGraph | undefined {
  try {
    const graph = readGraph(file);
    return graph.layers.every(({ problems }) => problems.length === 0) ? graph : undefined;
  } catch {
    return undefined;
  }
}
