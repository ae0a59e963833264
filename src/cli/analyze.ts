import { type Command, Option } from "commander";
import { printAnalysis } from "../index.ts";
import { exitStatus } from "./failure.ts";
import { analysisOf } from "./graphAnalysis.ts";
import { type GraphFlags, graphDescription, type UsageFlags, withLayersFlag, withUsageFlag } from "./graphArgument.ts";
import { withSetFlag } from "./moduleGraph.ts";
import { outputFile, printLine } from "./output.ts";

interface AnalyzeFlags extends GraphFlags, UsageFlags {
  readonly format?: "text" | "json";
  readonly output?: string;
}

/** Columns where the output is no terminal. */
const plainWidth = 100;

/** Defines `layergraph analyze`: the table of layers with their sizes and learnables, and every problem. */
export function defineAnalyze(command: Command): void {
  withUsageFlag(withSetFlag(withLayersFlag(command)))
    .description(
      "Shows each layer with the size of what flows out of it and of what it learns, the totals and every problem. Works on unfinished " +
        `graphs too; the exit status is 1 if the graph has errors.\n\n<graph> is ${graphDescription}.`,
    )
    .addOption(
      new Option("--format <format>", "what is written (default: what the name of the output file says, else text)").choices([
        "text",
        "json",
      ]),
    )
    .option("-o, --output <file>", "write to a file (.txt or .json) instead of standard output")
    .addHelpText("after", "\nExample:\n  layergraph analyze network.json -o network-analysis.json")
    .action(async (path: string, flags: AnalyzeFlags) => {
      process.exitCode = await analyzeGraph(path, flags);
    });
}

async function analyzeGraph(path: string, flags: AnalyzeFlags): Promise<number> {
  const extensions = flags.format === undefined ? [".txt", ".json"] : [flags.format === "json" ? ".json" : ".txt"];
  const output = flags.output === undefined ? undefined : outputFile(flags.output, extensions);
  const format = flags.format ?? (output?.extension === ".json" ? "json" : "text");
  const analysis = await analysisOf(path, flags);
  const width = output === undefined ? (process.stdout.columns ?? plainWidth) : plainWidth;
  const text = format === "json" ? JSON.stringify(analysis, undefined, 2) : printAnalysis(analysis, width);
  if (output) output.write(`${text}\n`);
  else printLine(text);
  return analysis.totals.errors === 0 ? exitStatus.done : exitStatus.no;
}
