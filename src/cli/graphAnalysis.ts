import { type AnalyzeOptions, analyze, inspectGraph, type NetworkAnalysis, readText } from "../index.ts";
import { fileOptions } from "./fileOptions.ts";
import { graphFormat, loadLayerGraph } from "./graphArgument.ts";
import { refuseValues } from "./moduleGraph.ts";
import type { GraphFlags } from "./ownLayers.ts";

/** The analysis of a graph; of a graph file, what could be read of it, with the problems of the rest. */
export async function analysisOf(path: string, flags: GraphFlags & AnalyzeOptions): Promise<NetworkAnalysis> {
  const { targetUsage, miniBatchSize, sequenceLength } = flags;
  const options: AnalyzeOptions = { targetUsage, miniBatchSize, sequenceLength };
  const isFile = graphFormat(path) === ".json";
  if (isFile) refuseValues(path, flags.set);
  else return analyze(await loadLayerGraph(path, flags), options);
  const text = readText(path);
  const { graph, issues: unread } = inspectGraph(text, await fileOptions(text, flags));
  const analysis = analyze(graph, options);
  const errors = unread.filter(({ severity }) => severity === "error").length;
  const totals = {
    ...analysis.totals,
    errors: analysis.totals.errors + errors,
    warnings: analysis.totals.warnings + unread.length - errors,
  };
  return { ...analysis, issues: [...unread, ...analysis.issues], totals };
}
