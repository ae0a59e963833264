import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runScript } from "../../../src/matlab/interpret/runScript.ts";
import { numbersOf, textsOf } from "../../../src/matlab/values/convert.ts";
import type { ScriptOptions, ScriptRun } from "../../../src/matlab/values/scriptRun.ts";
import type { Value } from "../../../src/matlab/values/value.ts";

/** Files of a folder made for a test: their text by their name. */
export type Files = Readonly<Record<string, string>>;

/** Runs a script that is written into a folder of its own, with other files beside it. */
export function runText(text: string, options: Partial<ScriptOptions> = {}, files: Files = {}): Promise<ScriptRun> {
  return runFile("main.m", { ...files, "main.m": text }, options);
}

/** Runs one file of a folder made for the test. */
export function runFile(name: string, files: Files, options: Partial<ScriptOptions> = {}): Promise<ScriptRun> {
  return runScript({ path: join(folderOf(files), name), mode: "run", ...options });
}

/** A new folder with these files. */
export function folderOf(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), "layergraph-script-"));
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
  return folder;
}

/** A value as plain JavaScript: numbers, texts, nested lists for cells, objects for structs, `?name` for unknowns. */
export function plain(value: Value | undefined): unknown {
  if (value === undefined) return undefined;
  switch (value.kind) {
    case "numeric":
    case "logical":
      return alone(Array.from(numbersOf(value) ?? []));
    case "char":
      return value.text;
    case "string":
      return alone(textsOf(value) ?? []);
    case "cell":
      return value.elements.map(plain);
    case "struct": {
      const count = value.size.reduce((a, b) => a * b, 1);
      const element = (i: number): object => Object.fromEntries([...value.fields].map(([name, list]) => [name, plain(list[i])]));
      return alone(Array.from({ length: count }, (_, i) => element(i)));
    }
    case "unknown":
      return `?${value.name}`;
    case "object":
      return Object.fromEntries([...(value.box ?? value).properties].map(([name, each]) => [name, plain(each)]));
    case "host":
      return `<${value.operations.className}>`;
    default:
      return `<${value.kind}>`;
  }
}

function alone<T>(list: readonly T[]): T | readonly T[] {
  return list.length === 1 ? list[0] : list;
}
