import type { Layer } from "../../layer.ts";
import type { LayerGraph } from "../../network/layerGraph.ts";
import { type Connection, type Edge, portsOf } from "../../network/wiring.ts";

/** One step of building a graph with MATLAB's functions. */
export type BuildingStep =
  /** Layers in a row, each connected to the next by its first output and first input. */
  { readonly kind: "add"; readonly layers: readonly Layer[] } | { readonly kind: "connect"; readonly connection: Connection };

/**
 * The steps that build a graph as a person would write them: layers that follow each other are added together, in the order of the graph, and each
 * other connection is made as soon as both its ends are there.
 */
export function buildingSteps(graph: LayerGraph): readonly BuildingStep[] {
  const rows = rowsOf(graph);
  const rowOf = new Map(rows.flatMap((layers, at) => layers.map(({ name }) => [name, at] as const)));
  const inside = new Set(rows.flatMap((layers) => layers.slice(1).map(({ name }, i) => `${layers[i].name}\n${name}`)));
  const connections = rows.map((): Connection[] => []);
  graph.edges.forEach((edge, at) => {
    if (inside.has(`${edge.source}\n${edge.destination}`) && isPlain(graph, edge)) return;
    connections[Math.max(rowOf.get(edge.source)!, rowOf.get(edge.destination)!)].push(graph.connections[at]);
  });
  return rows.flatMap((layers, at): BuildingStep[] => [
    { kind: "add", layers },
    ...connections[at].map((connection): BuildingStep => ({ kind: "connect", connection })),
  ]);
}

/** The layers in their order, cut where one is not connected to the next as adding them together would. */
function rowsOf(graph: LayerGraph): Layer[][] {
  const rows: Layer[][] = [];
  let previous: Layer | undefined;
  for (const layer of graph.layers) {
    const from = previous?.name;
    const follows = graph.edgesInto(layer.name).some((edge) => edge.source === from && isPlain(graph, edge));
    if (follows) rows.at(-1)!.push(layer);
    else rows.push([layer]);
    previous = layer;
  }
  return rows;
}

/** Whether a connection goes from a first output to a first input; an unnamed port is the only one that is known. */
function isPlain(graph: LayerGraph, { source, sourcePort, destination, destinationPort }: Edge): boolean {
  const [from] = portsOf(graph.layer(source)!, "output") ?? [""];
  const [to] = portsOf(graph.layer(destination)!, "input") ?? [""];
  return from === sourcePort && to === destinationPort;
}
