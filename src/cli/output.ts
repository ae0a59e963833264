import { closeSync, mkdirSync, openSync, rmSync, statSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { LayerGraphError, writeWhole } from "../index.ts";
import { asUserError, systemReasons } from "./failure.ts";

/** Writes a line of results. */
export function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Writes a line about what is going on. */
export function printNote(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Writes one JSON document, indented. Numbers that JSON lacks (NaN, Infinity) become null. */
export function printDocument(value: unknown): void {
  printLine(JSON.stringify(value, undefined, 2));
}

/** Lets the work go on when whoever reads the output stops reading, as `head` does. */
export function ignoreClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
}

/** One event of a stream of JSON lines. */
export type Emit = (event: string, facts: object) => void;

/**
 * Does work that tells its events, one JSON object per line on standard output if `json` asks for it. A failure that the user can mend ends
 * the stream with an event `error`.
 */
export async function withEvents<T>(json: boolean | undefined, work: (emit: Emit) => Promise<T>): Promise<T> {
  const emit: Emit = (event, facts) => {
    if (json) printLine(JSON.stringify({ event, ...facts }));
  };
  try {
    return await work(emit);
  } catch (error) {
    const { code, message, issues } = asUserError(error) ?? { code: "fault", message: String(error), issues: [] };
    emit("error", { code, message, issues });
    throw error;
  }
}

/** A file that results go to: it is there whole or not at all. */
export interface OutputFile {
  readonly path: string;
  readonly extension: string;
  write(content: Uint8Array | string): void;
}

/**
 * The file that `-o`, or another flag, names. That it can be written is found out now, before any long work; its folder is made. A file that is there already
 * stays as it is until the new one is complete.
 *
 * @throws LayerGraphError `output-format` or `output-unwritable`
 */
export function outputFile(path: string, extensions: readonly string[], flag = "--output"): OutputFile {
  const extension = extname(path).toLowerCase();
  if (!extensions.includes(extension)) {
    const expected = `${extensions.length > 1 ? "one of " : ""}${extensions.join(", ")}`;
    const message = `${flag} '${path}': the name must end in ${expected}.`;
    throw new LayerGraphError("output-format", message, { received: extension, expected });
  }
  requireWritableFolder(dirname(path));
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new LayerGraphError("output-unwritable", `${flag} '${path}' is a folder; give the name of a file.`);
  }
  const write = (content: Uint8Array | string): void =>
    writeWhole(path, typeof content === "string" ? new TextEncoder().encode(content) : content);
  return { path, extension, write };
}

/** Makes a folder where there is none, and writes and removes an empty file in it: reasons not to are found before long work. */
export function requireWritableFolder(folder: string): void {
  const probe = join(folder, `.layergraph-${process.pid}.probe`);
  try {
    mkdirSync(folder, { recursive: true });
    closeSync(openSync(probe, "w"));
    rmSync(probe);
  } catch (cause) {
    const { code = "", message } = cause as NodeJS.ErrnoException;
    const reason = systemReasons[code] ?? message;
    throw new LayerGraphError("output-unwritable", `'${folder}' cannot be written to: ${reason}.`, { received: folder, cause });
  }
}
