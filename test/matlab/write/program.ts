import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { type PortedScript, portScript } from "../../../src/matlab/portScript.ts";

/** What a script, with further files beside it, is ported to. */
async function portedText(script: string, files: Readonly<Record<string, string>> = {}, call?: string): Promise<PortedScript> {
  const folder = mkdtempSync(join(tmpdir(), "layergraph-programs-"));
  try {
    const name = /^function[^\n]*?(\w+)(?:\([^)]*\))?\n/.exec(script)?.[1] ?? "script";
    const path = join(folder, `${name}.m`);
    writeFileSync(path, script);
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
    return await portScript({ path, output: join(folder, "module.ts"), ...(call !== undefined && { call }) });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The TypeScript below the imports, which must be a program: it was compiled under strict, run, and found to build the same graph. */
export async function program(script: string, files?: Readonly<Record<string, string>>, call?: string): Promise<string> {
  const { typescript, form, reason } = await portedText(script, files, call);
  expect([form, reason]).toEqual(["program", undefined]);
  return typescript!.replace(/^[\s\S]*?from "layergraph";\n\n/, "");
}
