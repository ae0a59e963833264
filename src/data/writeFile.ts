import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { LayerGraphError } from "../errors.ts";

/**
 * Writes a file that is there whole or not at all: under a temporary name, to the disk, then renamed.
 *
 * @throws LayerGraphError `file-unwritable`, with the path and what to do; what was there before stays
 */
export function writeWhole(path: string, bytes: Uint8Array): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const file = openSync(temporary, "w");
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw unwritable(path, cause as NodeJS.ErrnoException);
  }
}

/** Removes what `writeWhole` left half written in a folder when its process was killed. */
export function removeAbandoned(folder: string): void {
  for (const name of readdirSync(folder)) {
    const writer = /\.(\d+)\.tmp$/.exec(name)?.[1];
    if (writer !== undefined && !isRunning(Number(writer))) rmSync(join(folder, name), { force: true });
  }
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0); // signal 0 only asks
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function unwritable(path: string, cause: NodeJS.ErrnoException): LayerGraphError {
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: `there is no folder '${dirname(path)}'. Make it first`,
    ENOTDIR: `'${dirname(path)}' is no folder. Choose another path`,
    EACCES: "you may not write there. Choose another path",
    EISDIR: "it is a folder. Give the path of a file",
    ENOSPC: "the disk is full. Free some space",
  };
  const reason = reasons[cause.code ?? ""] ?? cause.message;
  return new LayerGraphError("file-unwritable", `'${path}' cannot be written: ${reason}.`, { cause });
}
