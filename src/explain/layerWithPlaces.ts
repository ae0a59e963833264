import { LayerGraphError } from "../errors.ts";
import { hasOnePlace } from "../layer/flattening.ts";
import { type Layout, layoutOf } from "../layer.ts";
import type { OutputPort } from "../network/ends.ts";
import { outputName } from "../network/ends.ts";
import type { LayerGraph } from "../network/layerGraph.ts";
import { traceSeparately } from "../plan/forward.ts";

/**
 * The output, on the way to another one, that was computed last of those with time steps or pixels. Where the other one has them itself, the layers that only read
 * off its answer, from the last layer with learnables on, are passed over.
 *
 * @throws LayerGraphError `no-places` where there is none
 */
export function lastLayerWithPlaces(lgraph: LayerGraph, end: OutputPort, where: string): OutputPort {
  const traced = traceSeparately(lgraph);
  const before = sourcesOf(lgraph, end.layer);
  const ways = traced.order.filter(({ name }) => before.has(name) || name === end.layer);
  const learned = new Set(traced.learnables.arrays.map(({ layer }) => layer));
  const places = (name: string): boolean => hasPlaces(layoutOf(traced.activations.get(name)![0]));
  const reading = places(end.layer) ? ways.findLastIndex(({ name }) => learned.has(name)) : -1;
  const candidates = reading > 0 ? [...sourcesOf(lgraph, ways[reading].name)] : [...before];
  const found = ways.findLast(({ name, definition }) => candidates.includes(name) && !definition.input && places(name));
  if (found) return { layer: found.name, port: found.outputNames[0] };
  const fix = "Name the layer, or use integratedGradients or occlusion.";
  const message = `${where}: no layer before '${outputName(lgraph, end)}' has an output with time steps or pixels, over which a map could be drawn. ${fix}`;
  throw new LayerGraphError("no-places", message, { fix });
}

/** Whether an array has time steps, or images of more than one place. */
export function hasPlaces(layout: Layout): boolean {
  return layout.format.includes("T") || (layout.format.includes("S") && !hasOnePlace(layout));
}

/** The names of all layers from which something flows to a layer. */
function sourcesOf(lgraph: LayerGraph, layer: string): Set<string> {
  const found = new Set<string>();
  const ahead = [layer];
  for (const name of ahead) {
    for (const { source } of lgraph.edgesInto(name)) {
      if (found.has(source)) continue;
      found.add(source);
      ahead.push(source);
    }
  }
  return found;
}
