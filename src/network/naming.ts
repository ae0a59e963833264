import { LayerGraphError } from "../errors.ts";
import { type Layer, renamed } from "../layer.ts";
import type { GraphState } from "./graphState.ts";
import type { PersistentMap } from "./persistentMap.ts";
import { quoted } from "./wiring.ts";

/** Layers with names, and the state's memory of the numbers taken. */
export interface NamedLayers {
  readonly layers: readonly Layer[];
  readonly taken: PersistentMap<number>;
}

/**
 * The layers of one call, the unnamed ones named as MATLAB does: alone with its base in the list and the base free, a layer gets the
 * bare base; otherwise each gets the base with the smallest number that is free. Throws where a given name is taken.
 */
export function nameLayers(state: GraphState, layers: readonly Layer[]): NamedLayers {
  const given = givenNames(state, layers);
  const isFree = (name: string): boolean => !given.has(name) && !state.layers.has(name);
  const members = new Map<string, number>();
  for (const { name, base } of layers) if (name === "") members.set(base, (members.get(base) ?? 0) + 1);
  let taken = state.taken;
  const nameFor = (base: string): string => {
    if (members.get(base) === 1 && isFree(base)) return base;
    let number = taken.get(base) ?? 1;
    while (!isFree(`${base}_${number}`)) number++;
    taken = taken.set(base, number + 1);
    return `${base}_${number}`;
  };
  const named = layers.map((layer) => (layer.name === "" ? renamed(layer, nameFor(layer.base)) : layer));
  return { layers: named, taken };
}

/** The numbers taken once a layer of the given name is gone. */
export function releaseName(taken: PersistentMap<number>, name: string): PersistentMap<number> {
  const match = /^(.*)_([1-9]\d{0,14})$/s.exec(name);
  if (!match) return taken;
  const number = Number(match[2]);
  return number < (taken.get(match[1]) ?? 1) ? taken.set(match[1], number) : taken;
}

function givenNames(state: GraphState, layers: readonly Layer[]): Set<string> {
  const names = new Set<string>();
  for (const { name, type } of layers) {
    if (name === "") continue;
    if (names.has(name) || state.layers.has(name)) {
      const where = names.has(name) ? "twice in the layers to add" : "already in the graph";
      throw new LayerGraphError(
        "duplicate-name",
        `Layer ${quoted(name)}: layer names must be unique, but this one is ${where}. Give the ${type} another name.`,
        { layer: name, received: name },
      );
    }
    names.add(name);
  }
  return names;
}
