import type { Layer } from "../layer.ts";
import { portsOf, printEnd, type Side, type Wiring } from "./wiring.ts";

/**
 * What a network is for: `"trainNetwork"` for a graph that ends in an output layer, which computes the loss; `"dlnetwork"` for one without
 * output layers, whose unconnected outputs are its results.
 */
export type TargetUsage = "trainNetwork" | "dlnetwork";

/** An output of a layer. */
export interface OutputPort {
  readonly layer: string;
  readonly port: string;
}

/** What a network is for, as its layers tell: one with an output layer is for `trainNetwork`. */
export function usageOf({ layers }: Wiring): TargetUsage {
  return layers.some((layer) => layer.definition.loss) ? "trainNetwork" : "dlnetwork";
}

/**
 * The outputs of a network, in the order of its layers: what flows into its output layers, or where it has none, every output port that is
 * not connected.
 */
export function outputsOf(wiring: Wiring): OutputPort[] {
  const judged = wiring.layers.filter((layer) => layer.definition.loss);
  if (judged.length === 0)
    return openPorts(wiring, "output").flatMap(({ layer, ports }) => ports.map((port) => ({ layer: layer.name, port })));
  return judged.flatMap(({ name }) => {
    const edge = wiring.edges.find(({ destination }) => destination === name);
    return edge ? [{ layer: edge.source, port: edge.sourcePort }] : [];
  });
}

/** The name of an output of a network: the layer's, with the port where the layer has several. */
export function outputName({ layers }: Wiring, { layer: name, port }: OutputPort): string {
  const layer = layers.find((candidate) => candidate.name === name);
  return layer ? printEnd(layer, port, "output") : name;
}

/** The input layers of a network, in its order. */
export function inputLayersOf({ layers }: Wiring): Layer[] {
  return layers.filter((layer) => layer.definition.input);
}

/** A layer with ports on one side that nothing is connected to. */
export interface OpenLayer {
  readonly layer: Layer;
  readonly ports: readonly string[];
}

/** The layers of which ports on one side are not connected, in their order. Layers whose ports are not known are left out. */
export function openPorts({ layers, edges }: Wiring, side: Side): OpenLayer[] {
  const used = new Set(
    edges.map((edge) =>
      side === "input" ? portKey(edge.destination, edge.destinationPort) : portKey(edge.source, edge.sourcePort),
    ),
  );
  return layers.flatMap((layer) => {
    const ports = portsOf(layer, side)?.filter((port) => !used.has(portKey(layer.name, port))) ?? [];
    return ports.length > 0 ? [{ layer, ports }] : [];
  });
}

/** A key without collisions, whatever names and ports are. */
function portKey(layer: string, port: string): string {
  return JSON.stringify([layer, port]);
}
