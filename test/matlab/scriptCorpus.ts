import { readdirSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import * as layers from "../../layers/index.ts";
import { LayerGraphError } from "../../src/errors.ts";
import type { AnyLayerDefinition, Layer } from "../../src/layer.ts";
import { runScript } from "../../src/matlab/interpret/runScript.ts";
import { checkedOptions, type OptionsContent } from "../../src/matlab/network/optionsContent.ts";
import { lineAndColumn } from "../../src/matlab/syntax/sourceText.ts";
import type { MadeGraph, ScriptRun } from "../../src/matlab/values/scriptRun.ts";
import type { HostValue } from "../../src/matlab/values/value.ts";
import { layerWithUnknowns } from "../../src/network/unknown.ts";
import { trainingOptions } from "../../src/train/trainingOptions.ts";
import { type ExpectedGraph, type ExpectedLayer, type ExpectedScript, readExpectation } from "./expectedScript.ts";

/** The folders of scripts in a folder. */
export function scriptFolders(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "blind")
    .map((entry) => join(folder, entry.name));
}

/** What is not as expected when a script is ported (and run, where its display is expected); nothing when all is. */
export async function scriptProblems(folder: string): Promise<string[]> {
  const expected = readExpectation(folder);
  const displayed: string[] = [];
  try {
    const run = await runScript({
      path: join(folder, "script.m"),
      mode: expected.prints.length > 0 ? "run" : "port",
      set: expected.set,
      ...(expected.call !== undefined && { call: expected.call }),
      ...(expected.release !== undefined && { release: expected.release }),
      print: (text) => displayed.push(text),
    });
    return [...runProblems(run, expected), ...missing("displays", displayed.join("").split("\n"), expected.prints)];
  } catch (error) {
    if (!(error instanceof LayerGraphError)) throw error;
    return syntaxProblems(error, expected);
  }
}

function syntaxProblems(error: LayerGraphError, { errors }: ExpectedScript): string[] {
  if (errors.length === 0) return [`is refused: ${error.message}`];
  const messages = error.issues.map(({ message }) => message);
  return errors
    .filter(({ line, text }) => !messages.some((message) => message.includes(`:${line}:`) && message.includes(text)))
    .map(({ line, text }) => `tells no problem in line ${line} with '${text}': ${messages.join(" | ")}`);
}

function runProblems(run: ScriptRun, expected: ExpectedScript): string[] {
  const problems = [
    ...errorProblems(run, expected),
    ...missing(
      "warns",
      run.warnings.map(({ message }) => message),
      expected.warnings,
    ),
  ];
  const unsupported = run.statements.filter(({ fate }) => fate === "unsupported").map(({ place }) => lineAndColumn(place).line);
  for (const line of expected.unsupported) {
    if (!unsupported.includes(line))
      problems.push(`line ${line} should be unsupported; unsupported are ${unsupported.join(", ") || "none"}`);
  }
  if (expected.graphs.length !== run.graphs.length && expected.graphs.length > 0) {
    problems.push(
      `makes ${run.graphs.length} graphs (${run.graphs.map(({ name }) => name).join(", ")}), not ${expected.graphs.length}`,
    );
  }
  expected.graphs.forEach((graph, i) => {
    if (run.graphs[i]) problems.push(...graphProblems(run.graphs[i], graph).map((problem) => `graph ${i + 1}: ${problem}`));
  });
  return problems;
}

function errorProblems({ error }: ScriptRun, { errors }: ExpectedScript): string[] {
  if (errors.length === 0)
    return error ? [`ends with: ${error.message} (line ${error.place && lineAndColumn(error.place).line})`] : [];
  if (!error) return [`does not end with an error in line ${errors[0].line}`];
  const line = error.place && lineAndColumn(error.place).line;
  return errors
    .filter((each) => each.line !== line || !error.message.includes(each.text))
    .map((each) => `ends in line ${line} with '${error.message}', not in line ${each.line} with '${each.text}'`);
}

function missing(verb: string, all: readonly string[], wanted: readonly string[]): string[] {
  return wanted
    .filter((text) => !all.some((each) => each.includes(text)))
    .map((text) => `${verb} nothing with '${text}': ${all.join(" | ")}`);
}

function graphProblems(made: MadeGraph, expected: ExpectedGraph): string[] {
  const problems: string[] = [];
  if (expected.name !== "" && made.name !== expected.name) problems.push(`is held by '${made.name}', not '${expected.name}'`);
  if (made.trained !== expected.trained) problems.push(made.trained ? "is trained" : "is not trained");
  if (expected.options) problems.push(...optionsProblems(made, expected.options));
  const [names, wanted] = [made.graph.layers, expected.layers].map((each) => each.map(({ name }) => name));
  if (!isDeepStrictEqual(names, wanted)) return [...problems, `has the layers ${names.join(", ")}, not ${wanted.join(", ")}`];
  const differing = expected.layers.flatMap((layer, i) => layerProblems(made.graph.layers[i], layer));
  return [...problems, ...differing, ...connectionProblems(made, expected)];
}

function optionsProblems({ options }: MadeGraph, { solver, given }: NonNullable<ExpectedGraph["options"]>): string[] {
  if (!options) return ["has no training options"];
  const received = checkedOptions((options as HostValue<OptionsContent>).content, undefined) as unknown as Record<
    string,
    unknown
  >;
  const wanted = trainingOptions(solver as "adam", given) as unknown as Record<string, unknown>;
  return Object.keys({ solver, ...given })
    .filter((key) => !isDeepStrictEqual(received[key], wanted[key]))
    .map((key) => `option ${key} is ${JSON.stringify(received[key])}, not ${JSON.stringify(wanted[key])}`);
}

function layerProblems(layer: Layer, { type, args, properties }: ExpectedLayer): string[] {
  if (layer.type !== type) return [`'${layer.name}' is a ${layer.type}, not a ${type}`];
  const wanted = args ? expectedOptions(type, args) : (properties ?? {});
  const keys = args ? Object.keys({ ...layer.options, ...wanted }) : Object.keys(wanted);
  return keys
    .filter((key) => !isDeepStrictEqual(plain(layer.options[key]), plain(wanted[key])))
    .map((key) => `'${layer.name}': ${key} is ${JSON.stringify(layer.options[key])}, not ${JSON.stringify(wanted[key])}`);
}

/** Numbers in typed arrays compare as numbers. */
function plain(value: unknown): unknown {
  return ArrayBuffer.isView(value) ? [...(value as Float32Array)] : value;
}

/** The options of the layer that the expectation writes. */
function expectedOptions(type: string, args: readonly unknown[]): Readonly<Record<string, unknown>> {
  const { definition } = (layers as unknown as Record<string, { definition: AnyLayerDefinition }>)[type];
  const positional = [...(definition.positional ?? []), ...(definition.optionalPositional ?? [])];
  const last = args.at(-1);
  const named = typeof last === "object" && last !== null && !Array.isArray(last) && !("$unknown" in last) ? last : {};
  const given = Object.fromEntries(args.filter((arg) => arg !== named).map((arg, i) => [positional[i], arg]));
  return layerWithUnknowns(definition as never, { ...given, ...named }).options;
}

function connectionProblems({ graph }: MadeGraph, expected: ExpectedGraph): string[] {
  const chained = expected.layers.slice(1).map(({ name }, i): [string, string] => [expected.layers[i].name, name]);
  const wanted = (expected.chain ? chained : expected.connections)
    .map(([source, destination]) => `${source} -> ${destination}`)
    .sort();
  const received = graph.connections.map(({ source, destination }) => `${source} -> ${destination}`).sort();
  const absent = wanted.filter((each) => !received.includes(each));
  const extra = received.filter((each) => !wanted.includes(each));
  if (absent.length + extra.length === 0) return [];
  return [`lacks the connections ${absent.join(", ") || "none"}; has ${extra.join(", ") || "none"} beside`];
}
