import type { Layer } from "../../layer.ts";
import type { LayerGraph } from "../../network/layerGraph.ts";
import { isBuiltIn } from "../../network/registry.ts";
import { isUnknownValue } from "../../network/unknown.ts";

/** The first thing in which a graph differs from the one that is expected, as a sentence; undefined where they are the same. */
export function graphDifference(graph: LayerGraph, expected: LayerGraph): string | undefined {
  if (graph.layers.length !== expected.layers.length)
    return `it has ${graph.layers.length} layers, the script's has ${expected.layers.length}`;
  for (const [k, layer] of graph.layers.entries()) {
    const difference = layerDifference(layer, expected.layers[k]);
    if (difference !== undefined) return difference;
  }
  const connections = (of: LayerGraph) => of.connections.map(({ source, destination }) => `${source} -> ${destination}`).sort();
  const [own, wanted] = [connections(graph), connections(expected)];
  const [ownSet, wantedSet] = [new Set(own), new Set(wanted)];
  const missing = wanted.find((each) => !ownSet.has(each));
  if (missing !== undefined) return `the connection ${missing} is missing`;
  const more = own.find((each) => !wantedSet.has(each));
  return more === undefined ? undefined : `it has the connection ${more} more`;
}

function layerDifference(layer: Layer, expected: Layer): string | undefined {
  if (layer.name !== expected.name) return `layer '${layer.name}' is called '${expected.name}' in the script`;
  if (layer.type !== expected.type) return `layer '${layer.name}' is a ${layer.type}, in the script a ${expected.type}`;
  if (standsFor(layer, expected)) return undefined;
  const understood = layer.problems.length + expected.problems.length === 0;
  const [own, wanted] = understood ? [layer.options, expected.options] : [layer.given, expected.given];
  for (const option of new Set([...Object.keys(own), ...Object.keys(wanted)])) {
    if (isUnknownValue(expected.given[option])) continue;
    if (!same(own[option], wanted[option])) return `option '${option}' of layer '${layer.name}' differs`;
  }
  return undefined;
}

/** Whether a layer of this library stands for one of a class of the script of the same name: with the same values given by position. */
export function standsFor(layer: Layer, expected: Layer): boolean {
  if (!isBuiltIn(layer.definition) || isBuiltIn(expected.definition) || layer.base !== expected.base) return false;
  const values = Object.values(expected.given).map((value) => JSON.stringify(value));
  return Object.values(layer.given).every((value) => values.includes(JSON.stringify(value)));
}

function same(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === "function" && typeof b === "function") || JSON.stringify(plain(a)) === JSON.stringify(plain(b));
}

function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return [...(value as Float32Array)];
  return value;
}
