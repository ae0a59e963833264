import { LayerGraphError } from "../index.ts";
import { importFile, isModule, moduleExtensions } from "./moduleFile.ts";
import type { SetFlags } from "./moduleGraph.ts";

/** The flags of every command that loads a graph. */
export interface GraphFlags extends SetFlags {
  readonly layers?: readonly string[];
  readonly variable?: string;
}

/** The layers that the modules of `--layers` export. */
export async function ownLayers({ layers: files = [] }: GraphFlags): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  for (const file of files) {
    if (!isModule(file)) {
      throw new LayerGraphError("module-format", `--layers '${file}' is not a module; ${moduleExtensions.join(", ")} files are.`);
    }
    const functions = Object.values(await importFile(file)).filter(
      (value) => typeof value === "function" && "definition" in value,
    );
    if (functions.length === 0) {
      throw new LayerGraphError("no-layers", `--layers '${file}' exports no layer; export what defineLayer returns.`);
    }
    found.push(...functions);
  }
  return found;
}
