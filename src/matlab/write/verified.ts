import type { LayerGraph } from "../../network/layerGraph.ts";
import type { ScriptRun } from "../values/scriptRun.ts";
import type { Value } from "../values/value.ts";
import { builtGraph } from "./builtGraph.ts";
import { moduleAddress } from "./classAddress.ts";
import { compiledInThread } from "./compilerThread.ts";
import { libraryDeclarations } from "./declarations.ts";
import { graphDifference } from "./graphDifference.ts";
import { writeTypeScript } from "./graphTypeScript.ts";
import { type Kind, kinds, listOf } from "./kind.ts";
import type { ModuleParameter, WrittenModule } from "./modulePart.ts";
import { Inexpressible } from "./scope.ts";
import { scriptTypeScript } from "./scriptTypeScript.ts";

/** TypeScript that was compiled under `strict`, run, and found to build the graph of the script. */
export interface VerifiedModule {
  readonly code: string;
  /** `program`: as the script builds it. `partly`: so, but for some layers that stand one by one. `list`: every layer and connection by itself. */
  readonly form: "program" | "partly" | "list";
  /** Why it is no program. */
  readonly reason?: string;
  readonly parameters: readonly ModuleParameter[];
  readonly standIns: readonly string[];
}

/** How a program is tried to be written, the best way first. */
const attempts = [
  { layersByValue: false, onlyRan: false },
  { layersByValue: false, onlyRan: true },
  { layersByValue: true, onlyRan: true },
];

/** The best TypeScript for a file that holds for the first graph of a run; without code where none does, with the reason. */
export async function verifiedModule(
  run: ScriptRun,
  pins: ReadonlyMap<string, Value>,
  output: string,
): Promise<VerifiedModule | { readonly code: undefined; readonly reason: string }> {
  const { graph } = run.graphs[0];
  const reasons: string[] = [];
  for (const { layersByValue, onlyRan } of attempts) {
    const written = attempt(() => scriptTypeScript(run, { pins, onlyRan, layersByValue, output }));
    const wrong = "failed" in written ? written.failed : await refuted(written, graph, output);
    if (wrong === undefined)
      return layersByValue
        ? { ...(written as WrittenModule), form: "partly", reason: reasons[0] }
        : { ...(written as WrittenModule), form: "program" };
    if (!reasons.includes(wrong)) reasons.push(wrong);
  }
  const [reason] = reasons;
  const flat = attempt(() => flatModule(graph));
  const wrong = "failed" in flat ? flat.failed : await refuted(flat, graph, output);
  if (wrong === undefined) return { ...(flat as WrittenModule), form: "list", reason };
  return { code: undefined, reason: wrong === reason ? reason : `${reason}; layer by layer: ${wrong}` };
}

function flatModule(graph: LayerGraph): WrittenModule {
  const code = writeTypeScript(graph);
  const types = /function build\(\{[^}]*\}: \{([^}]*)\}/.exec(code)?.[1] ?? "";
  const parameters = [...types.matchAll(/readonly (\w+): (\w+)(\[\])?/g)].map(([, name, type, list]) => {
    const one = type === "string" ? kinds.string : type === "boolean" ? kinds.boolean : kinds.number;
    return { name, kind: list === undefined ? one : listOf(one) };
  });
  return { code, parameters, standIns: [] };
}

function attempt(write: () => WrittenModule): WrittenModule | { readonly failed: string } {
  try {
    return write();
  } catch (error) {
    if (error instanceof Inexpressible) return { failed: printed(error) };
    if (error instanceof Error && !error.message.startsWith("internal:")) return { failed: error.message };
    throw error;
  }
}

function printed({ message, expression: { place } }: Inexpressible): string {
  const text = place.source.text.slice(place.start, place.end).replaceAll(/\s+/g, " ");
  const { lineStarts } = place.source;
  const line = lineStarts.findLastIndex((start) => start <= place.start) + 1;
  const shown = text.length > 60 ? `${text.slice(0, 57)}…` : text;
  return shown === "" ? message : `line ${line}, ${shown}: ${message}`;
}

/** What is wrong with a module: it does not compile, fails, or builds another graph. Undefined where it holds. */
async function refuted({ code, parameters }: WrittenModule, graph: LayerGraph, output: string): Promise<string | undefined> {
  const used = new Set(/import \{([^}]*)\} from "layergraph"/.exec(code)?.[1].match(/\w+/g) ?? []);
  const given = Object.fromEntries(parameters.map(({ name, kind }, k) => [name, sample(kind, k)]));
  let difference: string | undefined;
  const module = { code, declarations: libraryDeclarations(used), address: moduleAddress(output) };
  const problems = await compiledInThread(module, (javascript) => {
    difference = differenceOf(javascript, given, graph);
  });
  return problems.length > 0 ? `the TypeScript does not compile (${problems[0]})` : difference;
}

/** How the graph that a module builds differs from the one that is expected; undefined where they are the same. */
function differenceOf(javascript: string, given: Readonly<Record<string, unknown>>, graph: LayerGraph): string | undefined {
  try {
    return graphDifference(builtGraph(javascript, given), graph);
  } catch (error) {
    return `the TypeScript fails: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Some value of a kind, different for each parameter, that layers are likely to take: numbers that many numbers divide. */
function sample(kind: Kind, at: number): unknown {
  switch (kind.is) {
    case "string":
      return `text ${at}`;
    case "boolean":
      return true;
    case "list":
      return kind.of.is === "string" ? ["a", "b"] : [sample(kind.of, at), sample(kind.of, at)];
    default:
      return 24 * (at + 1);
  }
}
