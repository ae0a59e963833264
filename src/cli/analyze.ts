import { basename } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { analyzerPage, LayerGraphError, type NetworkAnalysis, printAnalysis } from "../index.ts";
import { exitStatus } from "./failure.ts";
import { analysisOf } from "./graphAnalysis.ts";
import { graphDescription, type UsageFlags, withLayersFlag, withUsageFlag } from "./graphArgument.ts";
import { withSetFlag } from "./moduleGraph.ts";
import { openPage } from "./openPage.ts";
import { outputFile, printLine } from "./output.ts";
import type { GraphFlags } from "./ownLayers.ts";

/** What an analysis is written as, and the ending of such a file. */
const extensions = { text: ".txt", json: ".json", html: ".html" } as const;
type Format = keyof typeof extensions;
const formats = Object.keys(extensions) as Format[];

interface AnalyzeFlags extends GraphFlags, UsageFlags {
  readonly format?: Format;
  readonly output?: string;
  readonly open?: true;
  readonly miniBatchSize?: number;
  readonly sequenceLength?: number;
}

/** Columns where the output is no terminal. */
const plainWidth = 100;

/** Defines `layergraph analyze`: the table of layers with their sizes and learnables, and every problem. */
export function defineAnalyze(command: Command): void {
  withUsageFlag(withSetFlag(withLayersFlag(command)))
    .description(
      "Shows each layer with the size of what flows out of it and of what it learns, how far it sees, whether it is causal, what it costs, and every problem; as html, one page with the drawn graph " +
        `beside the table. Works on unfinished graphs too; the exit status is 1 if the graph has errors.\n\n<graph> is ${graphDescription}.`,
    )
    .addOption(
      new Option("--format <format>", "what is written (default: what the name of the output file says, else text)").choices(
        formats,
      ),
    )
    .option("--mini-batch-size <n>", "the observations that memory is told for (default: 128)", positiveNumber)
    .option("--sequence-length <n>", "the time steps that memory and operations are told for (default: 100)", positiveNumber)
    .option("-o, --output <file>", "write to a file (.txt, .json or .html) instead of standard output")
    .option("--open", "show the page in this machine's browser, served on the loopback address until Ctrl-C")
    .addHelpText(
      "after",
      "\nExamples:\n  layergraph analyze network.json -o network-analysis.json\n  layergraph analyze network.json --open",
    )
    .action(async (path: string, flags: AnalyzeFlags) => {
      process.exitCode = await analyzeGraph(path, flags);
    });
}

async function analyzeGraph(path: string, flags: AnalyzeFlags): Promise<number> {
  if (flags.open && (flags.output !== undefined || flags.format !== undefined))
    throw new LayerGraphError("wrong-flag", "analyze: --open shows the page and writes nothing; leave --format and -o out.");
  const possible = flags.format === undefined ? Object.values(extensions) : [extensions[flags.format]];
  const output = flags.output === undefined ? undefined : outputFile(flags.output, possible);
  const format = flags.format ?? formats.find((each) => extensions[each] === output?.extension) ?? "text";
  const analysis = await analysisOf(path, flags);
  const status = analysis.totals.errors === 0 ? exitStatus.done : exitStatus.no;
  if (flags.open) {
    await openPage(analyzerPage(analysis, { title: basename(path) }));
    return status;
  }
  const width = output === undefined ? (process.stdout.columns ?? plainWidth) : plainWidth;
  const text = written(analysis, format, basename(path), width);
  if (output) output.write(text);
  else printLine(text.trimEnd());
  return status;
}

function written(analysis: NetworkAnalysis, format: Format, title: string, width: number): string {
  if (format === "html") return analyzerPage(analysis, { title });
  return `${format === "json" ? JSON.stringify(analysis, undefined, 2) : printAnalysis(analysis, width)}\n`;
}

function positiveNumber(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidArgumentError("It must be a positive whole number.");
}
