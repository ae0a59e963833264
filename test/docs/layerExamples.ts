import * as names from "../../src/index.ts";
import type { Layer } from "../../src/layer.ts";
import { builtInDefinitions } from "../../src/network/registry.ts";
import { layerComment } from "./layerSource.ts";

/** The layers that the examples in the doc comment of a kind of layer make. */
export function exampleLayers(type: string): readonly Layer[] {
  const known = made.get(type) ?? (layerComment(type)?.examples ?? []).flatMap((code) => evaluated(code, type));
  made.set(type, known);
  return known;
}
const made = new Map<string, readonly Layer[]>();

/** The layers of all examples of all kinds. */
export function allExampleLayers(): readonly Layer[] {
  return [...builtInDefinitions.keys()].flatMap(exampleLayers);
}

function evaluated(code: string, type: string): Layer[] {
  const expression = code.replace(/;\s*$/, "");
  const build = new Function(...Object.keys(names), `return (${expression}\n);`) as (...values: readonly unknown[]) => unknown;
  const layer = build(...Object.values(names)) as Layer | undefined;
  return layer?.type === type ? [{ ...layer, name: layer.name || type }] : [];
}
