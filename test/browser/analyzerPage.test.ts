import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tcn } from "../../examples/tcn/network.ts";
import {
  additionLayer,
  addLayers,
  analyze,
  analyzerPage,
  connectLayers,
  convolution1dLayer,
  fullyConnectedLayer,
  type LayerGraph,
  layerGraph,
  sequenceInputLayer,
  softmaxLayer,
} from "../../src/index.ts";
import { browserNote, browserPath, expectSound, keepPicture, startBrowser, type WatchedPage, watchedPage } from "./browser.ts";

const folder = mkdtempSync(join(tmpdir(), "layergraph-analyzer-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The TCN with 38 layers. */
function tcnGraph(): LayerGraph {
  return tcn({ numFeatures: 3, numFilters: 16, classes: ["walk", "run", "sit"] });
}

/** Channels that do not fit in an addition, no output layer, a name that markup could misread. */
function brokenGraph(): LayerGraph {
  const lgraph = layerGraph([
    sequenceInputLayer(3, { name: "input" }),
    convolution1dLayer(3, 8, { padding: "same", name: "conv" }),
    additionLayer(2, { name: "<add> & co" }),
    fullyConnectedLayer(3, { name: "fc" }),
    softmaxLayer({ name: "softmax" }),
  ]);
  const skipped = connectLayers(addLayers(lgraph, convolution1dLayer(1, 7, { name: "skip" })), "input", "skip");
  return connectLayers(skipped, "skip", "<add> & co/in2");
}

describe.skipIf(browserPath === undefined)(`the analyzer page in a browser${browserNote}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  async function opened(lgraph: LayerGraph, name: string, scheme: "light" | "dark" = "light"): Promise<WatchedPage> {
    const file = join(folder, `${name}.html`);
    writeFileSync(file, analyzerPage(analyze(lgraph), { title: name }));
    const watched = await watchedPage(browser, scheme);
    await watched.page.setViewportSize({ width: 1500, height: 950 });
    await watched.page.goto(pathToFileURL(file).href);
    return watched;
  }

  it.each(["light", "dark"] as const)("shows a network from disk, sound in %s", async (scheme) => {
    const watched = await opened(tcnGraph(), "tcn", scheme);
    const { page } = watched;
    expect(await page.title()).toBe("tcn – analysis");
    expect(await page.locator("#table tbody tr").count()).toBe(38);
    expect(await fact(page, "Layers")).toBe("38");
    expect(await fact(page, "Connections")).toBe("41");
    expect(await fact(page, "Receptive field")).toBe("121 steps");
    expect(await fact(page, "Causal")).toBe("yes");
    await expectSound(watched);
    await keepPicture(page, `analyzer-${scheme}`);
    await page.close();
  });

  it("chooses in the drawing what is chosen in the table, and the other way round", async () => {
    const { page, errors } = await opened(tcnGraph(), "choose");
    await page.locator("button.name", { hasText: /^conv1_3$/ }).click();
    expect(await page.locator('.drawing:not([hidden]) .chosen[data-layer="conv1_3"]').count()).toBe(1);
    expect(await chosen(page)).toEqual(["conv1_3"]);
    expect(page.url()).toMatch(/#conv1_3$/);
    await page.locator('.drawing:not([hidden]) [data-layer="convSkip"]').click();
    expect(await chosen(page)).toEqual(["convSkip"]);
    expect(await page.locator('tr[data-layer="convSkip"]').isVisible()).toBe(true);
    await page.keyboard.press("Escape");
    expect(await chosen(page)).toEqual([]);
    expect(errors).toEqual([]);
    await page.close();
  });

  it("works by keyboard: the search with /, the rows with arrows", async () => {
    const { page, errors } = await opened(tcnGraph(), "keys");
    await page.keyboard.press("/");
    await page.keyboard.type("convolution 64x 16");
    expect(await page.locator("#found").textContent()).toBe("0 of 38");
    await page.locator("#search").fill("conv1_");
    expect(await page.locator("#found").textContent()).toBe("4 of 38");
    expect(await page.locator("#table tbody tr:visible").count()).toBe(4);
    await page.locator("button.name:visible").first().focus();
    await page.keyboard.press("ArrowDown");
    expect(await chosen(page)).toEqual(["conv1_2"]);
    await page.keyboard.press("End");
    expect(await chosen(page)).toEqual(["conv1_4"]);
    expect(errors).toEqual([]);
    await page.close();
  });

  it("sorts by numbers and by texts, and back to the order of the network", async () => {
    const { page } = await opened(tcnGraph(), "sort");
    const first = async (): Promise<string> => (await page.locator("#table tbody tr").first().getAttribute("data-layer"))!;
    const head = page.locator("th", { hasText: "Total" }).getByRole("button");
    await head.click();
    await head.click();
    const totals = await page
      .locator("#table tbody tr")
      .evaluateAll((rows) => rows.map((row) => Number(row.querySelector("td:nth-child(6)")!.getAttribute("data-order"))));
    expect(totals).toEqual([...totals].sort((a, b) => b - a));
    expect(await page.locator("th", { hasText: "Total" }).getAttribute("aria-sort")).toBe("descending");
    await head.click();
    expect(await first()).toBe("input");
    await page.close();
  });

  it("folds blocks that repeat, and keeps what is chosen", async () => {
    const { page, errors } = await opened(tcnGraph(), "fold");
    const boxes = async (): Promise<number> => page.locator(".drawing:not([hidden]) :is([data-layer],[data-layers])").count();
    expect(await boxes()).toBe(38);
    await page.locator("button.name", { hasText: /^conv1_4$/ }).click();
    await page.getByRole("button", { name: "Fold repeated blocks" }).click();
    expect(await boxes()).toBeLessThan(38);
    expect(await page.locator(".drawing:not([hidden]) .chosen").count()).toBe(1);
    await page.getByRole("button", { name: "Larger" }).click();
    expect(errors).toEqual([]);
    await page.close();
  });

  it.each(["light", "dark"] as const)(
    "lists the problems of a broken graph with a way to the layer, sound in %s",
    async (scheme) => {
      const watched = await opened(brokenGraph(), `broken-${scheme}`, scheme);
      const { page } = watched;
      const problems = page.locator(".problems li");
      expect(await problems.count()).toBe(analyze(brokenGraph()).issues.length);
      expect(await problems.filter({ hasText: "inputs differ in channels" }).textContent()).toContain(
        "Put convolution1dLayer(1, 8)",
      );
      await problems.getByRole("button", { name: "<add> & co" }).click();
      expect(await chosen(page)).toEqual(["<add> & co"]);
      await expectSound(watched);
      await keepPicture(page, `analyzer-broken-${scheme}`);
      await page.close();
    },
  );

  it("is there without scripts: facts, problems, drawing and table", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    const file = join(folder, "plain.html");
    writeFileSync(file, analyzerPage(analyze(brokenGraph())));
    await page.goto(pathToFileURL(file).href);
    expect(await page.locator("#table tbody tr").count()).toBe(6);
    expect(await page.locator("svg [data-layer]").count()).toBe(6);
    expect(await page.locator(".problems").isVisible()).toBe(true);
    await context.close();
  });
});

function fact(page: Page, label: string): Promise<string | null> {
  return page
    .locator(".facts div", { has: page.locator("dt", { hasText: new RegExp(`^${label}$`) }) })
    .locator("dd")
    .textContent();
}

/** The layers that the table shows as chosen. */
function chosen(page: Page): Promise<string[]> {
  return page
    .locator("tr.chosen")
    .evaluateAll((rows) => rows.map((row) => (row as unknown as { dataset: { layer: string } }).dataset.layer));
}
