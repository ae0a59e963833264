import { type Command, Option } from "commander";
import { LayerGraphError, type PortedScript, portedFile, portScript } from "../index.ts";
import { exitStatus } from "./failure.ts";
import { outputFile, printDocument, printLine, printNote } from "./output.ts";
import { portFacts, printPort } from "./portReport.ts";
import { type ScriptFlags, scriptOptions, withScriptFlags } from "./scriptFlags.ts";

interface PortFlags extends ScriptFlags {
  readonly to?: "typescript" | "json";
  readonly output?: string;
  readonly format: "text" | "json";
}

/** Defines `layergraph port`: a MATLAB script as TypeScript or as a graph file, with a report. */
export function definePort(command: Command): void {
  command
    .description(
      "Runs the part of a MATLAB script that builds a network, and writes it as TypeScript, which was compiled and run and builds the same graph, or as a " +
        "graph file. Nothing is trained. What depends on data that is not there becomes a parameter of the function build. The report goes to standard error; " +
        "the code to standard output without -o. The exit status is 1 if the script fails or builds no network.",
    )
    .addOption(
      new Option("--to <form>", "what is written (default: what the name of the output file says, else typescript)").choices([
        "typescript",
        "json",
      ]),
    )
    .option("-o, --output <file>", "the file to write (.ts or .json)")
    .addOption(
      new Option("--format <format>", "how the report is told; json prints report and code as one document")
        .choices(["text", "json"])
        .default("text"),
    )
    .addHelpText("after", "\nExample:\n  layergraph port tcn.m --set numFeatures=3 --set numClasses=5 -o out/tcn.ts");
  withScriptFlags(command).action(async (path: string, flags: PortFlags) => {
    process.exitCode = await port(path, flags);
  });
}

async function port(path: string, flags: PortFlags): Promise<number> {
  const output = flags.output === undefined ? undefined : outputFile(flags.output, extensionsOf(flags.to));
  const to = flags.to ?? (output?.extension === ".json" ? "json" : "typescript");
  const ported = await portScript({
    ...scriptOptions(path, flags),
    typescript: to === "typescript",
    ...(output && { output: output.path }),
  });
  const text = ported.error || ported.graphs.length === 0 ? undefined : written(ported, to);
  if (text !== undefined) output?.write(text);
  const facts = {
    ...portFacts(ported),
    ...(output ? { output: text === undefined ? null : output.path } : { code: text ?? null }),
  };
  if (flags.format === "json") printDocument(facts);
  else {
    printNote(printPort(path, ported, text === undefined ? undefined : output?.path));
    if (text !== undefined && !output) printLine(text.trimEnd());
  }
  return text === undefined ? exitStatus.no : exitStatus.done;
}

function extensionsOf(to: PortFlags["to"]): readonly string[] {
  if (to === undefined) return [".ts", ".mts", ".json"];
  return to === "json" ? [".json"] : [".ts", ".mts"];
}

/** The file of a ported script; undefined where its layers have no form in it. */
function written(ported: PortedScript, to: "typescript" | "json"): string | undefined {
  if (to === "typescript") return ported.typescript;
  const refused: string[] = [];
  for (const made of ported.graphs) {
    try {
      const text = `${JSON.stringify(portedFile(ported, made), undefined, 2)}\n`;
      if (refused.length > 0) printNote(`warning: ${refused.join("\n")}\nThe graph ${made.name} is written in its place.`);
      return text;
    } catch (error) {
      if (!(error instanceof LayerGraphError)) throw error;
      refused.push(`${made.name === "" ? "" : `${made.name}: `}${error.message}`);
    }
  }
  printNote(`error: ${refused.join("\n")}`);
  return undefined;
}
