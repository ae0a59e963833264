import { LayerGraphError, nearest } from "../errors.ts";
import type { Layer } from "../layer.ts";

/** One connection, its ports named: an output of one layer feeds an input of another. */
export interface Edge {
  readonly source: string;
  readonly sourcePort: string;
  readonly destination: string;
  readonly destinationPort: string;
}

/** Refuses what is no network where one is asked for. */
export function requireWiring(value: Wiring, where: string): void {
  const { layers, edges } = (value ?? {}) as Partial<Wiring>;
  if (!Array.isArray(layers) || !Array.isArray(edges)) throw noLayerGraph(value, where);
}

/** The error about something else that was passed for a layer graph. */
export function noLayerGraph(value: unknown, where: string): LayerGraphError {
  const received = Array.isArray(value) ? "a list" : value === null || value === undefined ? String(value) : `a ${typeof value}`;
  return new LayerGraphError(
    "not-a-layer-graph",
    `${where}: the first argument must be a layer graph, received ${received}. Make one with layerGraph(layers).`,
    { received, expected: "a layer graph" },
  );
}

/** What questions about a network are asked of: its layers in the order of adding, and how they are connected. */
export interface Wiring {
  readonly layers: readonly Layer[];
  readonly edges: readonly Edge[];
}

/** A row of MATLAB's table of connections: `add_1`, or with the port where the layer has several: `add_1/in1`. */
export interface Connection {
  readonly source: string;
  readonly destination: string;
}

/** Which side of a layer a port is on. */
export type Side = "input" | "output";

/**
 * The ports of a layer on one side; undefined where they follow from options that are wrong or not known yet, so that any port may be
 * meant.
 */
export function portsOf(layer: Layer, side: Side): readonly string[] | undefined {
  const names = side === "input" ? layer.inputNames : layer.outputNames;
  const declared = side === "input" ? layer.definition.inputNames : layer.definition.outputNames;
  return layer.problems.length > 0 && names.length === 0 && typeof declared === "function" ? undefined : names;
}

/** An end of a connection as MATLAB writes it: the port is named where the layer has several. */
export function printEnd(layer: Layer, port: string, side: Side): string {
  const ports = portsOf(layer, side);
  return port === "" || ports?.length === 1 ? layer.name : `${layer.name}/${port}`;
}

/** A name in quotes for a message, shortened where it is very long. */
export function quoted(name: string): string {
  const text = String(name);
  return text.length > 80 ? `'${text.slice(0, 77)}...'` : `'${text}'`;
}

/** The name that was probably meant, if any is near enough. Long names are not compared, which would take long. */
export function suggestion(name: string, candidates: Iterable<string>): string | undefined {
  return typeof name !== "string" || name.length > 100 ? undefined : nearest(name, candidates);
}

/** The layer and the port that `end` (a name, or `name/port`) stands for on the given side. Throws where there is no such port. */
export function resolveEnd(
  end: string,
  side: Side,
  find: (name: string) => Layer | undefined,
  names: () => Iterable<string>,
): { readonly layer: Layer; readonly port: string } {
  if (typeof end !== "string") {
    throw new LayerGraphError(
      "invalid-name",
      `connectLayers: the ${side === "input" ? "destination" : "source"} must be the name of a layer, received ${typeof end}.`,
    );
  }
  const slash = end.indexOf("/");
  const name = slash < 0 ? end : end.slice(0, slash);
  const layer = find(name) ?? unknownLayer(name, names());
  return { layer, port: slash < 0 ? onlyPort(layer, side) : namedPort(layer, side, end.slice(slash + 1)) };
}

/** Throws the error about a name that no layer has. */
export function unknownLayer(name: string, names: Iterable<string>): never {
  const all = [...names];
  const meant = suggestion(name, all);
  const fix = meant === undefined ? listed("The layers are", all) : `Did you mean '${meant}'?`;
  throw new LayerGraphError("unknown-layer", `Network: there is no layer ${quoted(name)}. ${fix}`, {
    received: name,
    ...(meant !== undefined && { expected: meant }),
    fix,
  });
}

function onlyPort(layer: Layer, side: Side): string {
  const ports = portsOf(layer, side);
  if (ports === undefined) return "";
  if (ports.length === 1) return ports[0];
  const about = { layer: layer.name, received: layer.name };
  if (ports.length === 0) {
    throw new LayerGraphError(`no-${side}s`, `Layer '${layer.name}' has no ${side}s (it is a ${layer.type}).`, about);
  }
  const fix = `Specify which ${side} of layer '${layer.name}' to use: ${ports.map((p) => `'${layer.name}/${p}'`).join(", ")}.`;
  throw new LayerGraphError(`ambiguous-${side}`, `Layer '${layer.name}' has multiple ${side}s. ${fix}`, {
    ...about,
    expected: ports.map((p) => `${layer.name}/${p}`).join(", "),
    fix,
  });
}

function namedPort(layer: Layer, side: Side, port: string): string {
  const ports = portsOf(layer, side);
  if (ports === undefined || ports.includes(port)) return port;
  const meant = suggestion(port, ports);
  const fix = [
    ...(meant === undefined ? [] : [`Did you mean '${layer.name}/${meant}'?`]),
    ports.length === 0 ? `It has no ${side}s (it is a ${layer.type}).` : listed(`Its ${side}s are`, ports),
  ].join(" ");
  throw new LayerGraphError("unknown-port", `Layer '${layer.name}' has no ${side} ${quoted(port)}. ${fix}`, {
    layer: layer.name,
    port,
    received: port,
    expected: ports.join(", "),
    fix,
  });
}

function listed(start: string, names: readonly string[]): string {
  if (names.length === 0) return "The network has no layers.";
  const shown = names.slice(0, 10).map(quoted).join(", ");
  return `${start} ${shown}${names.length > 10 ? ` and ${names.length - 10} more` : ""}.`;
}
