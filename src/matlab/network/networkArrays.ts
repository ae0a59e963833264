import { type Layer, layerFrom } from "../../layer.ts";
import { type ArrayRow, learnablesTable, statesTable } from "../../network/arrayTable.ts";
import { dlnetwork, perObservation } from "../../network/dlnetwork.ts";
import { LayerGraph } from "../../network/layerGraph.ts";
import type { Network } from "../../network/network.ts";
import { arraysTable, networkArrays } from "../layers/arrayTables.ts";
import { constantsOf } from "../layers/networkConstants.ts";
import { unknown } from "../values/unknown.ts";
import type { Value } from "../values/value.ts";
import { NetworkContent } from "./graphContent.ts";
import { readyNetwork } from "./networkReadiness.ts";
import { asked } from "./refusals.ts";

/** MATLAB's table of the learnables or states of a network: layer, parameter and value; unknown where a ported script has no values. */
export function arraysValue(content: NetworkContent, which: "Learnables" | "State"): Value {
  const net = readyNetwork(content, { place: undefined });
  if (!net) return unknown(which, "the network has no values while its script is ported");
  const { learnables, states } = constantsOf(net);
  return arraysTable(which === "State" ? states : learnables);
}

/** The network with other learnables or states, given as such a table; itself where they are unknown. */
export function withArraysOf(content: NetworkContent, which: "Learnables" | "State", given: Value): NetworkContent {
  const net = readyNetwork(content, { place: undefined });
  if (!net || given.kind === "unknown") return content;
  const name = which === "State" ? "states" : "learnables";
  const changed = asked(undefined, () => dlnetwork(net).with({ [name]: networkArrays(given, net[name], which) }));
  return new NetworkContent(content.className, content.graph, changed);
}

const known = new WeakMap<Network, LayerGraph>();

/** The graph of a network whose layers have its values as options, as layers of a trained network have them in MATLAB. */
export function graphWithValues({ graph, network }: NetworkContent): LayerGraph {
  if (!network) return graph;
  const made = known.get(network) ?? valued(graph, network);
  known.set(network, made);
  return made;
}

function valued(graph: LayerGraph, network: Network): LayerGraph {
  const passing = perObservation(graph);
  const arrays = new Map<string, ArrayRow[]>();
  for (const row of [...learnablesTable(network), ...statesTable(network)]) {
    if (passing.has(`${row.layer}/${row.parameter}`)) continue;
    arrays.set(row.layer, [...(arrays.get(row.layer) ?? []), row]);
  }
  const layers = graph.layers.map((layer) => withArrays(layer, arrays.get(layer.name) ?? []));
  return graph.edges.reduce(
    (all, { source, sourcePort, destination, destinationPort }) =>
      all.connectLayers(`${source}/${sourcePort}`, `${destination}/${destinationPort}`),
    LayerGraph.unconnected(layers),
  );
}

function withArrays(layer: Layer, rows: readonly ArrayRow[]): Layer {
  const own = rows.filter(({ parameter }) => parameter in layer.definition.options.shape);
  if (own.length === 0) return layer;
  const values = Object.fromEntries(own.map(({ parameter, value }) => [parameter, value]));
  return { ...layerFrom(layer.definition, { ...layer.given, ...values, name: layer.name }), base: layer.base };
}
