import { analyze } from "../../network/analyze.ts";
import { usageOf } from "../../network/ends.ts";
import { layerGraph } from "../../network/layerGraph.ts";
import type { LayerList } from "../../network/layerList.ts";
import { noLayerGraph, type Wiring } from "../../network/wiring.ts";
import { graphSvg } from "./graphSvg.ts";
import type { PlotOptions } from "./options.ts";

/**
 * A drawing of a layer graph, of a network or of layers connected one after the other, as the text of an SVG document: one box for each layer with its
 * name, its type and the size of what flows out of it, and its connections from port to port. Problems are marked on the layers; broken graphs are
 * drawn too. MATLAB opens a window; here the picture is what is returned, to be written to a file or put into a page.
 *
 * @example writeFileSync("network.svg", plot(lgraph, { fold: true }));
 * @see MATLAB plot
 */
export function plot(lgraph: Wiring | LayerList | { readonly graph: Wiring }, options: PlotOptions = {}): string {
  const wiring = wiringOf(lgraph);
  return graphSvg(analyze(wiring, { targetUsage: usageOf(wiring) }), options);
}

function wiringOf(given: Wiring | LayerList | { readonly graph: Wiring }): Wiring {
  if (typeof given !== "object" || given === null) throw noLayerGraph(given, "plot");
  if ("graph" in given) return given.graph;
  return "edges" in given ? given : layerGraph(given);
}
