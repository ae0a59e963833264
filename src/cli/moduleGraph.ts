import type { Command } from "commander";
import { LayerGraph, LayerGraphError } from "../index.ts";
import { importFile, running } from "./moduleFile.ts";

/** The flag that gives values to what a script or a module leaves open. */
export interface SetFlags {
  readonly set?: Readonly<Record<string, string>>;
}

/** Adds `--set` to a command. */
export function withSetFlag(command: Command): Command {
  return command.option(
    "--set <name=value>",
    "a value that a script or a module needs, numClasses=5; may be given several times",
    (text: string, before: Readonly<Record<string, string>> = {}) => ({ ...before, ...setting(text) }),
  );
}

function setting(text: string): Record<string, string> {
  const at = text.indexOf("=");
  const name = text.slice(0, at).trim();
  if (at > 0 && /^[A-Za-z_$][\w$.]*$/.test(name)) return { [name]: text.slice(at + 1).trim() };
  throw new LayerGraphError("wrong-flag", `--set '${text}' is not of the form name=value, such as --set numClasses=5.`, {
    received: text,
    expected: "name=value",
  });
}

/**
 * The layer graph that a module exports: itself, or what a function builds from the values of `--set`.
 *
 * @throws LayerGraphError `missing-values` where the function asks for values that are not given, `no-graph`
 */
export async function moduleGraph(path: string, { set = {} }: SetFlags): Promise<LayerGraph> {
  const { default: exported } = await importFile(path);
  if (typeof exported === "function" && exported.length > 0) requireValues(path, exported, set);
  else refuseValues(path, set);
  const values = Object.fromEntries(Object.entries(set).map(([name, text]) => [name, givenValue(text)]));
  const made: unknown =
    typeof exported === "function"
      ? await running(path, "fails while building the graph", () => (exported.length > 0 ? exported(values) : exported()))
      : exported;
  if (made instanceof LayerGraph) return made;
  const received =
    exported === undefined
      ? "nothing"
      : typeof exported === "function"
        ? `a function that returns ${kindOf(made)}`
        : kindOf(made);
  const fix =
    "export default what layerGraph(…) returns, or a function that returns it; both must come from the same copy of layergraph.";
  throw new LayerGraphError("no-graph", `'${path}': the default export is ${received}, expected a layer graph. Fix: ${fix}`, {
    received,
    fix,
  });
}

/** Refuses to build without the values that the function takes out of its one argument, and with values that it does not ask for. */
function requireValues(path: string, build: object, set: Readonly<Record<string, string>>): void {
  const list = /^[^{]*?\(\s*\{([^}]*)\}/.exec(String(build))?.[1];
  if (list === undefined) return;
  const asked = list.split(",").map((each) => each.trim());
  const names = asked.filter((each) => each !== "").map((each) => each.split(/[:=\s]/)[0]);
  const missing = names.filter((name, k) => !asked[k].includes("=") && !name.startsWith("...") && !(name in set));
  const unknown = Object.keys(set).find((name) => !names.includes(name) && !list.includes("..."));
  if (unknown !== undefined) {
    const message = `'${path}' asks for no value '${unknown}'; it asks for ${names.join(", ")}.`;
    throw new LayerGraphError("unknown-value", message, { received: unknown, expected: names.join(", ") });
  }
  if (missing.length === 0) return;
  const flags = missing.map((name) => `--set ${name}=…`).join(" ");
  const message = `'${path}' builds its graph from ${missing.join(", ")}, which ${missing.length === 1 ? "is" : "are"} not given. Add ${flags}.`;
  throw new LayerGraphError("missing-values", message, { expected: flags, fix: `Add ${flags}.` });
}

/** Refuses values for a graph that asks for none. */
export function refuseValues(path: string, set: Readonly<Record<string, string>> = {}): void {
  const [name] = Object.keys(set);
  if (name === undefined) return;
  throw new LayerGraphError("unknown-value", `--set ${name}: '${path}' asks for no values. Leave --set out.`, { received: name });
}

/** `5` is a number, `[3,4]` and `["a","b"]` are lists, all else is a text. */
function givenValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function kindOf(value: unknown): string {
  return value === null
    ? "null"
    : Array.isArray(value)
      ? "a list"
      : value === undefined
        ? "nothing"
        : `a value of type ${typeof value}`;
}
