import { LayerGraphError } from "../errors.ts";
import type { Layer } from "../layer.ts";

/** Layers one after another; lists within lists are joined, as MATLAB's brackets do. */
export type LayerList = Layer | readonly LayerList[];

const deepest = 100;

/** The layers of a list as one flat list. Throws where an element is no layer. */
export function flatLayers(list: LayerList, where: string): Layer[] {
  const layers: Layer[] = [];
  collect(list, where, 0, layers);
  return layers;
}

function collect(list: unknown, where: string, depth: number, layers: Layer[]): void {
  if (Array.isArray(list)) {
    if (depth === deepest) {
      throw new LayerGraphError("not-a-layer", `${where}: the lists of layers are nested more than ${deepest} deep.`);
    }
    for (const element of list) collect(element, where, depth + 1, layers);
  } else if (isLayer(list)) layers.push(list);
  else throw new LayerGraphError("not-a-layer", `${where}: element ${layers.length + 1} ${whatItIs(list)}`);
}

function isLayer(value: unknown): value is Layer {
  if (typeof value !== "object" || value === null) return false;
  const { name, type, base, definition, inputNames, outputNames, problems } = value as Partial<Layer>;
  const lists = [inputNames, outputNames, problems].every(Array.isArray);
  return lists && [name, type, base].every((text) => typeof text === "string") && typeof definition === "object";
}

function whatItIs(value: unknown): string {
  if (typeof value === "function" && "definition" in value) {
    const { type } = value.definition as { type: string };
    return `is the function ${type}, expected a layer. Call it: ${type}(...).`;
  }
  const kind = value === null ? "null" : typeof value === "object" ? "an object that is no layer" : `a ${typeof value}`;
  return `is ${kind}, expected a layer, as a layer function returns it.`;
}
