import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const folder = resolve(process.env.LAYERGRAPH_DATA ?? "../shared/data");

/** A real data file in the folder that LAYERGRAPH_DATA names (unset: `../shared/data`); tests that need it are skipped without it. */
export function realFile(name: string): { path: string; present: boolean; note: string; bytes(): Uint8Array } {
  const path = join(folder, name);
  const present = existsSync(path);
  return {
    path,
    present,
    note: present ? "" : ` (skipped: ${name} is not in LAYERGRAPH_DATA)`,
    bytes: () => new Uint8Array(readFileSync(path)),
  };
}

/** The code of the LayerGraphError that an action ends in; anything else that it throws is passed on. */
export function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof Error && error.name === "LayerGraphError") return (error as Error & { code: string }).code;
    throw error;
  }
  return "no error";
}
