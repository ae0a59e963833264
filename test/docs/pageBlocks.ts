import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect } from "vitest";

/** A block of code in a page of docs. */
export interface Block {
  readonly language: string;
  readonly text: string;
  /** The file that the page says it is, in a comment before it: `<!-- network.js -->`. */
  readonly file?: string;
}

/** The fenced blocks of a page, in order. */
export function blocksOf(page: string): Block[] {
  const pattern = /(?:<!-- (\S+) -->\n\n)?^```(\w*)\n(.*?)^```$/gms;
  return [...page.matchAll(pattern)].map(([, file, language, text]) => ({ language, text, ...(file && { file }) }));
}

/** An empty project that has this package, the examples, `npx layergraph`, and an `npm install` that reaches no network. */
export class PageProject {
  readonly folder = mkdtempSync(join(tmpdir(), "layergraph-page-"));
  readonly #bin = mkdtempSync(join(tmpdir(), "layergraph-bin-"));

  constructor() {
    mkdirSync(join(this.folder, "node_modules"));
    symlinkSync(process.cwd(), join(this.folder, "node_modules", "layergraph"));
    symlinkSync(resolve("examples"), join(this.folder, "examples"));
    writeFileSync(join(this.folder, "package.json"), '{ "type": "module" }');
    this.#program("npx", [
      'while [ "$1" != layergraph ]; do shift; done; shift',
      `exec "${process.execPath}" "${resolve("bin/layergraph.js")}" "$@"`,
    ]);
    this.#program("npm", [
      `[ "$1" = install ] || PATH="${process.env.PATH}" exec npm "$@"`,
      `mkdir node_modules && ln -s "${process.cwd()}" node_modules/layergraph`,
    ]);
  }

  #program(name: string, lines: readonly string[]): void {
    const file = join(this.#bin, name);
    writeFileSync(file, ["#!/bin/sh", ...lines, ""].join("\n"));
    chmodSync(file, 0o755);
  }

  /** Does with a block what its reader would: writes the file, runs the program, or looks for the excerpt in its file. */
  take(block: Block): void {
    const does = readers[block.language];
    expect(does, `what a block of '${block.language}' is for:\n${block.text}`).toBeDefined();
    does(this, block);
  }

  /** What a command prints that must end well. */
  run(command: string, ...args: string[]): string {
    const env = { ...process.env, PATH: `${this.#bin}:${process.env.PATH}`, NO_COLOR: "1" };
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: this.folder, env, encoding: "utf8" });
    expect(status, `${args.join(" ")}\n${stdout}${stderr}`).toBe(0);
    return stdout;
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), "utf8");
  }

  remove(): void {
    for (const folder of [this.folder, this.#bin]) rmSync(folder, { recursive: true });
  }
}

type Reader = (project: PageProject, block: Block) => void;

/** What a reader does with a block of each language. */
const readers: Readonly<Record<string, Reader | undefined>> & Record<string, Reader> = {
  js: (project, { text, file = "program.js" }) => {
    project.write(file, text);
    const printed = project.run(process.execPath, file);
    for (const [, told] of text.matchAll(/^ *console\.log\(.*\); \/\/ (.+)$/gm)) expect(printed).toMatch(withGaps(told));
  },
  sh: (project, { text }) => void project.run("sh", "-e", "-c", text),
  matlab: (project, { text, file }) => {
    expect(file, "the file that a MATLAB script is, for commands to read it").toBeDefined();
    project.write(file as string, text);
  },
  ts: excerpt, // of what a command wrote
  text: (project, block) => {
    if (!/[─│►]/.test(block.text)) excerpt(project, block); // else it is a drawing
  },
};

function excerpt(project: PageProject, { text, file }: Block): void {
  expect(file, `the file that this is an excerpt of:\n${text}`).toBeDefined();
  expect(project.read(file as string)).toMatch(withGaps(text));
}

/** What is printed where `…` may stand for anything. */
function withGaps(text: string): RegExp {
  const parts = text.split("…").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(parts.join("[^]*"));
}
