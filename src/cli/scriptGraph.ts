import { type LayerGraph, LayerGraphError, portScript } from "../index.ts";
import type { SetFlags } from "./moduleGraph.ts";
import { printNote } from "./output.ts";

/**
 * The graph that a MATLAB script builds: of several, the trained one. Warnings are told on standard error.
 *
 * @throws LayerGraphError `script-failed`, `no-graph`
 */
export async function scriptGraph(path: string, { set }: SetFlags): Promise<LayerGraph> {
  const { graphs, error, warnings } = await portScript({ path, ...(set && { set }), typescript: false });
  for (const { message, file, line } of warnings)
    printNote(`warning: ${line === undefined ? "" : `${file}:${line}: `}${message}`);
  if (error) {
    const place = error.line === undefined ? "" : `${error.file}:${error.line}:${error.column}: `;
    throw new LayerGraphError("script-failed", `${place}${error.message}${error.shown === undefined ? "" : `\n${error.shown}`}`);
  }
  const [first] = graphs;
  if (first) return first.graph;
  throw new LayerGraphError("no-graph", `'${path}' builds no network. See layergraph port ${path} for what its statements do.`);
}
