import * as layers from "../../layers/index.ts";
import { LayerGraphError } from "../errors.ts";
import type { AnyLayerDefinition } from "../layer.ts";

/** Anything that `defineLayer` returned. */
export interface AnyLayerFunction {
  readonly definition: unknown;
}

/** Own layers for reading and writing graph files: a list, or a record such as a module's exports. What is no layer function is left out. */
export type OwnLayers = readonly unknown[] | Readonly<Record<string, unknown>>;

/** What starts the type of an own layer in a graph file. */
export const customPrefix = "custom:";

/** The layers of this library by type, in alphabetical order. */
export const builtInDefinitions: ReadonlyMap<string, AnyLayerDefinition> = new Map(
  [...definitionsIn(layers)].sort(([a], [b]) => (a < b ? -1 : 1)),
);

/** Whether a definition is one of this library's own, so that its type alone names it in a file. */
export function isBuiltIn(definition: AnyLayerDefinition): boolean {
  return builtInDefinitions.get(definition.type) === definition;
}

/** What `type` is in a graph file. */
export function fileType(definition: AnyLayerDefinition): string {
  return isBuiltIn(definition) ? definition.type : `${customPrefix}${definition.type}`;
}

/** Every definition that a graph file may name, by `type` in the file: the library's and the given own ones. */
export function definitionsByFileType(own: OwnLayers = []): ReadonlyMap<string, AnyLayerDefinition> {
  const definitions = new Map(builtInDefinitions);
  for (const [type, definition] of definitionsIn(own)) {
    if (isBuiltIn(definition)) continue;
    const name = `${customPrefix}${type}`;
    const there = definitions.get(name);
    if (there && there !== definition) {
      throw new LayerGraphError("duplicate-type", `layers: two different layers have the type '${type}'. Rename one of them.`, {
        received: type,
      });
    }
    definitions.set(name, definition);
  }
  return definitions;
}

function definitionsIn(exports: OwnLayers): [string, AnyLayerDefinition][] {
  return Object.values(exports).flatMap((value): [string, AnyLayerDefinition][] => {
    if (typeof value !== "function" || !("definition" in value)) return [];
    const definition = value.definition as AnyLayerDefinition;
    return [[definition.type, definition]];
  });
}
