import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { commandHelps } from "./commandPage.ts";
import { allFunctionFacts } from "./functionPages.ts";
import { allLayerFacts } from "./layerFacts.ts";
import { blocksOf, PageProject } from "./pageBlocks.ts";
import { writtenPages } from "./writtenPages.ts";

/** Made from comments and commands: each with the blocks that it may have, which tests run one by one. */
const generated: Readonly<Record<string, () => Promise<readonly string[]>>> = {
  "layers.md": async () => allLayerFacts().map(({ examples }) => examples.join("\n")), // run by layers.test.ts
  "functions.md": async () =>
    // run by functions.test.ts; signatures are the compiler's
    allFunctionFacts().flatMap(({ signatures, examples }) => [signatures.join("\n"), examples.join("\n")]),
  "command-line.md": commandHelps,
  "from-matlab.md": async () => [],
};
const pages = readdirSync("docs").filter((name) => name.endsWith(".md"));
const written = pages.filter((name) => !(name in generated));

describe("the pages of docs", () => {
  it("that are made from the code are those that it makes now", async () => {
    const fresh = await writtenPages();
    const stale = [...fresh].filter(([name, text]) => readFileSync(join("docs", name), "utf8") !== text).map(([name]) => name);
    expect(stale, "run npm run generate:docs").toEqual([]);
  });

  it.each(written)("%s shows only what runs", { timeout: 300_000 }, (name) => {
    const blocks = blocksOf(readFileSync(join("docs", name), "utf8"));
    expect(blocks.some(({ language }) => language !== "text")).toBe(true);
    const project = new PageProject();
    try {
      for (const block of blocks) project.take(block);
    } finally {
      project.remove();
    }
  });

  it.each(Object.entries(generated))("%s shows only examples that a test runs", async (name, examples) => {
    const known = await examples();
    const unknown = blocksOf(readFileSync(join("docs", name), "utf8")).filter(({ text }) => !known.includes(text.trimEnd()));
    expect(unknown).toEqual([]);
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
