import { CommanderError } from "commander";
import { LayerGraphError } from "../index.ts";

/** What the process's exit status says. */
export const exitStatus = {
  done: 0,
  /** The answer is "no": an invalid graph, a training that came to nothing. */
  no: 1,
  /** Wrong usage, or input that cannot be read. */
  usage: 2,
  fault: 70,
  interrupted: 130,
} as const;

/** Codes of errors that are an answer rather than wrong usage. */
const answers = new Set(["invalid-network", "not-a-number", "run-failed", "script-failed", "worker-stopped"]);

/** Tells the user what went wrong, on standard error, and returns the exit status. Only a fault of this program shows its stack. */
export function reportFailure(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitStatus.done : exitStatus.usage;
  const known = asUserError(error);
  if (known === undefined) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`error: ${text}\nThis is a fault of layergraph, not of yours: please report it with the text above.\n`);
    return exitStatus.fault;
  }
  process.stderr.write(`error: ${known.message}\n`);
  return answers.has(known.code) ? exitStatus.no : exitStatus.usage;
}

/** The error as one that a user can mend: ours, or the system's about a path. Undefined for a fault of this program. */
export function asUserError(error: unknown): LayerGraphError | undefined {
  if (error instanceof LayerGraphError) return error;
  if (!(error instanceof Error)) return undefined;
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  if (path === undefined || syscall === undefined || code === undefined) return undefined;
  return new LayerGraphError("system-error", `'${path}': ${systemReasons[code] ?? error.message}.`, { cause: error });
}

/** Why the system refuses a path, in words. */
export const systemReasons: Readonly<Record<string, string>> = {
  EACCES: "you may not write there",
  EPERM: "you may not write there",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "your disk quota is used up",
  ENOTDIR: "a part of the path is a file, not a folder",
  EEXIST: "a part of the path is a file, not a folder",
  ENOENT: "there is no such file or folder",
  EISDIR: "it is a folder",
  ENAMETOOLONG: "the name is too long",
};
