import { extname } from "node:path";
import { type Command, Option } from "commander";
import {
  type ImportedMat,
  type Issue,
  importedNetwork,
  importMat,
  LayerGraph,
  LayerGraphError,
  loadNetwork,
  type Network,
  type ReadGraphOptions,
  readGraph,
  readText,
  type TargetUsage,
  type ValidateOptions,
  validateFile,
} from "../index.ts";
import { fileOptions } from "./fileOptions.ts";
import { printIssues } from "./issueText.ts";
import { moduleExtensions } from "./moduleFile.ts";
import { moduleGraph, refuseValues } from "./moduleGraph.ts";
import { printNote } from "./output.ts";
import { type GraphFlags, ownLayers } from "./ownLayers.ts";
import { scriptGraph } from "./scriptGraph.ts";

/** Adds `--layers` and `--variable` to a command. */
export function withLayersFlag(command: Command): Command {
  return command
    .option(
      "--layers <file.js>",
      "module that exports layers of your own, which a graph file names custom:…; may be given several times",
      (file: string, before: readonly string[] = []) => [...before, file],
    )
    .option("--variable <name>", "of a .mat file, which variable holds the network: net, or a place in it such as agent.Critic");
}

/** The flag of commands that judge a graph. */
export interface UsageFlags {
  readonly targetUsage: TargetUsage;
}

/** Adds `--target-usage` to a command. */
export function withUsageFlag(command: Command): Command {
  const usages: TargetUsage[] = ["trainNetwork", "dlnetwork"];
  return command.addOption(
    new Option(
      "--target-usage <usage>",
      "what the network is for; a dlnetwork has no output layers, its open outputs are results",
    )
      .choices(usages)
      .default(usages[0]),
  );
}

/** What a graph argument may be, for help texts. */
export const graphDescription =
  "a graph file (.json), a module whose default export is a layer graph (.js, .mjs, .ts), a MATLAB script (.m), a saved network (.onnx), or a network, graph or layer array of MATLAB (.mat)";

const graphFormats = [".json", ...moduleExtensions, ".onnx", ".mat", ".m"] as const;
type GraphFormat = (typeof graphFormats)[number];

function isGraphFormat(extension: string): extension is GraphFormat {
  return (graphFormats as readonly string[]).includes(extension);
}

/** The extension of a graph argument, if such a file can hold a graph. */
export function graphFormat(path: string): GraphFormat {
  const extension = extname(path).toLowerCase();
  if (isGraphFormat(extension)) return extension;
  const reason = `${graphFormats.slice(0, -1).join(", ")} and ${graphFormats.at(-1)} files are`;
  throw new LayerGraphError("graph-format", `'${path}' is not a graph that can be read: ${reason}.`, { received: extension });
}

/** The graph of a file, or the trained network of an `.onnx` or `.mat` file. */
export async function loadGraph(path: string, flags: GraphFlags): Promise<LayerGraph | Network> {
  const format = graphFormat(path);
  if (format === ".json" || format === ".onnx" || format === ".mat") refuseValues(path, flags.set);
  if (format === ".mat") {
    const { network, graph } = await importedFile(path, flags);
    return network ?? graph;
  }
  if (format === ".m") return scriptGraph(path, flags);
  const layers = await ownLayers(flags);
  if (format === ".json") return fileGraph(path, flags);
  if (format === ".onnx") return loadNetwork(path, { layers });
  return moduleGraph(path, flags);
}

/** The graph of a graph file; where a part of the file cannot be read, every problem that `validate` would tell is told. */
async function fileGraph(path: string, flags: GraphFlags): Promise<LayerGraph> {
  const text = readText(path);
  const options = await fileOptions(text, flags);
  try {
    return readGraph(text, options);
  } catch (error) {
    if (!(error instanceof LayerGraphError)) throw error;
    const issues = graphFileIssues(path, text, options);
    throw new LayerGraphError("invalid-network", `Invalid network.\n${printIssues(path, issues)}`, { issues });
  }
}

/** Every problem of a graph file; throws where it is no JSON. */
export function graphFileIssues(path: string, text: string, options: ReadGraphOptions & ValidateOptions): Issue[] {
  const issues = validateFile(text, options);
  const malformed = issues.find(({ code }) => code === "malformed-json");
  if (malformed) throw new LayerGraphError(malformed.code, `'${path}': ${malformed.message}`, malformed);
  return issues;
}

/** The trained network of an `.onnx` or `.mat` file. */
export async function loadTrainedNetwork(path: string, flags: GraphFlags): Promise<Network> {
  const extension = extname(path).toLowerCase();
  if (extension === ".mat") return importedNetwork(await importedFile(path, flags));
  if (extension === ".onnx") return loadNetwork(path, { layers: await ownLayers(flags) });
  const message = `'${path}' is not a trained network; networks are .onnx files, which train writes, and .mat files of MATLAB.`;
  throw new LayerGraphError("network-format", message, { received: extname(path), expected: ".onnx, .mat" });
}

/** What MATLAB saved in a `.mat` file; what must be known about it is told on standard error. */
async function importedFile(path: string, flags: GraphFlags): Promise<ImportedMat> {
  const { variable } = flags;
  const imported = await importMat(path, { layers: await ownLayers(flags), ...(variable !== undefined && { variable }) });
  for (const note of imported.notes) printNote(`note: ${note}`);
  return imported;
}

/** The layer graph alone, whatever holds it. */
export async function loadLayerGraph(path: string, flags: GraphFlags): Promise<LayerGraph> {
  const loaded = await loadGraph(path, flags);
  return loaded instanceof LayerGraph ? loaded : loaded.graph;
}
