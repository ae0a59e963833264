import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runScript } from "../../../src/matlab/interpret/runScript.ts";
import type { LayerGraph } from "../../../src/network/layerGraph.ts";

/** The graph in the variable `lgraph` that a script builds. Throws what ends the script. */
export async function ported(text: string, set: Readonly<Record<string, string>> = {}): Promise<LayerGraph> {
  const folder = mkdtempSync(join(tmpdir(), "layergraph-export-"));
  try {
    const path = join(folder, "exported.m");
    writeFileSync(path, text);
    const { graphs, error } = await runScript({ path, mode: "port", set });
    if (error) throw error;
    return graphs.find(({ name }) => name === "lgraph")!.graph;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
