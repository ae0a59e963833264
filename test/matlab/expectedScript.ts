import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A layer as an expectation writes it: `fc: fullyConnectedLayer(10, {"bias": [1]})`, `drop: custom spatialDropoutLayer {"DropoutFactor": 0.3}`. */
export interface ExpectedLayer {
  readonly name: string;
  readonly type: string;
  /** Arguments of the function that makes the layer here; undefined where only the kind is expected. */
  readonly args?: readonly unknown[];
  /** Properties of a layer that a class of the script makes. */
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** One graph that a script should make. */
export interface ExpectedGraph {
  /** The variable that holds it, if that matters. */
  readonly name: string;
  readonly layers: ExpectedLayer[];
  readonly connections: [source: string, destination: string][];
  chain: boolean;
  trained: boolean;
  options?: { readonly solver: string; readonly given: Readonly<Record<string, unknown>> };
}

/** What a script should do. */
export interface ExpectedScript {
  readonly set: Record<string, string>;
  call?: string;
  release?: string;
  readonly graphs: ExpectedGraph[];
  readonly warnings: string[];
  readonly errors: { readonly line: number; readonly text: string }[];
  readonly unsupported: number[];
  readonly prints: string[];
}

/** The expectation beside a script; the README of the folder `scripts` says how it is written. */
export function readExpectation(folder: string): ExpectedScript {
  const path = join(folder, "expected.txt");
  if (!existsSync(path)) throw new Error(`${folder} has no expected.txt`);
  const expected: ExpectedScript = { set: {}, graphs: [], warnings: [], errors: [], unsupported: [], prints: [] };
  for (const line of readFileSync(path, "utf8").split(/\r?\n/)) {
    if (line.trim() === "" || line.startsWith("# ")) continue;
    if (!readDirective(line, expected) && !readGraphLine(line, expected.graphs.at(-1))) {
      throw new Error(`${path}: '${line}' is not understood`);
    }
  }
  return expected;
}

const directives: Readonly<Record<string, (rest: string, expected: ExpectedScript) => void>> = {
  set: (rest, { set }) => {
    const [name, ...value] = rest.split("=");
    set[name] = value.join("=");
  },
  call: (rest, expected) => {
    expected.call = rest;
  },
  release: (rest, expected) => {
    expected.release = rest;
  },
  graph: (rest, { graphs }) => {
    graphs.push({ name: rest, layers: [], connections: [], chain: false, trained: false });
  },
  warning: (rest, { warnings }) => {
    warnings.push(rest);
  },
  error: (rest, { errors }) => {
    const [, line, text] = /^(\d+) ?(.*)$/.exec(rest) ?? [];
    errors.push({ line: Number(line), text });
  },
  unsupported: (rest, { unsupported }) => {
    unsupported.push(Number(rest));
  },
  prints: (rest, { prints }) => {
    prints.push(rest);
  },
};

function readDirective(line: string, expected: ExpectedScript): boolean {
  const [, word, rest] = /^(\w+)(?: (.*))?$/.exec(line) ?? [];
  if (word === undefined || !(word in directives)) return false;
  directives[word](rest ?? "", expected);
  return true;
}

function readGraphLine(line: string, graph: ExpectedGraph | undefined): boolean {
  if (graph === undefined) return false;
  if (line.includes(" -> ")) return readChain(line.split(" -> "), graph);
  const options = /^options (".*?")(?:, (.*))?$/.exec(line);
  if (options) {
    graph.options = { solver: JSON.parse(options[1]), given: JSON.parse(options[2] ?? "{}") };
    return true;
  }
  if (line === "chain") graph.chain = true;
  else if (line === "trained") graph.trained = true;
  else return readLayer(line, graph);
  return true;
}

/** `a -> b/in1 -> c`: where a chain goes on, the output is that of the layer that it came to. */
function readChain(parts: readonly string[], graph: ExpectedGraph): boolean {
  for (let i = 1; i < parts.length; i++) {
    const source = i === 1 ? parts[0] : parts[i - 1].replace(/\/[^/]*$/, "");
    graph.connections.push([source, parts[i]]);
  }
  return true;
}

function readLayer(line: string, graph: ExpectedGraph): boolean {
  const [, name, rest] = /^(.*?): (.*)$/.exec(line) ?? [];
  if (rest === undefined) return false;
  const custom = /^custom (\w+) (\{.*\})$/.exec(rest);
  const kind = /^(\w+)$/.exec(rest);
  const made = /^(\w+)\((.*)\)$/.exec(rest);
  if (custom) graph.layers.push({ name, type: custom[1], properties: JSON.parse(custom[2]) });
  else if (kind) graph.layers.push({ name, type: kind[1] });
  else if (made) graph.layers.push({ name, type: made[1], args: JSON.parse(`[${made[2]}]`) });
  else return false;
  return true;
}
