import { DlNetwork } from "../../network/dlnetwork.ts";
import { openPorts } from "../../network/ends.ts";
import type { LayerGraph } from "../../network/layerGraph.ts";
import type { NetworkContent } from "./graphContent.ts";

/** MATLAB's names of the inputs or outputs of a network: its input layers, and the ports that nothing is connected to. */
export function openNames(graph: LayerGraph, side: "input" | "output"): string[] {
  const fed = side === "input" ? graph.inputNames : [];
  const open = openPorts(graph, side).flatMap(({ layer, ports }) => {
    const all = side === "input" ? layer.inputNames : layer.outputNames;
    return ports.map((port) => (all.length === 1 ? layer.name : `${layer.name}/${port}`));
  });
  return [...fed, ...open];
}

/** Whether every learnable and state of a network has a value, or will have one when it is asked for. */
export function isInitialized({ graph, network, seed }: NetworkContent): boolean {
  return seed !== undefined || (network !== undefined && new DlNetwork({ ...network, graph }).initialized);
}
