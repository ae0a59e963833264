import { type LayerGraph, LayerGraphError, type PortedScript, portScript } from "../index.ts";
import type { SetFlags } from "./moduleGraph.ts";
import { printNote } from "./output.ts";

/**
 * The graph that a MATLAB script builds: of several, the trained one. Warnings are told on standard error.
 *
 * @throws LayerGraphError `script-failed`, `no-graph`
 */
export async function scriptGraph(path: string, { set }: SetFlags): Promise<LayerGraph> {
  const { graphs, error, warnings } = await portScript({ path, ...(set && { set }), typescript: false });
  for (const warning of warnings) printNote(scriptWarningText(warning));
  if (error) throw new LayerGraphError("script-failed", scriptErrorText(error));
  const [first] = graphs;
  if (first) return first.graph;
  throw new LayerGraphError("no-graph", `'${path}' builds no network. See layergraph port ${path} for what its statements do.`);
}

/** A warning about a script, with its place. */
export function scriptWarningText({ message, file, line }: PortedScript["warnings"][number]): string {
  return `warning: ${line === undefined ? "" : `${file}:${line}: `}${message}`;
}

/** What ended a script, with the file, the line, the column, the line itself and a mark. */
export function scriptErrorText({ message, file, line, column, shown }: NonNullable<PortedScript["error"]>): string {
  const place = line === undefined ? "" : `${file}:${line}:${column}: `;
  return `${place}${message}${shown === undefined ? "" : `\n${shown}`}`;
}
