import { extname } from "node:path";
import { type Command, Option } from "commander";
import {
  encodeNetwork,
  encodeTrainingStep,
  LayerGraph,
  LayerGraphError,
  type Network,
  type SolverName,
  trainingOptions,
  writeGraph,
  writeMatlab,
  writeTypeScript,
} from "../index.ts";
import { exitStatus } from "./failure.ts";
import { graphDescription, loadGraph, withLayersFlag } from "./graphArgument.ts";
import { withSetFlag } from "./moduleGraph.ts";
import { solverNames } from "./optionFlags.ts";
import { outputFile, printNote } from "./output.ts";
import type { GraphFlags } from "./ownLayers.ts";

/** What a graph is written as, and the endings of such files. */
const formats = {
  onnx: [".onnx"],
  json: [".json"],
  typescript: [".ts"],
  matlab: [".m"],
} as const;
type Format = keyof typeof formats;

interface ExportFlags extends GraphFlags {
  readonly to?: Format;
  readonly training?: true;
  readonly solver: SolverName;
  readonly output?: string;
}

/** Defines `layergraph export`: a network or graph written as ONNX, graph file, TypeScript or MATLAB script. */
export function defineExport(command: Command): void {
  withSetFlag(withLayersFlag(command))
    .description(
      "Writes a network for any ONNX runtime, or the graph alone as a graph file, as a TypeScript module, or as a script that MATLAB runs. To standard " +
        `output without -o.\n\n<graph> is ${graphDescription}.`,
    )
    .addOption(
      new Option("--to <format>", "what is written (default: what the name of the output file says)").choices(
        Object.keys(formats),
      ),
    )
    .option(
      "--training",
      "write one training step as ONNX instead: forward, loss, gradients and update; its inputs are described in the file",
    )
    .addOption(new Option("--solver <name>", "of --training, what updates the learnables").choices(solverNames).default("adam"))
    .option("-o, --output <file>", "write to a file (.onnx, .json, .ts, .m) instead of standard output")
    .addHelpText(
      "after",
      "\nExamples:\n  layergraph export net.onnx --to matlab -o net.m\n  layergraph export network.json --training -o step.onnx",
    )
    .action(async (path: string, flags: ExportFlags) => {
      process.exitCode = await exportGraph(path, flags);
    });
}

async function exportGraph(path: string, flags: ExportFlags): Promise<number> {
  const format = formatOf(flags);
  const output = flags.output === undefined ? undefined : outputFile(flags.output, formats[format]);
  const loaded = await loadGraph(path, flags);
  const content = flags.training ? encodeTrainingStep(loaded, trainingOptions(flags.solver)) : contentOf(loaded, format, path);
  if (output) output.write(content);
  else process.stdout.write(content);
  return exitStatus.done;
}

function formatOf({ to, output, training }: ExportFlags): Format {
  if (training && (to ?? "onnx") !== "onnx")
    throw new LayerGraphError("wrong-flag", `export: --training writes ONNX, not ${to}. Leave one of both out.`);
  if (training) return "onnx";
  const extension = output === undefined ? "" : extname(output).toLowerCase();
  const meant =
    to ?? (Object.keys(formats) as Format[]).find((format) => (formats[format] as readonly string[]).includes(extension));
  if (meant) return meant;
  const message = `export: say what to write with --to ${Object.keys(formats).join("|")}, or with the ending of --output.`;
  throw new LayerGraphError("wrong-flag", message, { expected: Object.keys(formats).join(", ") });
}

function contentOf(loaded: LayerGraph | Network, format: Format, path: string): Uint8Array | string {
  const graph = loaded instanceof LayerGraph ? loaded : loaded.graph;
  if (format === "onnx") {
    if (loaded instanceof LayerGraph) throw notTrained(path);
    return encodeNetwork(loaded);
  }
  if (!(loaded instanceof LayerGraph))
    printNote(`note: ${format} holds the layers, not what they have learned; --to onnx keeps it.`);
  if (format === "matlab") return writeMatlab(graph);
  if (format === "typescript") return writeTypeScript(graph);
  return `${JSON.stringify(writeGraph(graph), undefined, 2)}\n`;
}

function notTrained(path: string): LayerGraphError {
  const fix = "Train it with layergraph train -o net.onnx, or write the graph alone: --to json, typescript or matlab.";
  return new LayerGraphError(
    "not-trained",
    `'${path}' holds a layer graph without weights, which cannot be written as ONNX. ${fix}`,
    { fix },
  );
}
