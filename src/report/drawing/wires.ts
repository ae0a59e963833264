import type { AnalyzedLayer, NetworkAnalysis } from "../../network/analyze.ts";

/** A connection between places in a list: of layers, or of boxes. */
export interface Wire {
  readonly source: number;
  readonly sourcePort: string;
  readonly destination: number;
  readonly destinationPort: string;
}

/** The connections of an analysis with their layers as places in its list, and every port named; those into one layer in the order of its ports. */
export function wiresOf({ layers, connections }: Pick<NetworkAnalysis, "layers" | "connections">): Wire[] {
  const places = new Map(layers.map((layer, place) => [layer.name, place]));
  const portOf = ({ destination, destinationPort }: Wire): number => layers[destination].inputNames.indexOf(destinationPort);
  const wires = connections.flatMap(({ source, destination }) => {
    const from = endOf(source, layers, places, (layer) => layer.outputNames);
    const to = endOf(destination, layers, places, (layer) => layer.inputNames);
    if (from === undefined || to === undefined) return [];
    return [{ source: from.place, sourcePort: from.port, destination: to.place, destinationPort: to.port }];
  });
  return wires.sort((a, b) => portOf(a) - portOf(b));
}

/** The layer and the port of an end: `relu`, `add_1/in2`. The longest name counts, for broken names may hold a slash. */
function endOf(
  end: string,
  layers: readonly AnalyzedLayer[],
  places: ReadonlyMap<string, number>,
  ports: (layer: AnalyzedLayer) => readonly string[],
): { readonly place: number; readonly port: string } | undefined {
  for (let at = end.length; at >= 0; at = at === 0 ? -1 : end.lastIndexOf("/", at - 1)) {
    const place = places.get(end.slice(0, at));
    if (place !== undefined) return { place, port: at === end.length ? (ports(layers[place])[0] ?? "") : end.slice(at + 1) };
  }
  return undefined;
}

/** The wires into each place. */
export function wiresInto(count: number, wires: readonly Wire[]): Wire[][] {
  const into: Wire[][] = Array.from({ length: count }, () => []);
  for (const wire of wires) into[wire.destination].push(wire);
  return into;
}

/** The wires out of each place. */
export function wiresOutOf(count: number, wires: readonly Wire[]): Wire[][] {
  const out: Wire[][] = Array.from({ length: count }, () => []);
  for (const wire of wires) out[wire.source].push(wire);
  return out;
}
