import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** The folder of the package, wherever this file was compiled to. */
export const packageFolder = folderWithPackage(dirname(fileURLToPath(import.meta.url)));

/** One line of the stream that `--json` asks for. */
export interface CommandEvent {
  readonly event: string;
  readonly [name: string]: unknown;
}

/** How a command ended. */
export interface CommandEnd {
  /** The exit status; undefined where a signal ended it. */
  readonly status: number | undefined;
  readonly signal: string | undefined;
  readonly events: readonly CommandEvent[];
  /** Standard output, line by line. */
  readonly printed: readonly string[];
  /** Standard error. */
  readonly errors: string;
  readonly seconds: number;
}

/** A command that is running. */
export interface RunningCommand {
  readonly kill: (signal: "SIGKILL" | "SIGINT" | "SIGSTOP" | "SIGCONT") => void;
  readonly ended: Promise<CommandEnd>;
}

/** Starts `layergraph …` in a process of its own; `onEvent` is told the lines of its JSON stream as they come. */
export function startCommand(args: readonly string[], onEvent: (event: CommandEvent) => void = () => {}): RunningCommand {
  const began = performance.now();
  const child = spawn(process.execPath, [join(packageFolder, "bin", "layergraph.js"), ...args], {
    cwd: packageFolder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  return { kill: (signal) => void child.kill(signal), ended: endOf(child, began, onEvent) };
}

/** Runs `layergraph …` to its end. */
export function runCommand(args: readonly string[], onEvent?: (event: CommandEvent) => void): Promise<CommandEnd> {
  return startCommand(args, onEvent).ended;
}

/** The last event of a command that must have ended well. Throws with what it wrote on standard error where it did not. */
export function doneEvent({ status, signal, events, errors }: CommandEnd): CommandEvent {
  const last = events.at(-1);
  if (status === 0 && last?.event === "done") return last;
  throw new Error(`the command ended with ${signal ?? `status ${status}`}: ${errors.trim() || JSON.stringify(last)}`);
}

async function endOf(child: ChildProcess, began: number, onEvent: (event: CommandEvent) => void): Promise<CommandEnd> {
  const events: CommandEvent[] = [];
  const printed: string[] = [];
  let errors = "";
  child.stderr!.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  const lines = createInterface({ input: child.stdout! });
  lines.on("line", (line) => {
    printed.push(line);
    const event = eventIn(line);
    if (!event) return;
    events.push(event);
    onEvent(event);
  });
  const [[status, signal]] = await Promise.all([once(child, "close"), once(lines, "close")]);
  const seconds = (performance.now() - began) / 1000;
  return {
    status: (status as number | null) ?? undefined,
    signal: (signal as string | null) ?? undefined,
    events,
    printed,
    errors,
    seconds,
  };
}

/** A killed process may leave half a line. */
function eventIn(line: string): CommandEvent | undefined {
  try {
    return JSON.parse(line) as CommandEvent;
  } catch {
    return undefined;
  }
}

function folderWithPackage(folder: string): string {
  return existsSync(join(folder, "package.json")) ? folder : folderWithPackage(dirname(folder));
}
