import { type Command, Option } from "commander";
import { LayerGraphError, runScript, scriptFailure, scriptWarnings } from "../index.ts";
import { exitStatus } from "./failure.ts";
import { writeFigures } from "./figureFiles.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { printNote, requireWritableFolder } from "./output.ts";
import { type ScriptFlags, scriptOptions, withScriptFlags } from "./scriptFlags.ts";
import { scriptErrorText, scriptWarningText } from "./scriptGraph.ts";

interface RunFlags extends ScriptFlags {
  readonly output?: string;
  readonly plots?: "none" | "training-progress";
}

/** Defines `layergraph run`: a whole MATLAB script, training included. */
export function defineRun(command: Command): void {
  command
    .description(
      "Runs a MATLAB script: loads its data, builds, trains and applies its networks, and prints what it displays. The script can write only in the output " +
        "folder. Ctrl-C ends a training after the current iteration, and the script with it; a second one ends it at once. The exit status is 1 if the script fails.",
    )
    .option("-o, --output <folder>", "the folder that the script may write in, and that charts go to")
    .addOption(
      new Option(
        "--plots <window>",
        "what shows each training while it runs: training-progress is a page on this machine, whatever the script's options say (default: none)",
      ).choices(["none", "training-progress"]),
    )
    .addHelpText("after", "\nExample:\n  layergraph run humanActivity.m --data data -o out");
  withScriptFlags(command).action(async (path: string, flags: RunFlags) => {
    process.exitCode = await run(path, flags);
  });
}

async function run(path: string, flags: RunFlags): Promise<number> {
  const { output, plots } = flags;
  if (output !== undefined) requireWritableFolder(output);
  const interrupt = listenForInterrupt(() => printNote("Stopping after this iteration; interrupt again to stop at once."));
  try {
    const done = await runScript({
      ...scriptOptions(path, flags),
      mode: "run",
      ...(plots && { plots }),
      signal: interrupt.signal,
      print: (text) => void process.stdout.write(text),
      ...(output !== undefined && { outputFolder: output }),
    });
    const error = scriptFailure(done);
    for (const warning of scriptWarnings(done)) printNote(scriptWarningText(warning));
    const drawn = writeFigures(done.figures, output);
    if (drawn) printNote(drawn);
    if (error) printNote(`error: ${scriptErrorText(error)}`);
    if (interrupt.signal.aborted) return exitStatus.interrupted;
    return error ? exitStatus.no : exitStatus.done;
  } catch (error) {
    if (interrupt.signal.aborted && error instanceof LayerGraphError) {
      printNote(`error: ${error.message}`);
      return exitStatus.interrupted;
    }
    throw error;
  } finally {
    interrupt.release();
  }
}
