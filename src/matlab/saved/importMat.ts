import { describeMat, type MatValue } from "../../data/matValues.ts";
import { type Issue, LayerGraphError, nearest } from "../../errors.ts";
import type { LayerGraph } from "../../network/layerGraph.ts";
import type { Network } from "../../network/network.ts";
import { definitionsByFileType, type OwnLayers } from "../../network/registry.ts";
import { invalidNetwork } from "../../network/validate.ts";
import { findNetworks, type Holder, whyNot } from "./findNetworks.ts";
import { type SavedGraph, savedGraph } from "./savedGraph.ts";
import type { CustomLayers } from "./savedLayer.ts";
import { savedNetwork, withValues } from "./savedNetwork.ts";

/** What to take out of a `.mat` file, and what stands for the classes that its file does not define. */
export interface ImportOptions {
  /** The variable, or the place in one, that is meant, as MATLAB writes it: `net`, `agent.Critic.Network`, `nets{2}`; the only network by default. */
  readonly variable?: string;
  /** Own layers for the user's own MATLAB classes: a list of layer functions, or a record such as a module's exports. Types are class names. */
  readonly layers?: OwnLayers;
}

/** What was found in a `.mat` file. */
export interface ImportedMat {
  /** Where in the file it was: `net`. */
  readonly variable: string;
  /** MATLAB's class: `DAGNetwork`, `nnet.cnn.LayerGraph`, `nnet.cnn.layer.Layer` for an array of layers. */
  readonly className: string;
  /** The layers and their connections; where there is no `network`, with the values that the file has as their options. */
  readonly graph: LayerGraph;
  /** The network, where every layer is known and has its values. */
  readonly network?: Network;
  /** Why there is no `network`. */
  readonly problems: readonly Issue[];
  /** What differs from what MATLAB does, or must be known. */
  readonly notes: readonly string[];
  /** The other networks, graphs and layer arrays of the file, by their places. */
  readonly others: readonly { readonly variable: string; readonly className: string }[];
}

/** Code that makes layers of the user's own classes. */
export interface ClassCode {
  readonly custom?: CustomLayers;
}

/**
 * The network, layer graph or layer array that MATLAB saved in a file. A network is preferred to a graph, and a graph to layers.
 *
 * @throws LayerGraphError `no-network` where there is none, `which-variable` where several could be meant, `mat-network`, and those of reading
 */
export function importVariables(variables: ReadonlyMap<string, MatValue>, options: ImportOptions & ClassCode = {}): ImportedMat {
  const holders = findNetworks(variables);
  const chosen = choose(holders, variables, options.variable);
  const own = { definitions: definitionsByFileType(options.layers), ...(options.custom && { custom: options.custom }) };
  const saved = savedGraph(chosen, own);
  const made = savedNetwork(saved);
  const others = holders.filter((holder) => holder !== chosen).map(({ path, className }) => ({ variable: path, className }));
  const common = { variable: chosen.path, className: chosen.className, notes: notesOf(saved), others };
  if ("network" in made) return { ...common, graph: made.network.graph, network: made.network, problems: [] };
  return { ...common, graph: withValues(saved), problems: made.problems };
}

/** What must be known about the layers, each thing once with all layers that it is about. */
function notesOf({ layers, graph }: SavedGraph): string[] {
  const about = new Map<string, string[]>();
  for (const [i, { notes }] of layers.entries())
    for (const note of notes) about.set(note, [...(about.get(note) ?? []), `'${graph.layers[i].name}'`]);
  return [...about].map(([note, names]) => {
    const shown = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
    const list = shown.length > 1 ? `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}` : shown[0];
    return `Layer${names.length > 1 ? "s" : ""} ${list}: ${note}`;
  });
}

/** The network of what was imported. Throws where it has none, with everything that is missing. */
export function importedNetwork({ network, problems, variable, className }: ImportedMat): Network {
  if (network) return network;
  const untrained = problems.every(({ code }) => code === "missing-value");
  if (!untrained) throw invalidNetwork(problems);
  const count = new Set(problems.map(({ layer }) => layer)).size;
  throw new LayerGraphError(
    "untrained-network",
    `'${variable}' (${className}) is not trained: ${count} of its layers have no values, such as '${problems[0].layer}'. Its graph can be loaded and trained: layergraph train net.mat …`,
    { issues: problems },
  );
}

const ranks = ["network", "graph", "layers"] as const;

function choose(holders: readonly Holder[], variables: ReadonlyMap<string, MatValue>, wanted: string | undefined): Holder {
  if (wanted !== undefined) {
    const inside = holders.filter(
      ({ path }) => path === wanted || (/^[.{(]/.test(path.slice(wanted.length)) && path.startsWith(wanted)),
    );
    const exact = holders.find(({ path }) => path === wanted);
    return exact ?? onlyOf(inside) ?? noSuch(wanted, holders, variables);
  }
  for (const rank of ranks) {
    const candidates = holders.filter(({ kind }) => kind === rank);
    if (candidates.length === 1) return candidates[0];
    if (candidates.length > 1) throw several(candidates);
  }
  throw new LayerGraphError("no-network", `The file holds no network and no layers. ${contents(variables)}`);
}

function onlyOf(holders: readonly Holder[]): Holder | undefined {
  if (holders.length > 1) throw several(holders);
  return holders[0];
}

function several(holders: readonly Holder[]): LayerGraphError {
  const list = holders.slice(0, 20).map(({ path, className }) => `${path} (${className})`);
  const message = `The file holds ${holders.length} that could be meant: ${list.join(", ")}. Choose one: --variable ${holders[0].path}, or the option variable.`;
  return new LayerGraphError("which-variable", message, { received: list.join(", ") });
}

function noSuch(wanted: string, holders: readonly Holder[], variables: ReadonlyMap<string, MatValue>): never {
  const [root] = wanted.split(/[.{(]/);
  const value = variables.get(root);
  const guess = nearest(wanted, [...variables.keys(), ...holders.map(({ path }) => path)]);
  const reason = value && whyNot(value);
  const what = value
    ? `'${wanted}' holds no network: '${root}' is a ${describeMat(value)}${reason ? `; ${reason}` : ""}.`
    : `The file has no variable '${wanted}'.`;
  const hint = guess === undefined || value ? contents(variables) : `Did you mean '${guess}'? ${contents(variables)}`;
  throw new LayerGraphError(value ? "no-network" : "unknown-variable", `${what} ${hint}`, { received: wanted });
}

/** What a file has, with the reason why it is no network where that is known. */
function contents(variables: ReadonlyMap<string, MatValue>): string {
  if (variables.size === 0) return "It has no variables.";
  const parts = [...variables].slice(0, 20).map(([name, value]) => {
    const reason = whyNot(value);
    return `${name} (${describeMat(value)}${reason ? `: ${reason}` : ""})`;
  });
  const more = variables.size > parts.length ? ` and ${variables.size - parts.length} more` : "";
  return `It has ${parts.join(", ")}${more}.`;
}
