import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  classificationLayer,
  convolution1dLayer,
  type DlNetwork,
  dlnetwork,
  explain,
  explanationPage,
  featureInputLayer,
  fullyConnectedLayer,
  globalMaxPooling1dLayer,
  lstmLayer,
  selfAttentionLayer,
  sequenceInputLayer,
  softmaxLayer,
} from "../../src/index.ts";
import { browserNote, browserPath, expectSound, keepPicture, startBrowser, watchedPage } from "./browser.ts";

const drawn = (rows: number, columns: number): number[][] =>
  Array.from({ length: rows }, (_, r) => Array.from({ length: columns }, (_, t) => Math.sin(t / 7 + r) + 0.3 * Math.sin(5 * t)));
const classes = ["stand <still>", "walk", "run"];

describe.skipIf(browserPath === undefined)(`the page of an explanation${browserNote}`, () => {
  const folder = mkdtempSync(join(tmpdir(), "layergraph-explain-"));
  let browser: Browser;
  const write = (name: string, text: string): string => {
    const path = join(folder, `${name}.html`);
    writeFileSync(path, text);
    return pathToFileURL(path).href;
  };
  const sequences = (): DlNetwork =>
    dlnetwork(
      [
        sequenceInputLayer(3, { name: "input" }),
        convolution1dLayer(5, 8, { padding: "same", name: "conv" }),
        selfAttentionLayer(2, 8, { name: "attention" }),
        globalMaxPooling1dLayer({ name: "pool" }),
        fullyConnectedLayer(3, { name: "fc" }),
        softmaxLayer({ name: "softmax" }),
        classificationLayer({ classes }),
      ],
      { seed: 3 },
    );

  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("can be read in light and dark, without a fault, and has a cursor over all pictures", async () => {
    const page = explanationPage(await explain(sequences(), drawn(3, 120)), { actual: "walk", about: [["Data", "a & b.csv"]] });
    const address = write("sequence", page);
    for (const scheme of ["light", "dark"] as const) {
      const watched = await watchedPage(browser, scheme);
      await watched.page.goto(address);
      await expectSound(watched);
      const slider = watched.page.getByRole("slider", { name: "Time step" });
      await slider.fill("57");
      await slider.dispatchEvent("input");
      const told = await watched.page.locator("#cursor output").textContent();
      expect(told).toMatch(/^step 57 · Integrated gradients \S+ · Occlusion \S+ · Grad-CAM \S+$/);
      const pictures = watched.page.locator("section:not(#activations) figure[data-steps]");
      expect(await pictures.count()).toBe(4);
      const lines = watched.page.locator("section:not(#activations) .line");
      const places = await lines.evaluateAll((all) => all.map((line) => line.getBoundingClientRect().x));
      // The first three pictures have their steps below each other.
      expect(new Set(places.slice(0, 3).map(Math.round)).size).toBe(1);
      await pictures.first().hover({ position: { x: 400, y: 100 } });
      expect(await watched.page.locator("#cursor output").textContent()).not.toBe(told);
      await watched.page.getByText("conv 8 channels").click();
      await watched.page.evaluate("scrollTo(0, 0)");
      await keepPicture(watched.page, `explanation-${scheme}`);
      await watched.page.close();
    }
  });

  it("shows the labels of an answer for each step, and the bars of a row of features", async () => {
    const steps = dlnetwork([
      sequenceInputLayer(2),
      lstmLayer(4),
      fullyConnectedLayer(3),
      softmaxLayer(),
      classificationLayer({ classes }),
    ]);
    const x = drawn(2, 60);
    const actual = x[0].map((v) => classes[v > 0.5 ? 2 : v > -0.5 ? 1 : 0]);
    const stepwise = explanationPage(await explain(steps, x, { target: "run", step: 30 }), { actual });
    const rows = dlnetwork([featureInputLayer(4), fullyConnectedLayer(3), softmaxLayer(), classificationLayer({ classes })]);
    const features = explanationPage(await explain(rows, [1, -2, 3, 4]));
    for (const [name, text] of Object.entries({ stepwise, features })) {
      const watched = await watchedPage(browser);
      await watched.page.goto(write(name, text));
      await expectSound(watched);
      await keepPicture(watched.page, `explanation-${name}`);
      await watched.page.close();
    }
    expect(features).toContain("Left out: gradCAM: no layer before");
  });
});
