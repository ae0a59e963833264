import { type Command, Option } from "commander";
import { type Issue, LayerGraphError, printIssue, readText, validate, validateFile } from "../index.ts";
import { exitStatus } from "./failure.ts";
import {
  type GraphFlags,
  graphDescription,
  graphFormat,
  loadLayerGraph,
  ownLayers,
  type UsageFlags,
  withLayersFlag,
  withUsageFlag,
} from "./graphArgument.ts";
import { printDocument, printLine } from "./output.ts";

interface ValidateFlags extends GraphFlags, UsageFlags {
  readonly format: "text" | "json";
}

/** Adds `layergraph validate`: every problem of a graph, grouped by layer; the exit status says whether there are errors. */
export function addValidate(program: Command): void {
  withUsageFlag(withLayersFlag(program.command("validate <graph>")))
    .summary("tell every problem of a graph")
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
  if (graphFormat(path) !== ".json") return validate(await loadLayerGraph(path, flags), { targetUsage });
  const layers = await ownLayers(flags);
  const issues = validateFile(readText(path), { layers, targetUsage });
  const malformed = issues.find(({ code }) => code === "malformed-json");
  if (malformed) throw new LayerGraphError(malformed.code, `'${path}': ${malformed.message}`, malformed);
  return issues;
}

/** The problems grouped by layer, in the order in which the layers were added, and their numbers. */
function printIssues(path: string, issues: readonly Issue[]): string {
  const groups = new Map<string, Issue[]>();
  for (const issue of issues) {
    const title = issue.layer === undefined ? "Network" : `Layer '${issue.layer}'`;
    groups.set(title, [...(groups.get(title) ?? []), issue]);
  }
  const lines = [...groups].flatMap(([title, group]) => [title, ...group.flatMap((issue) => printLines(issue, title)), ""]);
  const errors = issues.filter(({ severity }) => severity === "error").length;
  const counts = `${counted(errors, "error")}, ${counted(issues.length - errors, "warning")}`;
  return [...lines, `${path} is ${errors === 0 ? "valid" : "not valid"}: ${counts}.`].join("\n");
}

function printLines(issue: Issue, title: string): string[] {
  const text = printIssue(issue);
  const own = text.startsWith(`${title}: `) ? text.slice(title.length + 2) : text;
  const [first, ...rest] = `${own} [${issue.code}]`.split("\n");
  return [`  ${issue.severity.padEnd(9)}${first}`, ...rest.map((line) => `  ${" ".repeat(9)}${line}`)];
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
