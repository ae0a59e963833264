import { LayerGraph } from "../../network/layerGraph.ts";
import { graphOf, isGraphValue } from "../network/index.ts";
import type { Place } from "../syntax/ast.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { MadeGraph } from "../values/scriptRun.ts";
import { isUnknown } from "../values/unknown.ts";
import type { Note, Value } from "../values/value.ts";
import type { Machine } from "./machine.ts";

interface Candidate {
  readonly graph: MadeGraph;
  readonly order: number;
  readonly key: string;
}

/**
 * The graphs that a script made, the trained ones first, then the last made first; each once. Layer arrays count where they were given to a
 * training function, or where the script made nothing else. Of networks that a loop trains at one place the last counts.
 */
export function madeGraphs(machine: Machine, variables: ReadonlyMap<string, Value>): MadeGraph[] {
  const { journal } = machine;
  const noted = journal.graphs.flatMap((note) => fromNote(machine, note));
  const kept = [...variables].flatMap(([name, value]): [string, Value][] => {
    const graph = isUnknown(value) ? before(machine, name) : value;
    return graph !== undefined && isGraphValue(graph) ? [[name, graph]] : [];
  });
  const fromVariables = kept.flatMap(([name, value]) => candidate(machine, value, name, false, undefined));
  const found = [...noted, ...fromVariables].filter(({ graph }) => graph.graph.layers.length > 0);
  if (found.length === 0) {
    for (const [name, value] of variables) {
      const size = value.kind === "host" && !isGraphValue(value) && isLayers(value) ? value.operations.size(value) : [];
      if (size.reduce((product, length) => product * length, 1) > 1 && size.length > 0)
        found.push(...candidate(machine, value, name, false, undefined));
    }
  }
  found.sort((a, b) => Number(b.graph.trained) - Number(a.graph.trained) || b.order - a.order);
  const once = new Map<string, Candidate>();
  for (const each of found) {
    const known = once.get(each.key);
    if (known === undefined && !madeAgain(each, once.values())) once.set(each.key, each);
    else if (known === undefined) continue;
    else if (known.graph.name === "" && each.graph.name !== "") once.set(each.key, renamed(known, each.graph.name));
  }
  return [...once.values()].map(({ graph }) => graph);
}

/** The graph that a variable had last before it became unknown, as `net` does that an update with unknown gradients gives back. */
function before({ journal }: Machine, name: string): Value | undefined {
  return journal.latest.get(name);
}

/** Whether a later pass of a loop trained a network at the same place of the script. */
function madeAgain({ graph }: Candidate, later: Iterable<Candidate>): boolean {
  if (!graph.trained) return false;
  for (const other of later) if (other.graph.trained && samePlace(other.graph.place, graph.place)) return true;
  return false;
}

function samePlace(a: Place, b: Place): boolean {
  return a.source === b.source && a.start === b.start;
}

function renamed(candidate: Candidate, name: string): Candidate {
  return { ...candidate, graph: { ...candidate.graph, name } };
}

function isLayers(value: Value): boolean {
  return value.kind === "host" && /^nnet\.cnn\.layer\./.test(value.operations.className);
}

function fromNote(machine: Machine, note: Extract<Note, { kind: "graph" }>): Candidate[] {
  const kept = machine.journal.keepings.get(note.value);
  if (!note.trained && kept !== undefined && !kept.held()) return [];
  return candidate(machine, note.value, kept?.name ?? "", note.trained, note);
}

function candidate(
  machine: Machine,
  value: Value,
  name: string,
  trained: boolean,
  note: Extract<Note, { kind: "graph" }> | undefined,
): Candidate[] {
  const { journal, session, frame } = machine;
  const kept = journal.keepings.get(value);
  const place = note?.place ?? kept?.place ?? frame.file.program.statements[0]?.place;
  if (place === undefined) return [];
  try {
    const graph = graphOf(value, session, place);
    const dlnetwork = value.kind === "host" && value.operations.className === "dlnetwork";
    const made: MadeGraph = { name, graph, dlnetwork, trained, options: note?.options, place };
    return [{ graph: made, order: kept?.order ?? 0, key: keyOf(graph) }];
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    journal.warn("unreadable-graph", error.message, place);
    return [];
  }
}

/** Two graphs with the same key have the same layers with the same options, and the same connections. */
function keyOf(graph: LayerGraph): string {
  const layers = graph.layers.map(
    ({ name, definition, given }) => `${name}:${definition.type}:${JSON.stringify(given, shortly)}`,
  );
  const edges = graph.edges.map((edge) => `${edge.source}/${edge.sourcePort}>${edge.destination}/${edge.destinationPort}`);
  return [...layers, ...edges.sort()].join("\n");
}

/** Nested graphs by their keys, large arrays by their sizes, functions by the word. */
function shortly(_name: string, value: unknown): unknown {
  if (typeof value === "function") return "function";
  if (ArrayBuffer.isView(value)) return value.byteLength;
  const graph = (value as { readonly graph?: unknown } | null)?.graph ?? value;
  return graph instanceof LayerGraph ? keyOf(graph) : value;
}
