import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative, resolve } from "node:path";
import type { Command } from "commander";
import { LayerGraphError, writeWhole } from "../index.ts";
import { exitStatus } from "./failure.ts";
import { printLine } from "./output.ts";

/** Files that npm leaves out of a package under their own names. */
const renamed: Readonly<Record<string, string>> = { npmrc: ".npmrc", gitignore: ".gitignore" };

/** Defines `layergraph init`: a new project that works, to be changed bit by bit. */
export function defineInit(command: Command): void {
  command
    .description(
      "Writes a project that works as it is: a graph with an attention layer of its own, data and what reads them, a training program and tests. " +
        "Files that are there already are never changed: then nothing is written.\n\n[folder] is made where it is missing; the current one by default.",
    )
    .addHelpText("after", "\nExample:\n  layergraph init my-network && cd my-network && npm install && npm run train")
    .action((folder: string | undefined) => {
      process.exitCode = initProject(folder ?? ".");
    });
}

function initProject(folder: string): number {
  const files = projectFiles(basename(resolve(folder)));
  const present = [...files.keys()].filter((name) => existsSync(join(folder, name)));
  if (present.length > 0)
    throw new LayerGraphError(
      "file-exists",
      `init: '${folder}' already has ${present.join(", ")}; nothing was written. Name a folder without them.`,
      { received: present.join(", ") },
    );
  for (const [name, content] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeWhole(join(folder, name), content);
  }
  printLine(`${folder}: ${[...files.keys()].join(", ")}`);
  printLine(`Next: ${folder === "." ? "" : `cd ${folder} && `}npm install && npm run train`);
  return exitStatus.done;
}

/** The files of a new project, by their paths in it. */
function projectFiles(name: string): ReadonlyMap<string, Uint8Array> {
  const root = packageFolder();
  const template = join(root, "templates", "project");
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  const entries = readdirSync(template, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => relative(template, join(entry.parentPath, entry.name))).sort();
  return new Map(
    paths.map((path) => {
      const content = readFileSync(join(template, path));
      return [renamed[path] ?? path, path === "package.json" ? describedPackage(content, name, version) : content];
    }),
  );
}

/** The project's package file, with a name that npm takes and the version that made it. */
function describedPackage(content: Uint8Array, folder: string, version: string): Uint8Array {
  const described = JSON.parse(new TextDecoder().decode(content)) as { name: string; dependencies: Record<string, string> };
  const name = folder
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/^-+|-+$/g, "");
  if (name !== "" && name !== "layergraph") described.name = name;
  described.dependencies.layergraph = `^${version}`;
  return new TextEncoder().encode(`${JSON.stringify(described, undefined, 2)}\n`);
}

function packageFolder(): string {
  return dirname(createRequire(import.meta.url).resolve("layergraph/package.json"));
}
