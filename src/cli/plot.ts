import { basename } from "node:path";
import { type Command, Option } from "commander";
import { graphDot, graphMermaid, graphSvg, type NetworkAnalysis } from "../index.ts";
import { exitStatus } from "./failure.ts";
import { analysisOf } from "./graphAnalysis.ts";
import { type GraphFlags, graphDescription, type UsageFlags, withLayersFlag, withUsageFlag } from "./graphArgument.ts";
import { withSetFlag } from "./moduleGraph.ts";
import { outputFile } from "./output.ts";

type PlotFormat = "svg" | "mermaid" | "dot";

interface PlotFlags extends GraphFlags, UsageFlags {
  readonly format?: PlotFormat;
  readonly output?: string;
  readonly fold?: boolean;
  readonly direction: "down" | "right";
}

const extensions: Readonly<Record<PlotFormat, string>> = { svg: ".svg", mermaid: ".mmd", dot: ".dot" };
const formats = Object.keys(extensions) as PlotFormat[];

/** Defines `layergraph plot`: the drawn graph. */
export function definePlot(command: Command): void {
  withUsageFlag(withSetFlag(withLayersFlag(command)))
    .description(
      "Draws each layer with its name, its type and the size of what flows out of it, and the connections from port to port; problems are marked. " +
        `Works on unfinished and broken graphs too; the exit status is 1 if the graph has errors.\n\n<graph> is ${graphDescription}.`,
    )
    .addOption(
      new Option("--format <format>", "what is written (default: what the name of the output file says, else svg)").choices(
        formats,
      ),
    )
    .option("-o, --output <file>", "write to a file (.svg, .mmd or .dot) instead of standard output")
    .option("--fold", "draw blocks that repeat as one box")
    .addOption(new Option("--direction <direction>", "the way of computing").choices(["down", "right"]).default("down"))
    .addHelpText("after", "\nExample:\n  layergraph plot network.json --fold -o network.svg")
    .action(async (path: string, flags: PlotFlags) => {
      process.exitCode = await plotGraph(path, flags);
    });
}

async function plotGraph(path: string, flags: PlotFlags): Promise<number> {
  const possible = flags.format === undefined ? Object.values(extensions) : [extensions[flags.format]];
  const output = flags.output === undefined ? undefined : outputFile(flags.output, possible);
  const format = flags.format ?? formats.find((each) => extensions[each] === output?.extension) ?? "svg";
  const analysis = await analysisOf(path, flags);
  const text = drawn(analysis, format, { fold: flags.fold ?? false, direction: flags.direction, title: basename(path) });
  if (output) output.write(text);
  else process.stdout.write(text);
  return analysis.totals.errors === 0 ? exitStatus.done : exitStatus.no;
}

interface Drawn {
  readonly fold: boolean;
  readonly direction: "down" | "right";
  readonly title: string;
}

function drawn(analysis: NetworkAnalysis, format: PlotFormat, { title, ...options }: Drawn): string {
  if (format === "mermaid") return graphMermaid(analysis, options);
  return format === "dot" ? graphDot(analysis, options) : graphSvg(analysis, { ...options, title });
}
