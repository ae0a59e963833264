import { type Layer, layerFrom } from "../../layer.ts";
import { type ArrayRow, learnablesTable, statesTable } from "../../network/arrayTable.ts";
import { perObservation } from "../../network/dlnetwork.ts";
import { LayerGraph } from "../../network/layerGraph.ts";
import type { Network } from "../../network/network.ts";
import { cell, numericOf, strings } from "../values/construct.ts";
import { tableValue } from "../values/table.ts";
import { unknown } from "../values/unknown.ts";
import type { Value } from "../values/value.ts";
import type { NetworkContent } from "./graphContent.ts";
import { matlabName } from "./layerOptions.ts";
import { readyNetwork } from "./networkReadiness.ts";

/** MATLAB's table of the learnables or states of a network: layer, parameter and value; unknown where a ported script has no values. */
export function arraysValue(content: NetworkContent, which: "Learnables" | "State"): Value {
  const net = readyNetwork(content, { place: undefined });
  if (!net) return unknown(which, "the network has no values while its script is ported");
  const rows = which === "State" ? statesTable(net) : learnablesTable(net);
  const column = (text: (row: ArrayRow) => string): Value => strings(rows.map(text), [rows.length, 1]);
  const values = rows.map(({ value: { size, data } }) => numericOf(size, data, "single"));
  return tableValue(
    ["Layer", "Parameter", "Value"],
    [column(({ layer }) => layer), column(({ parameter }) => matlabName(parameter)), cell(values, [rows.length, 1])],
  );
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
