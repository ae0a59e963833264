import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { allLayerFacts } from "./layerFacts.ts";
import { layerPage, layerTable, markers } from "./layerPages.ts";

const facts = allLayerFacts();
const stale = "run npm run generate:docs";

describe("the pages about layers", () => {
  it("are those that the definitions give now: the README's table", () => {
    const readme = readFileSync("README.md", "utf8");
    const table = readme.slice(readme.indexOf(markers.start) + markers.start.length, readme.indexOf(markers.end));
    expect(cellsOf(table), stale).toEqual(cellsOf(layerTable(facts)));
  });

  it("are those that the definitions give now: docs/layers.md", () => {
    expect(readFileSync("docs/layers.md", "utf8") === layerPage(facts), stale).toBe(true);
  });
});

describe.each(facts.map((each) => [each.type, each] as const))("%s", (type, { text, examples, formats, goldenCases }) => {
  it("is documented, with an example that makes one", () => {
    expect(text, `a comment above ${type} in layers/${type}.ts`).not.toBe("");
    expect(examples, `an @example of one expression in layers/${type}.ts`).not.toEqual([]);
    expect(formats, "a format that the layer of an @example accepts").not.toBe("");
  });

  it("is held to the bounds of every layer, with golden cases or numbers of its own", () => {
    const file = `test/layers/${type}.test.ts`;
    expect(existsSync(file), file).toBe(true);
    const test = readFileSync(file, "utf8");
    expect(/^ *(testLayer|testLoss)\(/m.test(test), `a call of testLayer, or testLoss of an output layer, in ${file}`).toBe(true);
    const own = /\bit(\.each)?\(/.test(test);
    expect(goldenCases > 0 || own, `golden cases for ${type}, or tests of worked numbers in ${file}`).toBe(true);
  });
});

/** The cells of a Markdown table without the spaces and dashes that its formatter puts in. */
function cellsOf(table: string): string[][] {
  const rows = table.split("\n").filter((line) => line.startsWith("|"));
  return rows.map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim().replace(/^-+$/, "---")));
}
