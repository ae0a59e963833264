import { type MatObject, type MatValue, matText } from "../../data/matValues.ts";
import { LayerGraphError } from "../../errors.ts";
import { LayerGraph, layerGraph } from "../../network/layerGraph.ts";
import type { Connection } from "../../network/wiring.ts";
import type { Holder } from "./findNetworks.ts";
import { savedParts, structFields } from "./savedFields.ts";
import { type OwnClasses, type SavedLayer, savedLayer } from "./savedLayer.ts";

/** The layers of a network as they were saved, and the graph of them, in which learnables and statistics have no values. */
export interface SavedGraph {
  readonly layers: readonly SavedLayer[];
  readonly graph: LayerGraph;
}

/**
 * The graph that a network, a layer graph or an array of layers in a file is.
 *
 * @throws LayerGraphError `mat-network` where parts are missing or not what they should be, `quantized-network`
 */
export function savedGraph(holder: Holder, own: OwnClasses): SavedGraph {
  const parts = partsOf(holder);
  const layers = parts.layers.map((object) => savedLayer(object, own));
  return { layers, graph: wired(layers, parts.connections, holder) };
}

interface Parts {
  readonly layers: readonly MatObject[];
  /** Undefined where each layer is connected to the next. */
  readonly connections: readonly Connection[] | undefined;
}

function partsOf({ value, className, path }: Holder): Parts {
  if (value.kind === "objectArray") return { layers: layersOf(value, path), connections: undefined };
  if (className !== "dlnetwork" && !value.saved) return { layers: [value], connections: undefined };
  const fields = savedParts(value);
  if (!fields) throw damaged(path, className, "what was saved of it is no struct");
  refuseQuantized(fields, path);
  const inner = fields.get("LayerGraph");
  if (inner?.kind === "object") return partsOf({ value: inner, className: inner.className, kind: "graph", path });
  const layers = fields.get("Layers");
  if (layers === undefined) {
    if (className.startsWith("nnet.cnn.layer.")) return { layers: [value], connections: undefined };
    throw damaged(path, className, "it has no Layers");
  }
  const connections = fields.get("Connections");
  return {
    layers: layersOf(layers, path),
    connections: connections === undefined ? undefined : connectionsOf(connections, path),
  };
}

function layersOf(value: MatValue, path: string): readonly MatObject[] {
  if (value.kind === "object") return [value];
  const elements = value.kind === "objectArray" ? value.elements : [];
  if (elements.length > 0 && elements.every((element) => element !== undefined)) return elements;
  throw damaged(path, "Layer array", "it has no layers, or some of them are missing");
}

/** The rows of MATLAB's table with the variables Source and Destination, each a cell of text. */
function connectionsOf(value: MatValue, path: string): readonly Connection[] {
  const properties = value.kind === "object" && value.className === "table" ? value.properties : undefined;
  const [names, columns] = [properties?.get("varnames"), properties?.get("data")];
  const column = (name: string): readonly (string | undefined)[] | undefined => {
    if (names?.kind !== "cell" || columns?.kind !== "cell") return undefined;
    const cells = columns.elements[names.elements.findIndex((each) => matText(each) === name)];
    if (cells?.kind === "string") return cells.values;
    return cells?.kind === "cell" ? cells.elements.map(matText) : undefined;
  };
  const [sources, destinations] = [column("Source"), column("Destination")];
  if (!sources || sources.length !== destinations?.length)
    throw damaged(path, "table", "its Connections have no columns Source and Destination of one length");
  return sources.map((source, row) => {
    const destination = destinations[row];
    if (source === undefined || destination === undefined)
      throw damaged(path, "table", `row ${row + 1} of its Connections names no layers`);
    return { source, destination };
  });
}

function wired(layers: readonly SavedLayer[], connections: readonly Connection[] | undefined, { path }: Holder): LayerGraph {
  const plain = layers.map(({ layer }) => layer);
  try {
    if (connections === undefined) return layerGraph(plain);
    return connections.reduce(
      (graph, { source, destination }) => graph.connectLayers(source, destination),
      LayerGraph.unconnected(plain),
    );
  } catch (cause) {
    if (!(cause instanceof LayerGraphError)) throw cause;
    throw new LayerGraphError("mat-network", `'${path}' cannot be put together: ${cause.message}`, { cause });
  }
}

/** The weights of a quantized network are not those that it computes with. */
function refuseQuantized(fields: ReadonlyMap<string, MatValue>, path: string): void {
  const info = fields.get("SerializedQuantizationInfo");
  const data = info && structFields(info)?.get("data");
  const map = data?.kind === "object" ? data.properties.get("serialization") : undefined;
  const keys = map && structFields(map)?.get("keys");
  if (keys?.kind !== "cell" || keys.elements.length === 0) return;
  throw new LayerGraphError(
    "quantized-network",
    `'${path}' is a quantized network, which is not supported. Save the network that it was made from.`,
    { received: "a quantized network" },
  );
}

function damaged(path: string, className: string, problem: string): LayerGraphError {
  return new LayerGraphError("mat-network", `'${path}' (${className}) cannot be opened: ${problem}.`);
}
