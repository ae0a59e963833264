import { basename } from "node:path";
import { type Command, Option } from "commander";
import { graphDot, graphMermaid, graphSvg, LayerGraphError, type NetworkAnalysis } from "../index.ts";
import { exitStatus } from "./failure.ts";
import { analysisOf } from "./graphAnalysis.ts";
import { graphDescription, type UsageFlags, withLayersFlag, withUsageFlag } from "./graphArgument.ts";
import { withSetFlag } from "./moduleGraph.ts";
import { outputFile } from "./output.ts";
import type { GraphFlags } from "./ownLayers.ts";

type PlotFormat = "svg" | "mermaid" | "dot";

interface PlotFlags extends GraphFlags, UsageFlags {
  readonly format?: PlotFormat;
  readonly output?: string;
  readonly fold?: boolean;
  readonly direction: "down" | "right";
  readonly columns?: "auto" | number;
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
    .option(
      "--columns <n>",
      "in how many columns (to the right: rows) a long drawing is wrapped; auto wraps those of more than about 60 rows (default: auto)",
      columnCount,
    )
    .addHelpText("after", "\nExample:\n  layergraph plot network.json --fold -o network.svg")
    .action(async (path: string, flags: PlotFlags) => {
      process.exitCode = await plotGraph(path, flags);
    });
}

async function plotGraph(path: string, flags: PlotFlags): Promise<number> {
  const possible = flags.format === undefined ? Object.values(extensions) : [extensions[flags.format]];
  const output = flags.output === undefined ? undefined : outputFile(flags.output, possible);
  const format = flags.format ?? formats.find((each) => extensions[each] === output?.extension) ?? "svg";
  const { fold = false, direction, columns } = flags;
  if (columns !== undefined && format !== "svg") throw notWrapped(format);
  const analysis = await analysisOf(path, flags);
  const text = drawn(analysis, format, { fold, direction, title: basename(path), ...(columns && { columns }) });
  if (output) output.write(text);
  else process.stdout.write(text);
  return analysis.totals.errors === 0 ? exitStatus.done : exitStatus.no;
}

interface Drawn {
  readonly fold: boolean;
  readonly direction: "down" | "right";
  readonly title: string;
  readonly columns?: "auto" | number;
}

function columnCount(text: string): "auto" | number {
  if (text === "auto" || /^[1-9]\d{0,3}$/.test(text)) return text === "auto" ? text : Number(text);
  throw new LayerGraphError("wrong-flag", `--columns must be auto or a whole number from 1, received '${text}'.`, {
    received: text,
  });
}

function notWrapped(format: PlotFormat): LayerGraphError {
  const message = `--columns is for drawings; ${format} leaves the places to the program that draws it. Leave it out, or write .svg.`;
  return new LayerGraphError("wrong-flag", message, { received: format });
}

function drawn(analysis: NetworkAnalysis, format: PlotFormat, { fold, direction, ...picture }: Drawn): string {
  if (format === "mermaid") return graphMermaid(analysis, { fold, direction });
  return format === "dot" ? graphDot(analysis, { fold, direction }) : graphSvg(analysis, { fold, direction, ...picture });
}
