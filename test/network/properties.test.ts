import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LayerGraphError } from "../../src/errors.ts";
import type { Layer } from "../../src/layer.ts";
import { readGraph } from "../../src/network/graphFile.ts";
import { type LayerGraph, layerGraph } from "../../src/network/layerGraph.ts";
import { structureOf, topologicalOrder } from "../../src/network/order.ts";
import { PersistentMap } from "../../src/network/persistentMap.ts";
import { validate } from "../../src/network/validate.ts";
import { validateFile } from "../../src/network/validateFile.ts";
import { writeGraph } from "../../src/network/writeGraph.ts";
import * as kinds from "./kinds.ts";

/** A graph as arrays, edited in the obvious way. */
interface Model {
  readonly layers: readonly { readonly name: string; readonly inputs: readonly string[]; readonly outputs: readonly string[] }[];
  readonly edges: readonly { readonly source: string; readonly destination: string }[];
}

type Edit =
  | { readonly kind: "add"; readonly shapes: readonly (0 | 1 | 2)[]; readonly named: number }
  | { readonly kind: "remove" | "replace"; readonly at: number }
  | { readonly kind: "connect"; readonly from: number; readonly to: number; readonly port: number }
  | { readonly kind: "disconnect"; readonly at: number };

const edits = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant("add" as const),
      shapes: fc.array(fc.constantFrom(0, 1, 2), { minLength: 1, maxLength: 4 }),
      named: fc.nat(9),
    }),
    fc.record({ kind: fc.constantFrom("remove" as const, "replace" as const), at: fc.nat(20) }),
    fc.record({ kind: fc.constant("connect" as const), from: fc.nat(20), to: fc.nat(20), port: fc.nat(1) }),
    fc.record({ kind: fc.constant("disconnect" as const), at: fc.nat(20) }),
  ),
  { maxLength: 25 },
) as fc.Arbitrary<Edit[]>;

const bases = ["pass", "sum", "fork"] as const;
const ports = [
  [["in"], ["out"]],
  [["in1", "in2"], ["out"]],
  [["in"], ["left", "right"]],
] as const;

function made(shape: 0 | 1 | 2, name: string): Layer {
  const options = name === "" ? {} : { name };
  return shape === 0 ? kinds.pass(options) : shape === 1 ? kinds.sum(2, options) : kinds.fork(options);
}

function end(layer: { readonly name: string }, all: readonly string[], port: string): string {
  return all.length === 1 ? layer.name : `${layer.name}/${port}`;
}

/** Names by the rule of the reference, found by looking at all names. */
function modelNames(model: Model, shapes: readonly (0 | 1 | 2)[], given: string): string[] {
  const used = new Set([...model.layers.map((layer) => layer.name), ...(given === "" ? [] : [given])]);
  const unnamed = shapes.filter((_, i) => !(i === 0 && given !== ""));
  return shapes.map((shape, i) => {
    if (i === 0 && given !== "") return given;
    const base = bases[shape];
    let name: string = base;
    if (unnamed.filter((s) => s === shape).length > 1 || used.has(base)) {
      let number = 1;
      while (used.has(`${base}_${number}`)) number++;
      name = `${base}_${number}`;
    }
    used.add(name);
    return name;
  });
}

/** Makes one edit on both; nothing where it does not apply. */
function edited(graph: LayerGraph, model: Model, edit: Edit): [LayerGraph, Model] {
  const { layers, edges } = model;
  switch (edit.kind) {
    case "add": {
      const wanted = edit.named % 3 === 0 ? `pass_${edit.named}` : "";
      const given = layers.some((layer) => layer.name === wanted) ? "" : wanted;
      const names = modelNames(model, edit.shapes, given);
      const added = edit.shapes.map((shape, i) => ({ name: names[i], inputs: ports[shape][0], outputs: ports[shape][1] }));
      const chain = added.slice(1).map((layer, i) => ({
        source: end(added[i], added[i].outputs, added[i].outputs[0]),
        destination: end(layer, layer.inputs, layer.inputs[0]),
      }));
      const list = edit.shapes.map((shape, i) => made(shape, i === 0 ? given : ""));
      return [graph.addLayers(list), { layers: [...layers, ...added], edges: [...edges, ...chain] }];
    }
    case "remove": {
      const layer = layers[edit.at % layers.length];
      if (!layer) return [graph, model];
      return [
        graph.removeLayers(layer.name),
        { layers: layers.filter((l) => l !== layer), edges: edges.filter((e) => !touches(e, layer.name)) },
      ];
    }
    case "replace": {
      const layer = layers[edit.at % layers.length];
      if (!layer || layer.inputs.length > 1 || layer.outputs.length > 1) return [graph, model];
      const name = `replaced_${layer.name}`;
      if (layers.some((l) => l.name === name)) return [graph, model];
      const rename = (at: string): string => (at === layer.name ? name : at);
      return [
        graph.replaceLayer(layer.name, made(0, name)),
        {
          layers: layers.map((l) => (l === layer ? { ...l, name } : l)),
          edges: edges.map((e) => ({ source: rename(e.source), destination: rename(e.destination) })),
        },
      ];
    }
    case "connect": {
      const from = layers[edit.from % layers.length];
      const to = layers[edit.to % layers.length];
      if (!from || !to) return [graph, model];
      const edge = {
        source: end(from, from.outputs, from.outputs[edit.port % from.outputs.length]),
        destination: end(to, to.inputs, to.inputs[edit.port % to.inputs.length]),
      };
      if (edges.some((e) => e.destination === edge.destination)) {
        expect(() => graph.connectLayers(edge.source, edge.destination)).toThrow(LayerGraphError);
        return [graph, model];
      }
      return [graph.connectLayers(edge.source, edge.destination), { layers, edges: [...edges, edge] }];
    }
    case "disconnect": {
      const edge = edges[edit.at % edges.length];
      if (!edge) return [graph, model];
      return [graph.disconnectLayers(edge.source, edge.destination), { layers, edges: edges.filter((e) => e !== edge) }];
    }
  }
}

function built(list: readonly Edit[]): LayerGraph {
  let [graph, model]: [LayerGraph, Model] = [layerGraph(), { layers: [], edges: [] }];
  for (const edit of list) [graph, model] = edited(graph, model, edit);
  return graph;
}

function touches(edge: { readonly source: string; readonly destination: string }, name: string): boolean {
  return [edge.source, edge.destination].some((at) => at.split("/")[0] === name);
}

function expectSame(graph: LayerGraph, { layers, edges }: Model): void {
  expect(graph.layers.map((layer) => layer.name)).toEqual(layers.map((layer) => layer.name));
  expect(graph.connections).toEqual(edges);
}

describe("random edits", () => {
  it("do what the same edits of plain lists do, and every earlier graph stays as it was", () => {
    fc.assert(
      fc.property(edits, (list) => {
        const history: [LayerGraph, Model][] = [[layerGraph(), { layers: [], edges: [] }]];
        for (const edit of list) history.push(edited(...history.at(-1)!, edit));
        for (const [graph, model] of history) expectSame(graph, model);
      }),
      { numRuns: 300 },
    );
  });

  it("may start from any graph of the past", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.nat(),
            edits.map((list) => list[0]).filter((edit) => edit !== undefined),
          ),
          { maxLength: 40 },
        ),
        (list) => {
          const history: [LayerGraph, Model][] = [[layerGraph(), { layers: [], edges: [] }]];
          for (const [from, edit] of list) history.push(edited(...history[from % history.length], edit));
          for (const [graph, model] of history) expectSame(graph, model);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("give graphs that come back from their files unchanged and whose validation ends", () => {
    fc.assert(
      fc.property(edits, (list) => {
        const graph = built(list);
        const written = writeGraph(graph);
        const read = readGraph(JSON.stringify(written), { layers: kinds });
        expect(writeGraph(read)).toEqual(written);
        expect(validate(read)).toEqual(validate(graph));
      }),
      { numRuns: 150 },
    );
  });

  it("give graphs that are ordered so that sources come first, or that have a loop", () => {
    fc.assert(
      fc.property(edits, (list) => {
        const graph = built(list);
        const { places, stuck } = topologicalOrder(structureOf(graph));
        expect([...places, ...stuck].sort((a, b) => a - b)).toEqual(graph.layers.map((_, i) => i));
        const rank = new Map(places.map((place, i) => [graph.layers[place].name, i]));
        for (const { source, destination } of graph.edges) {
          if (rank.has(destination)) expect(rank.get(source)).toBeLessThan(rank.get(destination)!);
        }
        expect(validate(graph).some((issue) => issue.code === "cycle")).toBe(stuck.length > 0);
      }),
      { numRuns: 200 },
    );
  });
});

describe("readers of graph files", () => {
  const anything = fc.anything({ withNullPrototype: true, withTypedArray: true, withBigInt: true });

  it("never fail otherwise than by a LayerGraphError, whatever they are given", () => {
    fc.assert(
      fc.property(fc.oneof(anything, fc.string(), fc.json()), (content) => {
        try {
          readGraph(content);
        } catch (error) {
          expect(error).toBeInstanceOf(LayerGraphError);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("survive any option of any kind", () => {
    const types = fc.constantFrom("convolution1dLayer", "additionLayer", "sequenceInputLayer", "custom:scaleLayer", "reluLayer");
    const options = fc.dictionary(
      fc.constantFrom("name", "filterSize", "numFilters", "numInputs", "inputSize", "weights", "bias", "padding", "minLength"),
      anything,
    );
    const layers = fc.array(
      fc.tuple(types, options).map(([type, given]) => ({ ...given, type })),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(layers, fc.array(anything, { maxLength: 2 }), (list, connections) => {
        const issues = validateFile({ format: "layergraph/2", layers: list, connections }, { layers: kinds });
        expect(issues.every((issue) => issue.message.length > 0 && issue.code.length > 0)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("find the place where a JSON text was damaged, if it was", () => {
    const text = JSON.stringify(writeGraph(layerGraph([kinds.source(3), kinds.pass(), kinds.sum(2)])), undefined, 1);
    fc.assert(
      fc.property(fc.nat(text.length), fc.string({ maxLength: 3 }), (at, inserted) => {
        const damaged = text.slice(0, at) + inserted + text.slice(at + 1);
        let valid = true;
        try {
          JSON.parse(damaged);
        } catch {
          valid = false;
        }
        const malformed = validateFile(damaged, { layers: kinds }).filter((issue) => issue.code === "malformed-json");
        expect(malformed).toHaveLength(valid ? 0 : 1);
        if (!valid) expect(malformed[0].message).toMatch(/at line \d+, column \d+: received .+, expected .+\.$/s);
      }),
      { numRuns: 500 },
    );
  });
});

describe("PersistentMap", () => {
  it("is a map whose older versions stay, also for keys of one hash", () => {
    // These pairs have the same FNV-1a hash of 32 bits.
    const keys = fc.constantFrom(
      "costarring",
      "liquid",
      "declinate",
      "macallums",
      "altarage",
      "zinke",
      "a",
      "b",
      "relu_1",
      "relu_2",
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(keys, fc.boolean(), fc.nat()), { maxLength: 60 }), (steps) => {
        const versions: [PersistentMap<number>, Map<string, number>][] = [[PersistentMap.empty, new Map()]];
        for (const [key, sets, value] of steps) {
          const [map, model] = versions.at(-1)!;
          const next = new Map(model);
          if (sets) next.set(key, value);
          else next.delete(key);
          versions.push([sets ? map.set(key, value) : map.delete(key), next]);
        }
        for (const [map, model] of versions) {
          expect(map.size).toBe(model.size);
          for (const [key, value] of model) expect(map.get(key)).toBe(value);
          expect(map.values().sort()).toEqual([...model.values()].sort());
        }
      }),
    );
  });
});
