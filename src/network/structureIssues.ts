import type { Issue } from "../errors.ts";
import { type AnyLayerDefinition, type Layer, producedBy } from "../layer.ts";
import { componentsOf } from "./components.ts";
import { openPorts, type TargetUsage } from "./ends.ts";
import { loopsOf } from "./loops.ts";
import { builtInDefinitions } from "./registry.ts";
import type { Trace } from "./trace.ts";
import { portsOf, printEnd, type Side, type Wiring } from "./wiring.ts";

/** What is expected of a network. */
export interface ValidateOptions {
  /**
   * What the network is for. `"trainNetwork"` (default): one output layer, and every output connected. `"dlnetwork"`: no output layers, and the
   * unconnected outputs are the results, as for `trainnet` and `dlnetwork`.
   */
  readonly targetUsage?: TargetUsage;
}

/** What is wrong with how the layers are connected. */
export function structureIssues(wiring: Wiring, trace: Trace, { targetUsage = "trainNetwork" }: ValidateOptions): Issue[] {
  return [
    ...endIssues(wiring, targetUsage),
    ...partIssues(wiring, trace),
    ...loopIssues(wiring, trace),
    ...portIssues(wiring, "input"),
    ...(targetUsage === "trainNetwork" ? portIssues(wiring, "output") : []),
    ...expectationIssues(wiring),
  ];
}

function endIssues({ layers }: Wiring, targetUsage: TargetUsage): Issue[] {
  const outputs = layers.filter((layer) => layer.definition.loss);
  const examples = (has: (definition: AnyLayerDefinition) => unknown): string =>
    [...builtInDefinitions.values()]
      .filter(has)
      .map((definition) => definition.type)
      .join(", ");
  const issues: Issue[] = [];
  if (!layers.some((layer) => layer.definition.input || mayBeAnything(layer))) {
    const fix = `Add one of ${examples((d) => d.input)} and connect it.`;
    issues.push(
      networkIssue("missing-input-layer", `Missing input layer. The network must have at least one input layer. ${fix}`, fix),
    );
  }
  if (targetUsage === "dlnetwork") return [...issues, ...outputs.map(needlessOutput)];
  if (outputs.length === 0 && !layers.some(mayBeAnything)) {
    const fix = `Add one of ${examples((d) => d.loss)} and connect it.`;
    issues.push(networkIssue("missing-output-layer", `Missing output layer. The network must have an output layer. ${fix}`, fix));
  }
  if (outputs.length > 1) {
    const fix = "Keep one of them.";
    const names = listed(outputs.map((layer) => layer.name));
    issues.push(
      networkIssue(
        "several-output-layers",
        `The network has ${outputs.length} output layers (${names}), expected one. ${fix}`,
        fix,
      ),
    );
  }
  return issues;
}

/** An output layer where the loss is computed outside the network. */
function needlessOutput({ name, type }: Layer): Issue {
  const fix = `Remove it with removeLayers(lgraph, "${name}").`;
  return {
    code: "output-layer",
    severity: "error",
    message: `Layer '${name}': A dlnetwork must not have output layers, but it is a ${type}: the loss is computed outside the network. ${fix}`,
    layer: name,
    received: type,
    expected: "no output layer",
    fix,
  };
}

/** Whether nothing is known of the layer, so that it may be any kind of layer. */
function mayBeAnything(layer: Layer): boolean {
  return portsOf(layer, "input") === undefined && portsOf(layer, "output") === undefined;
}

function partIssues({ layers }: Wiring, { structure }: Trace): Issue[] {
  const [, ...others] = componentsOf(structure);
  const fix = "Connect them with connectLayers or remove them.";
  return others.map((part) => {
    const names = listed(part.map((place) => layers[place].name));
    const which = part.length === 1 ? `Layer ${names} is` : `Layers ${names} are`;
    return networkIssue(
      "disconnected",
      `All layers must be connected. ${which} not connected to '${layers[0].name}'. ${fix}`,
      fix,
    );
  });
}

function loopIssues({ layers }: Wiring, { structure, order }: Trace): Issue[] {
  const fix = "Disconnect one of these connections.";
  return loopsOf(structure, order.stuck).map((loop) => {
    const names = [...loop, loop[0]].map((place) => `'${layers[place].name}'`);
    const shown = names.length > 12 ? [...names.slice(0, 6), `… (${names.length - 11} more)`, ...names.slice(-5)] : names;
    const text = `The layer graph must be acyclic, but these layers form a loop: ${shown.join(" -> ")}. ${fix}`;
    return networkIssue("cycle", text, fix);
  });
}

function portIssues(wiring: Wiring, side: Side): Issue[] {
  const open = new Map(openPorts(wiring, side).map(({ layer, ports }) => [layer.name, ports]));
  const touched = new Set(wiring.edges.map((edge) => (side === "input" ? edge.destination : edge.source)));
  return wiring.layers.flatMap((layer) => {
    // A layer that nothing is known of may as well be an input or an output layer.
    if (portsOf(layer, side) === undefined) {
      return mayBeAnything(layer) || touched.has(layer.name) ? [] : [portIssue(layer, side, [])];
    }
    const ports = open.get(layer.name);
    return ports ? [portIssue(layer, side, ports)] : [];
  });
}

function portIssue(layer: Layer, side: Side, open: readonly string[]): Issue {
  const ends = open.map((port) => `"${printEnd(layer, port, side)}"`);
  const [end] = ends.length > 0 ? ends : [`"${layer.name}"`];
  const call = side === "input" ? `connectLayers(lgraph, source, ${end})` : `connectLayers(lgraph, ${end}, destination)`;
  const fix = `Write ${call}${ends.length > 1 ? ", and so for the others" : ""}${side === "output" ? ", or remove the layer" : ""}.`;
  const detected =
    open.length > 0 ? ` Detected ${side === "input" ? "missing inputs" : "unused outputs"}: ${listedPorts(side, open)}.` : "";
  const rule =
    side === "input"
      ? "Missing input. Each layer input must be connected to the output of another layer."
      : "Unused output. Each layer output must be connected to the input of another layer.";
  return {
    code: side === "input" ? "missing-input" : "unused-output",
    severity: "error",
    message: `Layer '${layer.name}': ${rule}${detected} ${fix}`,
    layer: layer.name,
    ...(open.length > 0 && { port: open[0] }),
    received: "no connection",
    expected: side === "input" ? "one connection" : "a connection",
    fix,
  };
}

function listedPorts(side: Side, ports: readonly string[]): string {
  const shown = ports.slice(0, 10).map((port) => `${side} '${port}'`);
  return ports.length > 10 ? `${shown.join(", ")} and ${ports.length - 10} more` : shown.join(", ");
}

/** Layers whose source does not produce what they expect. */
function expectationIssues({ layers, edges }: Wiring): Issue[] {
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  return edges.flatMap((edge) => {
    const layer = byName.get(edge.destination)!;
    const source = byName.get(edge.source)!;
    const { expects } = layer.definition;
    if (expects === undefined || producedBy(source) === expects || mayBeAnything(source)) return [];
    const producers = [...builtInDefinitions.values()].filter((definition) => definition.produces === expects);
    const calls = producers.map((definition) => `${definition.type}()`).join(" or ");
    const fix = `Put ${calls} between '${source.name}' and '${layer.name}'.`;
    const missing = producers.map((definition) => (definition.title ?? definition.type).toLowerCase()).join(" or ");
    return [
      {
        code: `missing-${expects}`,
        severity: "error" as const,
        message: `Layer '${layer.name}': Missing ${missing} layer. A ${layer.type} expects ${expects}, but '${source.name}' (${source.type}) does not produce them. ${fix}`,
        layer: layer.name,
        port: edge.destinationPort,
        received: source.type,
        expected: expects,
        fix,
      },
    ];
  });
}

function networkIssue(code: string, text: string, fix: string): Issue {
  return { code, severity: "error", message: `Network: ${text}`, fix };
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 10).map((name) => `'${name}'`);
  return names.length > 10 ? `${shown.join(", ")} and ${names.length - 10} more` : shown.join(", ");
}
