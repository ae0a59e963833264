import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { LayerGraphError } from "../../src/errors.ts";
import { analyze } from "../../src/network/analyze.ts";
import { readGraph } from "../../src/network/graphFile.ts";
import type { LayerGraph } from "../../src/network/layerGraph.ts";
import { printAnalysis } from "../../src/network/printAnalysis.ts";
import { validate } from "../../src/network/validate.ts";
import { validateFile } from "../../src/network/validateFile.ts";
import { writeGraph } from "../../src/network/writeGraph.ts";
import { trainingPlan } from "../../src/plan/training.ts";
import { mutations } from "../data/mutation.ts";
import { packageFolder } from "./commandLine.ts";
import { damagedStructure } from "./damagedStructure.ts";
import type { FuzzCase, FuzzSection } from "./fuzzSection.ts";
import { anyEdits, anyGraph, type GraphEdit } from "./randomGraphs.ts";

/** Random graphs, random edits of them, and damaged graph files. */
export function graphSections(seed: number): Readonly<Record<string, () => FuzzSection>> {
  return {
    graphs: () => generated("graphs", 3000, seed, anyGraph, judgeWhole),
    edits: () =>
      generated("edits", 2500, seed, fc.tuple(anyGraph, anyEdits), ([graph, edits]) => editAll(readGraph(graph), edits)),
    "json structure": () => ({ ...jsonBase("json structure", 3000), cases: structures(seed) }),
    "json bytes": () => ({ ...jsonBase("json bytes", 1500), cases: damagedTexts(seed) }),
  };
}

const graphFiles = ["examples/human-activity/network.json", "examples/japanese-vowels/network.json"];

function jsonBase(name: string, count: number): Pick<FuzzSection, "name" | "count" | "isDeep"> {
  return { name, count, isDeep: isDeepInGraphFile };
}

/** Beyond the syntax of JSON and the outermost object. */
function isDeepInGraphFile({ code, message }: LayerGraphError): boolean {
  return code !== "malformed-json" && !/^The graph file must/.test(message);
}

/** Cases of a fast-check arbitrary; its values are the same ones for the same seed. */
function generated<T>(
  name: string,
  count: number,
  seed: number,
  arbitrary: fc.Arbitrary<T>,
  judge: (value: T) => unknown,
): FuzzSection {
  const cases = function* (): Generator<FuzzCase, never> {
    for (let batch = 0; ; batch++) {
      for (const value of fc.sample(arbitrary, { seed: seed + batch, numRuns: 250 })) {
        yield { label: `seed ${seed}, ${JSON.stringify(value).slice(0, 2000)}`, attempt: () => judge(value) };
      }
    }
  };
  return { name, count, cases: cases(), isDeep: isDeepInGraphFile };
}

function* structures(seed: number): Generator<FuzzCase, never> {
  const files = graphFiles.map((file) => JSON.parse(readFileSync(join(packageFolder, file), "utf8")) as unknown);
  for (let index = 0; ; index++) {
    const { kind, value } = damagedStructure(files[index % files.length], seed, index);
    yield { label: `seed ${seed}, ${kind}`, attempt: () => judgeText(JSON.stringify(value)) };
  }
}

function* damagedTexts(seed: number): Generator<FuzzCase, never> {
  const copies = graphFiles.map((file) => mutations(seed, new Uint8Array(readFileSync(join(packageFolder, file)))));
  for (let index = 0; ; index++) {
    const { kind, bytes } = copies[index % copies.length].next().value;
    yield { label: `seed ${seed}, ${kind}`, attempt: () => judgeText(new TextDecoder().decode(bytes)) };
  }
}

function judgeText(text: string): void {
  const issues = validateFile(text);
  if (issues.some(({ code, message }) => code === "" || message === "")) throw new Error("an issue says nothing");
  judgeWhole(text);
}

/** Reads, checks, analyzes, compiles and writes a graph file; the graph comes back the same. */
function judgeWhole(file: unknown): void {
  const graph = readGraph(typeof file === "string" ? file : JSON.stringify(file));
  const errors = validate(graph).filter(({ severity }) => severity === "error");
  printAnalysis(analyze(graph), 80);
  requireSameAfterFile(graph);
  if (errors.length === 0) trainingPlan(graph, update, true);
}

const update = {
  solver: "adam",
  l2Regularization: 1e-4,
  gradientThreshold: 1,
  gradientThresholdMethod: "global-l2norm",
  momentum: 0.9,
  gradientDecayFactor: 0.9,
  squaredGradientDecayFactor: 0.999,
  epsilon: 1e-8,
} as const;

/** Layers whose options are wrong may be refused when they are written. */
function requireSameAfterFile(graph: LayerGraph): void {
  const written = JSON.stringify(writeGraph(graph));
  const again = JSON.stringify(writeGraph(readGraph(written)));
  if (again !== written) throw new Error(`the graph file ${written} comes back as ${again}`);
}

/** Every edit ends in a new graph or a LayerGraphError and leaves the graph before as it was. */
function editAll(start: LayerGraph, edits: readonly GraphEdit[]): void {
  let graph = start;
  for (const edit of edits) {
    const before = shapeOf(graph);
    const next = attempted(graph, edit);
    if (shapeOf(graph) !== before) throw new Error(`${JSON.stringify(edit)} changed the graph that it started from`);
    graph = next;
  }
  validate(graph);
  requireSameAfterFile(graph);
}

function attempted(graph: LayerGraph, edit: GraphEdit): LayerGraph {
  try {
    return edit(graph);
  } catch (error) {
    if (error instanceof LayerGraphError) return graph;
    throw error;
  }
}

function shapeOf(graph: LayerGraph): string {
  return JSON.stringify([graph.layers.map(({ name, type }) => [name, type]), graph.connections]);
}
