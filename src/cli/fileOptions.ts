import type { ReadGraphOptions } from "../index.ts";
import { type GraphFlags, ownLayers } from "./ownLayers.ts";

/** How a graph file's text is read: with own layers, and with MATLAB only where the file has functions of it. */
export async function fileOptions(text: string, flags: GraphFlags): Promise<ReadGraphOptions> {
  const layers = await ownLayers(flags);
  if (!text.includes('"$matlab"')) return { layers };
  const { functions } = await import("./matlabFunctions.ts");
  return { layers, functions };
}
