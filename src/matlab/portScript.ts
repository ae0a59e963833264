import type { Issue } from "../errors.ts";
import type { LayerGraph } from "../network/layerGraph.ts";
import { isPlaceholder } from "../network/placeholder.ts";
import { isBuiltIn } from "../network/registry.ts";
import { isUnknownValue } from "../network/unknown.ts";
import { type GraphFile, writeGraph } from "../network/writeGraph.ts";
import { runScript } from "./interpret/runScript.ts";
import type { Place } from "./syntax/ast.ts";
import { markedLine } from "./syntax/printProblem.ts";
import { lineAndColumn } from "./syntax/sourceText.ts";
import type { Fate, ScriptOptions, ScriptRun } from "./values/scriptRun.ts";
import type { Role, UnknownValue, Value } from "./values/value.ts";
import { startCompiler } from "./write/compilerThread.ts";
import { verifiedModule } from "./write/verified.ts";

/** How a script is ported. */
export interface PortOptions extends Omit<ScriptOptions, "mode" | "outputFolder" | "plots" | "print"> {
  /** Whether TypeScript is written and checked, which takes the most time; true by default. */
  readonly typescript?: boolean;
  /**
   * The file that the TypeScript is meant for, which is not written here: the files of MATLAB's layer classes are named from its folder. By default a file in
   * the working folder.
   */
  readonly output?: string;
}

/** Where something stands in a script, lines and columns counted from 1. */
export interface ScriptPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What became of one statement. */
export interface PortedStatement extends ScriptPlace {
  readonly lastLine: number;
  readonly fate: Fate;
  readonly role: Role;
  readonly reason?: string;
  /** Its first line. */
  readonly text: string;
}

/** A graph that the script makes. */
export interface PortedGraph extends ScriptPlace {
  readonly name: string;
  readonly trained: boolean;
  readonly dlnetwork: boolean;
  readonly graph: LayerGraph;
}

/** A value that the graph needs and that depends on data which was not there. */
export interface PortedUnknown extends Partial<ScriptPlace> {
  readonly name: string;
  readonly reason?: string;
  /** How to give it. */
  readonly fix: string;
}

/** What a script was ported to, and the report. */
export interface PortedScript {
  /** The trained ones first. */
  readonly graphs: readonly PortedGraph[];
  /** TypeScript that builds the first graph: compiled under `strict`, run, and found to build this very graph. */
  readonly typescript?: string;
  /**
   * `program`: with the loops, functions and names of the script; `partly`: so, but where a statement had no form, for `reason`, the layers that it made
   * stand one by one; `list`: all layer by layer, for `reason`.
   */
  readonly form?: "program" | "partly" | "list";
  /** Why the TypeScript is a list, or why there is none. */
  readonly reason?: string;
  /** What the exported function `build` takes. */
  readonly parameters: readonly string[];
  readonly unknowns: readonly PortedUnknown[];
  readonly statements: readonly PortedStatement[];
  readonly warnings: readonly (Issue & Partial<ScriptPlace>)[];
  /** What ended the script early, as MATLAB says it. */
  readonly error?: Issue & Partial<ScriptPlace> & { readonly shown?: string };
}

/**
 * Runs the network-building part of a MATLAB script and writes it as TypeScript. What depends on data that is not there stays unknown: the
 * graph is whole, and the TypeScript is a function of these values. Nothing is trained, and nothing is written.
 *
 * @example
 * ```ts
 * const { typescript, graphs } = await portScript({ path: "tcn.m", set: { numFeatures: "3", numClasses: "5" } });
 * ```
 * @throws LayerGraphError for a file that is not there or cannot be read as MATLAB (all problems in one), and for unreadable `set` or `call`
 */
export async function portScript({ typescript = true, output = "module.ts", ...options }: PortOptions): Promise<PortedScript> {
  if (typescript) startCompiler();
  const run = await runScript({ ...options, mode: "port" });
  const module =
    typescript && run.graphs.length > 0 && !run.error ? await verifiedModule(run, pinsOf(run, options.set), output) : undefined;
  return {
    graphs: run.graphs.map(({ name, trained, dlnetwork, graph, place }) => ({
      name,
      trained,
      dlnetwork,
      graph,
      ...placeOf(place),
    })),
    ...(module?.code !== undefined && { typescript: module.code, form: module.form }),
    ...(module?.reason !== undefined && { reason: module.reason }),
    parameters: module?.code === undefined ? [] : module.parameters.map(({ name }) => name),
    unknowns: run.graphs.length > 0 ? unknownsIn(run.graphs[0].graph, run) : [],
    statements: run.statements.map(({ place, fate, role, reason }) => ({
      ...placeOf(place),
      lastLine: lineAndColumn({ ...place, start: Math.max(place.start, place.end - 1) }).line,
      fate,
      role,
      ...(reason !== undefined && { reason }),
      text: textOf(place),
    })),
    warnings: [
      ...scriptWarnings(run),
      ...(module?.code === undefined ? [] : module.standIns.map(standInWarning)),
      ...(typescript ? [] : ownTypes(run).map(ownTypeWarning)),
    ],
    ...(run.error && { error: scriptFailure(run) }),
  };
}

/** The warnings of a run as plain data. */
export function scriptWarnings({ warnings }: ScriptRun): PortedScript["warnings"] {
  return warnings.map(({ place, ...issue }) => ({ ...issue, ...(place && placeOf(place)) }));
}

/** What ended a run early as plain data: with its place, and the line with a mark. */
export function scriptFailure({ error }: ScriptRun): PortedScript["error"] {
  return error && errorOf(error);
}

function standInWarning(type: string): Issue {
  const message = `${type}: in the TypeScript the layer of this library stands for the class in ${type}.m. Make sure that they compute the same.`;
  return { code: "class-replaced", severity: "warning", message };
}

/** The layer classes of MATLAB that the graphs of a run hold. */
function ownTypes({ graphs }: ScriptRun): readonly string[] {
  const layers = graphs.flatMap(({ graph }) => graph.layers);
  return [...new Set(layers.filter((layer) => !isPlaceholder(layer) && !isBuiltIn(layer.definition)).map(({ type }) => type))];
}

function ownTypeWarning(type: string): Issue {
  const message = `${type}: a graph file names this class of MATLAB and holds neither its code nor what its constructor was given, so that the graph cannot be made of the file alone. Write TypeScript, which calls the class.`;
  return { code: "class-not-in-file", severity: "warning", message };
}

function errorOf({ identifier, message, place }: NonNullable<ScriptRun["error"]>): NonNullable<PortedScript["error"]> {
  const issue: Issue = { code: identifier, severity: "error", message };
  return place ? { ...issue, ...placeOf(place), shown: markedLine(place) } : issue;
}

function placeOf(place: Place): ScriptPlace {
  return { file: place.source.name, ...lineAndColumn(place) };
}

function textOf({ source, start, end }: Place): string {
  return source.text
    .slice(start, end)
    .split(/\r\n|\r|\n/, 1)[0]
    .trimEnd();
}

/** The values that were given from outside, `params.depth` for a field. */
function pinsOf({ variables }: ScriptRun, set: Readonly<Record<string, string>> = {}): ReadonlyMap<string, Value> {
  const pins = new Map<string, Value>();
  for (const dotted of Object.keys(set)) {
    const [name, ...path] = dotted.split(".");
    const value = path.reduce<Value | undefined>(
      (within, field) => (within?.kind === "struct" ? within.fields.get(field)?.[0] : undefined),
      variables.get(name),
    );
    if (value && value.kind !== "unknown") pins.set(dotted, value);
  }
  return pins;
}

/** The values that options of a graph's layers wait for. */
function unknownsIn(graph: LayerGraph, run: ScriptRun): PortedUnknown[] {
  const origins = originsOf(run);
  const names = new Set(graph.layers.flatMap((layer) => Object.values(layer.given).flatMap(unknownNames)));
  return [...names].map((name) => {
    const origin = origins.get(name);
    const isVariable = /^[A-Za-z]\w*(\.[A-Za-z]\w*)*$/.test(name);
    const fix = isVariable ? `--set ${name}=…` : `give the data with --data, or what '${name}' is computed from with --set`;
    return { name, ...(origin && { reason: origin.reason, ...(origin.place && placeOf(origin.place)) }), fix };
  });
}

function originsOf({ observed }: ScriptRun): ReadonlyMap<string, UnknownValue> {
  const origins = new Map<string, UnknownValue>();
  for (const { value } of observed.values())
    if (value.kind === "unknown" && !origins.has(value.name)) origins.set(value.name, value);
  return origins;
}

function unknownNames(value: unknown): readonly string[] {
  if (isUnknownValue(value)) return [value.$unknown];
  return Array.isArray(value) ? value.flatMap(unknownNames) : [];
}

/** A graph of a ported script, the first by default, as a graph file; what is not known says where it comes from, and functions are MATLAB's text. */
export function portedFile({ graphs, unknowns }: PortedScript, { graph }: PortedGraph = graphs[0]): GraphFile {
  const file = writeGraph(graph, { functionTexts: true });
  const from = new Map(
    unknowns.map(({ name, file: path, line, reason }) => [name, [path && `${path}:${line}`, reason].filter(Boolean).join(": ")]),
  );
  const told = (value: unknown): unknown => {
    if (isUnknownValue(value)) return { ...value, ...(from.get(value.$unknown) && { $from: from.get(value.$unknown) }) };
    return Array.isArray(value) ? value.map(told) : value;
  };
  const layers = file.layers.map((layer) => Object.fromEntries(Object.entries(layer).map(([key, value]) => [key, told(value)])));
  return { ...file, layers: layers as unknown as GraphFile["layers"] };
}
