import type { Command } from "commander";
import { type Budgets, LayerGraphError } from "../index.ts";
import { type SetFlags, withSetFlag } from "./moduleGraph.ts";

/** The flags of commands that run a MATLAB script. */
export interface ScriptFlags extends SetFlags {
  readonly data?: readonly string[];
  readonly call?: string;
  readonly release?: string;
  readonly maxSteps?: number;
  readonly maxDepth?: number;
  readonly maxTime?: number;
  readonly maxMemory?: number;
}

/** Adds the flags that say with what a script is run, and what it may use up. */
export function withScriptFlags(command: Command): Command {
  return withSetFlag(command)
    .option(
      "--data <path>",
      "file or folder that the script reads data from, beside its own folder; may be given several times",
      (path: string, before: readonly string[] = []) => [...before, path],
    )
    .option("--call <call>", "of a function file, the call to make: 'name(3,5)'")
    .option("--release <release>", "the release of MATLAB that the script was written for (default: R2024a)")
    .option(
      "--max-steps <n>",
      "statements and elements that the script may compute (default: 50 million)",
      positive("--max-steps"),
    )
    .option("--max-depth <n>", "functions within functions (default: 256)", positive("--max-depth"))
    .option("--max-time <n>", "seconds that the script may take, training not counted (default: 60)", positive("--max-time"))
    .option("--max-memory <n>", "MiB of arrays that the script may make (default: 1024)", positive("--max-memory"));
}

function positive(flag: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== "" && Number.isFinite(value) && value > 0) return value;
    throw new LayerGraphError("wrong-flag", `${flag} must be a positive number, received '${text}'.`, { received: text });
  };
}

/** What these flags say, as `portScript` and `runScript` take it. */
export function scriptOptions(path: string, flags: ScriptFlags) {
  const { set, data, call, release } = flags;
  return {
    path,
    ...(set && { set }),
    ...(data && { data }),
    ...(call !== undefined && { call }),
    ...(release !== undefined && { release }),
    budgets: budgets(flags),
  };
}

function budgets({ maxSteps, maxDepth, maxTime, maxMemory }: ScriptFlags): Partial<Budgets> {
  return {
    ...(maxSteps !== undefined && { steps: maxSteps }),
    ...(maxDepth !== undefined && { depth: maxDepth }),
    ...(maxTime !== undefined && { milliseconds: maxTime * 1000 }),
    ...(maxMemory !== undefined && { bytes: maxMemory * 2 ** 20 }),
  };
}
