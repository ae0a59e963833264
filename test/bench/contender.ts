import { type ChildProcess, spawn } from "node:child_process";
import { createInterface, type Interface } from "node:readline";
import type { Request } from "./jsonLines.ts";

/** How long a contender may take for one answer, in milliseconds. */
const patience = 300_000;

/** How a contender's process is started. */
export interface ContenderProgram {
  /** What the results call it. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** What goes into every request beside the command. */
  readonly settings?: Readonly<Record<string, number | string>>;
}

/** How a training begins. */
export interface StartOfTraining {
  readonly losses: readonly number[];
  /** How many numbers are learned. */
  readonly learnables: number;
}

/** One side of a race: a process that computes when it is asked to, and waits otherwise. */
export class Contender {
  readonly name: string;
  readonly #settings: Readonly<Record<string, number | string>>;
  readonly #process: ChildProcess;
  readonly #lines: Interface;
  #waiting: { resolve: (answer: Record<string, unknown>) => void; reject: (error: Error) => void } | undefined;
  #complaints = "";
  #ended: string | undefined;

  constructor({ name, command, args, settings = {} }: ContenderProgram) {
    this.name = name;
    this.#settings = settings;
    this.#process = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"] });
    this.#lines = createInterface({ input: this.#process.stdout! });
    this.#lines.on("line", (line) => this.#answered(line));
    this.#process.stderr!.on("data", (text) => {
      this.#complaints = (this.#complaints + String(text)).slice(-2000);
    });
    this.#process.stdin!.on("error", () => {}); // the process has ended, which its `close` event reports
    this.#process.on("error", (error) => this.#end(error.message));
    this.#process.on("close", (status, signal) => this.#end(`it ended with ${signal ?? `status ${status}`}`));
  }

  /** The milliseconds of each of so many runs. */
  async times(cmd: "step" | "forward", count: number): Promise<number[]> {
    return (await this.#ask({ cmd, count })).milliseconds as number[];
  }

  /** The losses before each of the first steps, and how many numbers are learned; the file holds where to start from. */
  async losses(count: number, file: string): Promise<StartOfTraining> {
    const { losses, learnables } = await this.#ask({ cmd: "losses", count, file });
    return { losses, learnables } as StartOfTraining;
  }

  /** Billions of operations per second in a product of two large matrices. */
  async rate(count: number): Promise<number> {
    return (await this.#ask({ cmd: "rate", count })).gigaflops as number;
  }

  /** The most memory that the process has used so far. */
  async peakMebibytes(): Promise<number> {
    return (await this.#ask({ cmd: "memory" })).mebibytes as number;
  }

  /** Ends the process. */
  close(): void {
    this.#ended ??= "it was closed";
    this.#lines.close();
    this.#process.kill("SIGKILL"); // it has nothing to save, and may be computing
  }

  #ask(request: Request): Promise<Record<string, unknown>> {
    return new Promise<Record<string, unknown>>((resolve, reject) => {
      if (this.#ended !== undefined) return reject(this.#failure(this.#ended));
      const limit = setTimeout(() => reject(this.#failure(`no answer came in ${patience / 1000} s`)), patience);
      const settled =
        <T>(settle: (value: T) => void) =>
        (value: T): void => {
          clearTimeout(limit);
          settle(value);
        };
      this.#waiting = { resolve: settled(resolve), reject: settled(reject) };
      this.#process.stdin!.write(`${JSON.stringify({ ...request, ...this.#settings })}\n`);
    });
  }

  #answered(line: string): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    const answer = parsed(line);
    if (!answer) waiting?.reject(this.#failure(`it answered ${line.slice(0, 200)}`));
    else if ("error" in answer) waiting?.reject(this.#failure(String(answer.error)));
    else waiting?.resolve(answer);
  }

  #end(reason: string): void {
    this.#ended ??= reason;
    this.#waiting?.reject(this.#failure(reason));
    this.#waiting = undefined;
  }

  #failure(reason: string): Error {
    const complaints = this.#complaints.trim();
    return new Error(`${this.name}: ${reason}${complaints ? `\n${complaints}` : ""}`);
  }
}

/** The object that a line holds; undefined where it holds something else. */
function parsed(line: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
