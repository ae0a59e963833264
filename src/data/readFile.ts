import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { LayerGraphError, nearest } from "../errors.ts";

/** The largest file that is read unless a caller states another limit: 2 GiB, the most that Node reads at once. */
export const largestFile = 2 ** 31 - 1;

/**
 * The bytes of a file.
 *
 * @throws LayerGraphError `file-missing`, `file-is-folder`, `file-too-large` or `file-unreadable`, with the path and what to do
 */
export function readBytes(path: string, maximumBytes = largestFile): Uint8Array {
  requireFile(path, maximumBytes);
  try {
    const buffer = readFileSync(path);
    return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  } catch (cause) {
    throw explained(path, cause as NodeJS.ErrnoException);
  }
}

/** Throws unless there is a file of at most so many bytes, as {@link readBytes} does. */
export function requireFile(path: string, maximumBytes: number): void {
  try {
    const status = statSync(path);
    if (status.isDirectory()) throw new LayerGraphError("file-is-folder", `'${path}' is a folder; a file was expected.`);
    if (!status.isFile()) throw new LayerGraphError("file-unreadable", `'${path}' is neither a file nor a folder.`);
    if (status.size > maximumBytes)
      throw new LayerGraphError(
        "file-too-large",
        `'${path}' has ${status.size} bytes; at most ${maximumBytes} are read. Split it into smaller files.`,
      );
  } catch (cause) {
    if (cause instanceof LayerGraphError) throw cause;
    throw explained(path, cause as NodeJS.ErrnoException);
  }
}

/** The text of a UTF-8 file; see {@link readBytes}. */
export function readText(path: string, maximumBytes = 2 ** 29): string {
  const bytes = readBytes(path, maximumBytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new LayerGraphError("file-unreadable", `'${path}' is not UTF-8 text; save it in that encoding.`, { cause });
  }
}

function explained(path: string, cause: NodeJS.ErrnoException): LayerGraphError {
  if (cause.code === "ENOENT" || cause.code === "ENOTDIR") {
    const guess = nearest(basename(path), filesBeside(path));
    const hint = guess === undefined ? "Check the path." : `Did you mean '${guess}' in the same folder?`;
    return new LayerGraphError("file-missing", `There is no file '${path}'. ${hint}`, { cause });
  }
  const reason = cause.code === "EACCES" ? "you may not read it" : cause.message;
  return new LayerGraphError("file-unreadable", `'${path}' cannot be read: ${reason}.`, { cause });
}

function filesBeside(path: string): string[] {
  try {
    return readdirSync(dirname(path)).slice(0, 10_000);
  } catch {
    return [];
  }
}
