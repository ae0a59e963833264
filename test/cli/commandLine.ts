import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

const bin = fileURLToPath(new URL("../../bin/layergraph.js", import.meta.url));

/** What a command left behind. */
export interface Finished {
  /** As a shell tells it: 128 more than the number of the signal that ended the process. */
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a command is run. */
export interface RunOptions {
  readonly cwd: string;
  /** Called with all of standard output so far, each time there is more. */
  readonly onOutput?: (stdout: string, child: ChildProcess) => void;
  /** The same of standard error. */
  readonly onError?: (stderr: string, child: ChildProcess) => void;
}

/** Runs `node bin/layergraph.js` with these arguments, as the build made it. */
export function layergraph(args: readonly string[], { cwd, onOutput, onError }: RunOptions): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const environment = { ...process.env, NO_COLOR: "1" };
    const child = spawn(process.execPath, [bin, ...args], { cwd, env: environment, stdio: ["ignore", "pipe", "pipe"] });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      onOutput?.(stdout, child);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
      onError?.(stderr, child);
    });
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ status: code ?? 128 + constants.signals[signal!], stdout, stderr }));
  });
}

/** A folder for one test file, removed after its tests. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "layergraph-cli-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** One event of a stream of JSON lines. */
export type Event = { readonly event: string } & Readonly<Record<string, unknown>>;

/** The events of a stream; throws where a line is no JSON object with an event. */
export function eventsOf(stdout: string): Event[] {
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => {
      const event = JSON.parse(line) as Event;
      if (typeof event.event !== "string") throw new Error(`not an event: ${line}`);
      return event;
    });
}
