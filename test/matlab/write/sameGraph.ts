import { expect } from "vitest";
import type { LayerGraph } from "../../../src/index.ts";
import { type ArrayOption, arrayValue, type Layer } from "../../../src/layer.ts";
import { LayerGraph as Graph } from "../../../src/network/layerGraph.ts";

/** Asserts that two graphs have the same layers in the same order, with the same options, and the same connections. */
export function expectSameGraph(graph: LayerGraph, expected: LayerGraph): void {
  expect(graph.layers.map(factsOf)).toEqual(expected.layers.map(factsOf));
  const connections = (of: LayerGraph) => of.connections.map(({ source, destination }) => `${source} -> ${destination}`).sort();
  expect(connections(graph)).toEqual(connections(expected));
}

function factsOf({ name, type, options, given, problems }: Layer): unknown {
  const entries = Object.entries(problems.length > 0 ? given : options).filter(([, value]) => value !== undefined);
  return { name, type, ...Object.fromEntries(entries.map(([option, value]) => [option, plain(value)])) };
}

/** Arrays by their numbers and sizes, however they were given. */
function plain(value: unknown): unknown {
  const inner = (value as { readonly graph?: unknown } | null)?.graph ?? value;
  if (inner instanceof Graph) return { layers: inner.layers.map(factsOf), connections: inner.connections };
  if (typeof value !== "object" || value === null || "$unknown" in value) return value;
  const isArray = Array.isArray(value) ? value.flat(9).every((each) => typeof each === "number") : "data" in value;
  const array = isArray ? arrayValue(value as ArrayOption) : undefined;
  if (array) return { size: array.size.filter((n) => n !== 1), data: Array.from(array.data) };
  return Array.isArray(value) ? value.map(plain) : value;
}
