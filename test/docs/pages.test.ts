import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { writtenPages } from "./writtenPages.ts";

/** Made from comments and commands, whose own tests run what they show. */
const generated = ["layers.md", "functions.md", "command-line.md", "from-matlab.md", "matlab.md"];
const pages = readdirSync("docs").filter((name) => name.endsWith(".md"));
const written = pages.filter((name) => !generated.includes(name));

interface Block {
  readonly language: string;
  readonly text: string;
  /** The file that the page says it is. */
  readonly file?: string;
}

function blocksOf(page: string): Block[] {
  const pattern = /(?:<!-- (\S+) -->\n\n)?^```(\w*)\n(.*?)^```$/gms;
  return [...page.matchAll(pattern)].map(([, file, language, text]) => ({ language, text, ...(file && { file }) }));
}

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => void rmSync(folder, { recursive: true })));

/** An empty project that has this package, the examples, and `npx layergraph`. */
function project(): string {
  const folder = mkdtempSync(join(tmpdir(), "layergraph-page-"));
  folders.push(folder);
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(process.cwd(), join(folder, "node_modules", "layergraph"));
  symlinkSync(resolve("examples"), join(folder, "examples"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  mkdirSync(join(folder, "bin"));
  const npx = join(folder, "bin", "npx");
  writeFileSync(npx, `#!/bin/sh\nshift\nexec "${process.execPath}" "${resolve("bin/layergraph.js")}" "$@"\n`);
  chmodSync(npx, 0o755);
  return folder;
}

function run(folder: string, command: string, ...args: string[]): void {
  const env = { ...process.env, PATH: `${join(folder, "bin")}:${process.env.PATH}`, NO_COLOR: "1" };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, env, encoding: "utf8" });
  expect(status, `${args.join(" ")}\n${stdout}${stderr}`).toBe(0);
}

describe("the pages of docs", () => {
  it("that are made from the code are those that it makes now", async () => {
    const fresh = await writtenPages();
    const stale = [...fresh].filter(([name, text]) => readFileSync(join("docs", name), "utf8") !== text).map(([name]) => name);
    expect(stale, "run npm run generate:docs").toEqual([]);
  });

  it.each(written)("%s shows only what runs", { timeout: 300_000 }, (name) => {
    const blocks = blocksOf(readFileSync(join("docs", name), "utf8"));
    expect(blocks.map(({ language }) => language).filter((each) => !["js", "sh", "text"].includes(each))).toEqual([]);
    expect(blocks.some(({ language }) => language !== "text")).toBe(true);
    const folder = project();
    blocks.forEach(({ language, text, file = "program.js" }) => {
      if (language === "sh") run(folder, "sh", "-e", "-c", text);
      if (language !== "js") return;
      writeFileSync(join(folder, file), text);
      run(folder, process.execPath, file);
    });
  });

  it.each(pages)("%s links to nothing that is missing", (name) => {
    const text = readFileSync(join("docs", name), "utf8");
    const links = [...text.matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, link]) => link);
    const missing = links.filter((link) => !isThere(link, name));
    expect(missing).toEqual([]);
  });

  it("are all named in the README", () => {
    const readme = readFileSync("README.md", "utf8");
    expect(pages.filter((name) => !readme.includes(`docs/${name}`))).toEqual([]);
  });
});

/** Whether a link's file is there, and the heading in it that the link names. */
function isThere(link: string, from: string): boolean {
  const [path, heading] = link.split("#");
  const file = path === "" ? join("docs", from) : join("docs", dirname(from), path);
  if (!existsSync(file)) return false;
  if (heading === undefined) return true;
  const headings = [...readFileSync(file, "utf8").matchAll(/^#+ (.+)$/gm)].map(([, text]) => text);
  return headings.some(
    (text) =>
      text
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-") === heading,
  );
}
