import { type Command, Option } from "commander";
import { type Issue, readText, validate } from "../index.ts";
import { exitStatus } from "./failure.ts";
import { fileOptions } from "./fileOptions.ts";
import {
  graphDescription,
  graphFileIssues,
  graphFormat,
  loadLayerGraph,
  type UsageFlags,
  withLayersFlag,
  withUsageFlag,
} from "./graphArgument.ts";
import { printIssues } from "./issueText.ts";
import { refuseValues, withSetFlag } from "./moduleGraph.ts";
import { printDocument, printLine } from "./output.ts";
import type { GraphFlags } from "./ownLayers.ts";

interface ValidateFlags extends GraphFlags, UsageFlags {
  readonly format: "text" | "json";
}

/** Defines `layergraph validate`: every problem of a graph, grouped by layer; the exit status says whether there are errors. */
export function defineValidate(command: Command): void {
  withUsageFlag(withSetFlag(withLayersFlag(command)))
    .description(
      `Tells every problem of a graph, grouped by layer. The exit status is 1 if any is an error.\n\n<graph> is ${graphDescription}.`,
    )
    .addOption(new Option("--format <format>", "how the problems are told").choices(["text", "json"]).default("text"))
    .addHelpText("after", "\nExample:\n  layergraph validate network.json --layers attention.js")
    .action(async (path: string, flags: ValidateFlags) => {
      process.exitCode = await validateGraph(path, flags);
    });
}

async function validateGraph(path: string, flags: ValidateFlags): Promise<number> {
  const issues = await issuesOf(path, flags);
  const valid = !issues.some(({ severity }) => severity === "error");
  if (flags.format === "json") printDocument({ valid, issues });
  else printLine(printIssues(path, issues));
  return valid ? exitStatus.done : exitStatus.no;
}

async function issuesOf(path: string, flags: ValidateFlags): Promise<Issue[]> {
  const { targetUsage } = flags;
  const isFile = graphFormat(path) === ".json";
  if (isFile) refuseValues(path, flags.set);
  else return validate(await loadLayerGraph(path, flags), { targetUsage });
  const text = readText(path);
  return graphFileIssues(path, text, { ...(await fileOptions(text, flags)), targetUsage });
}
