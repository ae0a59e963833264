import type { Command } from "commander";
import { encodeNetwork, type ImportedMat, importedNetwork, importMat, writeGraph } from "../index.ts";
import { exitStatus } from "./failure.ts";
import { withLayersFlag } from "./graphArgument.ts";
import { outputFile, printLine } from "./output.ts";
import { type GraphFlags, ownLayers } from "./ownLayers.ts";

interface ImportFlags extends GraphFlags {
  readonly output?: string;
}

/** Defines `layergraph import`: what MATLAB saved in a `.mat` file, told, and written as a network or graph of this library. */
export function defineImport(command: Command): void {
  withLayersFlag(command)
    .description(
      "Tells what network, layer graph or layer array a .mat file holds, and writes it: a network with its weights as .onnx, the graph alone as .json. " +
        "Classes of your own must come as layers (--layers). The exit status is 1 where layers are missing or the network has errors.",
    )
    .option("-o, --output <file>", "write the network (.onnx) or the graph (.json)")
    .addHelpText("after", "\nExample:\n  layergraph import net.mat -o net.onnx")
    .action(async (path: string, flags: ImportFlags) => {
      process.exitCode = await importFile(path, flags);
    });
}

async function importFile(path: string, flags: ImportFlags): Promise<number> {
  const output = flags.output === undefined ? undefined : outputFile(flags.output, [".onnx", ".json"]);
  const { variable } = flags;
  const imported = await importMat(path, { layers: await ownLayers(flags), ...(variable !== undefined && { variable }) });
  printLine(told(imported));
  if (output?.extension === ".onnx") output.write(encodeNetwork(importedNetwork(imported)));
  if (output?.extension === ".json") output.write(`${JSON.stringify(writeGraph(imported.graph), undefined, 2)}\n`);
  if (output) printLine(`\nwrote ${output.path}`);
  return isSound(imported) ? exitStatus.done : exitStatus.no;
}

/** Whether nothing is wrong but that values are missing, as in an untrained graph. */
function isSound({ problems }: ImportedMat): boolean {
  return problems.every(({ code }) => code === "missing-value");
}

function told(imported: ImportedMat): string {
  const { variable, className, graph, network, problems, notes, others } = imported;
  const numbers = network ? [...network.learnables.values()].reduce((sum, { data }) => sum + data.length, 0) : 0;
  const state = network ? `${numbers} learnables` : isSound(imported) ? "not trained" : "not complete";
  const missing = isSound(imported) ? [] : problems.map(({ message }) => `error: ${message}`);
  const classes = network && graph.layers.map((layer) => layer.definition.classes?.(layer.options as never)).find(Boolean);
  return [
    `${variable}: ${className}, ${graph.layers.length} layers, ${graph.connections.length} connections, ${state}`,
    ...(classes ? [`classes: ${classes.join(", ")}`] : []),
    "",
    String(graph),
    ...section(notes.map((note) => `note: ${note}`)),
    ...section(missing),
    ...section(others.map((other) => `The file also holds ${other.variable} (${other.className}): --variable ${other.variable}`)),
  ].join("\n");
}

function section(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", ...lines];
}
