import { type Issue, LayerGraphError } from "../errors.ts";
import type { Layer } from "../layer.ts";
import { type FileProblem, fileIssue, unknownKeys } from "./fileProblems.ts";
import type { FunctionText } from "./functionText.ts";
import { parseJson } from "./jsonText.ts";
import { type KnownToFiles, layerFromFile } from "./layerFromFile.ts";
import { LayerGraph } from "./layerGraph.ts";
import { requirePlainData } from "./plainData.ts";
import { definitionsByFileType, type OwnLayers } from "./registry.ts";
import { quoted } from "./wiring.ts";

/** What `format` is in a graph file. */
export const graphFormat = "layergraph/2";

/** The format of earlier graph files, in which some options meant something else. */
export const firstGraphFormat = "layergraph/1";

/** How to read a graph file. */
export interface ReadGraphOptions {
  /** Own layers, which a file names `custom:type`: a list of layer functions, or a record such as a module's exports. */
  readonly layers?: OwnLayers;
  /** What makes functions of those that the file has in MATLAB's text: `functionOfText`. Without it they are told as problems. */
  readonly functions?: (text: FunctionText) => unknown;
}

/** What could be read of a graph file. */
export interface InspectedGraph {
  /** What could be read; layers with wrong options, or of a kind that is not known, are in it with their problems. */
  readonly graph: LayerGraph;
  /** What could not be put into the graph: wrong shapes, names given twice, bad connections. */
  readonly issues: readonly Issue[];
  /** Names of layers whose connections could not all be read, so that ports of theirs only seem to be open. */
  readonly incomplete: ReadonlySet<string>;
}

/**
 * The layer graph of a graph file: a JSON text, or what it holds. Throws one error that lists all problems of the file in `issues`. Wrong
 * and unknown options do not throw: they are problems of the layers, for `validate`.
 *
 * @example
 * ```ts
 * const lgraph = readGraph(readFileSync("tcn.json", "utf8"), { layers: { scaleLayer } });
 * ```
 */
export function readGraph(json: unknown, options: ReadGraphOptions = {}): LayerGraph {
  const { graph, issues } = inspectGraph(json, options);
  if (issues.length === 0) return graph;
  const all = [...issues, ...graph.layers.flatMap((layer) => layer.problems)];
  const shown = all.slice(0, 50).map((issue) => issue.message);
  const more = all.length > shown.length ? [`and ${all.length - shown.length} more.`] : [];
  throw new LayerGraphError(issues[0].code, [...shown, ...more].join("\n"), { issues: all });
}

/** As much of a graph file as can be read, and what cannot. Throws only where there is nothing to read: no JSON, no list of layers. */
export function inspectGraph(json: unknown, { layers: own, functions }: ReadGraphOptions = {}): InspectedGraph {
  const data = typeof json === "string" ? parseJson(json.replace(/^\uFEFF/, ""), "The graph file") : json;
  requirePlainData(data, "The graph file");
  return inspected(data, { definitions: definitionsByFileType(own), functions });
}

function inspected(data: unknown, known: KnownToFiles): InspectedGraph {
  const { layers, connections, issues } = requireTables(data);
  const isFirst = (data as { readonly format?: unknown }).format === firstGraphFormat;
  const whole = layers.map((entry, i) => withGraphs(entry, `layers[${i}]`, known));
  const read = whole.map(({ entry }, i) => layerFromFile(isFirst ? ofToday(entry, known) : entry, `layers[${i}]`, known));
  const unique = withoutRepeated(read);
  const connected = connectAll(LayerGraph.unconnected(unique.layers), connections);
  return {
    graph: connected.graph,
    issues: [
      ...issues,
      ...whole.flatMap((each) => each.issues),
      ...read.flatMap((r) => ("issue" in r ? [r.issue] : [])),
      ...unique.issues,
      ...connected.issues,
    ],
    incomplete: connected.incomplete,
  };
}

/** An entry of the list of layers of a file of the first format, with the options that say the same today. */
function ofToday(entry: unknown, { definitions }: KnownToFiles): unknown {
  const given = entry as Readonly<Record<string, unknown>> | null | undefined;
  return definitions.get(String(given?.type))?.fromFirstFormat?.(given!) ?? entry;
}

/** An entry of the list of layers with the graphs that its options hold, where its kind of layer says that they do. */
function withGraphs(entry: unknown, where: string, known: KnownToFiles): { entry: unknown; issues: readonly Issue[] } {
  if (typeof entry !== "object" || entry === null) return { entry, issues: [] };
  const given = entry as Readonly<Record<string, unknown>>;
  const issues: Issue[] = [];
  const graphs = (known.definitions.get(String(given.type))?.graphs ?? []).flatMap((option): [string, LayerGraph][] => {
    if (!Array.isArray((given[option] as Partial<Tables> | undefined)?.layers)) return [];
    const inside = inspected(given[option], known);
    issues.push(...inside.issues.map((issue) => ({ ...issue, message: `${where}.${option}: ${issue.message}` })));
    return [[option, inside.graph]];
  });
  return { entry: graphs.length > 0 ? { ...given, ...Object.fromEntries(graphs) } : entry, issues };
}

interface Tables {
  readonly layers: readonly unknown[];
  readonly connections: readonly unknown[];
  readonly issues: readonly Issue[];
}

function requireTables(data: unknown): Tables {
  if (typeof data !== "object" || data === null || Array.isArray(data)) {
    throw unreadable(
      `must be an object with "format", "layers" and "connections", received ${Array.isArray(data) ? "a list" : typeof data}`,
    );
  }
  const { format, layers, connections } = data as Record<string, unknown>;
  if (!Array.isArray(layers)) throw unreadable(`must have "layers", a list of layers`);
  const issues = unknownKeys(data, ["$schema", "format", "layers", "connections"], "The graph file");
  if (format !== graphFormat && format !== firstGraphFormat) {
    issues.push(
      fileIssue("wrong-format", "The graph file", {
        received: String(JSON.stringify(format)),
        expected: `"format": "${graphFormat}"`,
      }),
    );
  }
  if (Array.isArray(connections)) return { layers, connections, issues };
  const expected = `"connections", a list of { "source", "destination" }`;
  const received = connections === undefined ? `no "connections"` : `"connections" that are no list`;
  return { layers, connections: [], issues: [...issues, fileIssue("wrong-shape", "The graph file", { received, expected })] };
}

function unreadable(problem: string): LayerGraphError {
  return new LayerGraphError("wrong-shape", `The graph file ${problem}.`, {
    expected: `{ "format": "${graphFormat}", "layers", "connections" }`,
  });
}

function withoutRepeated(read: readonly (Layer | FileProblem)[]): { layers: Layer[]; issues: Issue[] } {
  const names = new Map<string, number>();
  const layers: Layer[] = [];
  const issues: Issue[] = [];
  read.forEach((layer, i) => {
    if ("issue" in layer) return;
    const before = names.get(layer.name);
    if (layer.name !== "" && before !== undefined) {
      const expected = `another name than that of layers[${before}]: layer names must be unique`;
      issues.push(
        fileIssue("duplicate-name", `layers[${i}]`, { received: `the name ${quoted(layer.name)}`, expected, layer: layer.name }),
      );
      return;
    }
    names.set(layer.name, i);
    layers.push(layer);
  });
  return { layers, issues };
}

/** Finding the nearest of many names takes time, so that only the first bad connections get it. */
const mostSuggestions = 20;

function connectAll(start: LayerGraph, connections: readonly unknown[]): InspectedGraph {
  const issues: Issue[] = [];
  const incomplete = new Set<string>();
  let suggestions = mostSuggestions;
  let graph = start;
  connections.forEach((entry, i) => {
    const where = `connections[${i}]`;
    const ends = endsOf(entry, where);
    issues.push(...ends.issues);
    if (!ends.source || !ends.destination) return;
    const missing = [ends.source, ends.destination].filter((end) => !graph.layer(layerOf(end)));
    if (missing.length > 0 && suggestions-- <= 0) {
      issues.push(fileIssue("unknown-layer", where, { received: quoted(missing[0]), expected: "the name of a layer" }));
    } else {
      const added = attempt(() => graph.connectLayers(ends.source!, ends.destination!), where);
      if (added instanceof LayerGraph) {
        graph = added;
        return;
      }
      issues.push(added);
    }
    for (const end of [ends.source, ends.destination]) incomplete.add(layerOf(end));
  });
  return { graph, issues, incomplete };
}

function layerOf(end: string): string {
  return end.split("/", 1)[0];
}

function endsOf(entry: unknown, where: string): { source?: string; destination?: string; issues: Issue[] } {
  const expected = `{ "source": "…", "destination": "…" } with the names of layers`;
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) {
    return {
      issues: [
        fileIssue("wrong-shape", where, { received: Array.isArray(entry) ? "a list" : String(entry).slice(0, 80), expected }),
      ],
    };
  }
  const { source, destination } = entry as Record<string, unknown>;
  const issues = unknownKeys(entry, ["source", "destination"], where);
  if (typeof source === "string" && typeof destination === "string") return { source, destination, issues };
  const wrong = typeof source === "string" ? "destination" : "source";
  const value = wrong === "source" ? source : destination;
  const received = value === undefined ? `no "${wrong}"` : `a "${wrong}" that is no text`;
  return { issues: [...issues, fileIssue("wrong-shape", where, { received, expected })] };
}

function attempt(connect: () => LayerGraph, where: string): LayerGraph | Issue {
  try {
    return connect();
  } catch (error) {
    if (!(error instanceof LayerGraphError)) throw error;
    return { ...error.issues[0], message: `${where}: ${error.message}` };
  }
}
