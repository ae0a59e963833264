import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { layergraph } from "../cli/commandLine.ts";
import { contrastOf, mixed, type Rgb } from "../report/contrast.ts";
import { browserNote, browserPath, expectSound, keepPicture, startBrowser, watchedPage } from "./browser.ts";

const folder = mkdtempSync(join(tmpdir(), "layergraph-evaluation-"));
const examples = resolve("examples/data");
const data = ["--data", join(examples, "sequences.csv"), "--sequence-id", "recording", "--responses", "course"];

describe.skipIf(browserPath === undefined)(`the page of evaluate --report${browserNote}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    const train = ["train", join(examples, "network.json"), ...data, "--solver", "adam", "--max-epochs", "1", "-o", "net.onnx"];
    for (const args of [train, ["evaluate", "net.onnx", ...data, "--report", "page.html"]]) {
      const { status, stderr } = await layergraph(args, { cwd: folder });
      expect(status, stderr).toBe(0);
    }
    browser = await startBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(["light", "dark"] as const)("is sound in %s, and every number of the confusion chart can be read", async (scheme) => {
    const watched = await watchedPage(browser, scheme);
    const { page } = watched;
    await page.goto(pathToFileURL(join(folder, "page.html")).href);
    expect(await page.locator("h2").allTextContents()).toEqual([
      "Confusion chart",
      "Precision and recall",
      "ROC curves",
      "Scores",
    ]);
    const cells = await cellTexts(page);
    expect(cells.length).toBeGreaterThan(5);
    for (const { text, ink, cell, opacity, behind } of cells)
      expect(contrastOf(ink, mixed(behind, cell, opacity)), `'${text}'`).toBeGreaterThanOrEqual(4.5);
    await expectSound(watched);
    await keepPicture(page, `evaluation-${scheme}`);
    await page.close();
  });
});

interface CellText {
  readonly text: string;
  readonly ink: Rgb;
  readonly cell: Rgb;
  readonly opacity: number;
  readonly behind: Rgb;
}

/** What the browser paints each number of the chart with: the number, what it lies on, and the page. */
const painted = `[...document.querySelectorAll("#confusion rect[fill-opacity] + text")].map((text) => {
  const cell = text.previousElementSibling;
  const fills = [text, cell, text.closest("svg").querySelector("rect.page")].map((each) => getComputedStyle(each).fill);
  return { text: text.textContent, fills, opacity: Number(getComputedStyle(cell).fillOpacity) };
})`;

/** The numbers in the cells of the confusion chart with their colours. */
async function cellTexts(page: Page): Promise<CellText[]> {
  const found = (await page.evaluate(painted)) as { text: string; fills: string[]; opacity: number }[];
  return found.map(({ text, fills, opacity }) => {
    const [ink, cell, behind] = fills.map((color) => color.match(/\d+/g)!.map(Number));
    return { text, ink, cell, behind, opacity };
  });
}
