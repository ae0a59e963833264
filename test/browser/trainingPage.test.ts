import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../cli/commandLine.ts";
import { graphFile, rampLayers, writeRamps } from "../cli/tinyData.ts";
import { browserNote, browserPath, expectSound, keepPicture, startBrowser, watchedPage } from "./browser.ts";

const bin = fileURLToPath(new URL("../../bin/layergraph.js", import.meta.url));
const folder = temporaryFolder();
const csv = ["--sequence-id", "id", "--responses", "label"];
const data = ["--data", "train.csv", ...csv, "--validation-data", "train.csv", "--validation-frequency", "10"];
const endless = ["--solver", "adam", "--mini-batch-size", "4", "--max-epochs", "1000000", "--plots", "training-progress"];

/** A training of the command line that shows its page. */
interface RunningTraining {
  readonly child: ChildProcess;
  readonly address: string;
  /** The exit status, and standard output and error. */
  readonly ended: Promise<{ readonly status: number | null; readonly printed: string; readonly noted: string }>;
}

async function startTraining(output: string, more: readonly string[] = []): Promise<RunningTraining> {
  const args = [bin, "train", "ramps.json", ...data, ...endless, "-o", output, ...more];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let [printed, noted] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    printed += text;
  });
  const ended = new Promise<Awaited<RunningTraining["ended"]>>((resolve) => {
    child.on("close", (status) => resolve({ status, printed, noted }));
  });
  const address = await new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      noted += text;
      const found = /^Training progress: (http:\S+)$/m.exec(noted)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.on("close", () => reject(new Error(`the training showed no page: ${noted}`)));
  });
  return { child, address, ended };
}

/** The text of a fact of the page. */
function fact(page: Page, name: string): Promise<string | null> {
  return page
    .locator("dl.facts div", { has: page.getByText(name, { exact: true }) })
    .locator("dd")
    .textContent();
}

async function iteration(page: Page): Promise<number> {
  return Number.parseInt((await fact(page, "Iteration"))!, 10);
}

async function untilIteration(page: Page, least: number): Promise<void> {
  await expect.poll(() => iteration(page), { timeout: 30_000 }).toBeGreaterThan(least);
}

/** Whether anything is drawn in the chart of a title: how many of its pixels are as blue as the line of the first run. */
function drawnPixels(page: Page, title: string): Promise<number> {
  // A copy is read, for the page's own canvas is made for drawing only.
  const script = `(() => {
    const charts = [...document.querySelectorAll("section.chart")];
    const drawn = charts.find((chart) => chart.querySelector("h2").textContent === ${JSON.stringify(title)}).querySelector("canvas");
    const copy = new OffscreenCanvas(drawn.width, drawn.height).getContext("2d", { willReadFrequently: true });
    copy.drawImage(drawn, 0, 0);
    const { data } = copy.getImageData(0, 0, drawn.width, drawn.height);
    let count = 0;
    for (let i = 0; i < data.length; i += 4) if (data[i + 2] - data[i] > 60 && data[i + 3] > 128) count++;
    return count;
  })()`;
  return page.evaluate(script) as Promise<number>;
}

describe.skipIf(browserPath === undefined)(`the page of a training${browserNote}`, () => {
  let browser: Browser;
  let training: RunningTraining | undefined;

  beforeAll(async () => {
    writeRamps(folder, "train", 12);
    writeFileSync(join(folder, "ramps.json"), graphFile(rampLayers({ filters: 16 })));
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());
  afterEach(() => void training?.child.kill("SIGKILL"));

  it("shows a real training in two windows, also when it is reloaded, and its stop button ends the training in good order", async () => {
    training = await startTraining("net.onnx", ["--report", "report.html"]);
    const first = await watchedPage(browser);
    await first.page.goto(training.address);
    await untilIteration(first.page, 5);
    expect(await fact(first.page, "Loss")).toMatch(/^[\d.e-]+$/);
    expect(await fact(first.page, "Validation accuracy")).toMatch(/^[\d.]+%$/);
    expect(await fact(first.page, "Speed")).toMatch(/iterations\/s$/);
    expect(await fact(first.page, "Memory")).toMatch(/^\d+ MB of/);
    for (const title of ["Accuracy", "Loss", "Learning rate", "Iterations per second"])
      await expect.poll(() => drawnPixels(first.page, title), { timeout: 10_000 }).toBeGreaterThan(50);

    const before = await iteration(first.page);
    await first.page.reload();
    await untilIteration(first.page, before);
    expect(await drawnPixels(first.page, "Loss")).toBeGreaterThan(50);

    const second = await watchedPage(browser, "dark");
    await second.page.goto(training.address);
    await untilIteration(second.page, before);
    await untilIteration(first.page, await iteration(second.page));
    await keepPicture(first.page, "training-light");
    await keepPicture(second.page, "training-dark");

    await second.page.getByRole("button", { name: "Stop training" }).click();
    const { status, printed, noted } = await training.ended;
    expect(status).toBe(0);
    expect(printed).toContain("Training finished: Stopped manually.");
    expect(printed).toContain("Network saved to net.onnx\nReport written to report.html\n");
    expect(noted).not.toContain("Interrupted");
    for (const { page } of [first, second]) {
      await expect.poll(() => page.getByRole("status").first().textContent()).toBe("Finished: Stopped manually.");
      expect(await page.getByRole("button", { name: "Stop training" }).isVisible()).toBe(false);
      expect(await drawnPixels(page, "Loss")).toBeGreaterThan(50);
    }
    expect(await iteration(first.page)).toBe(await iteration(second.page));
    await expectSound(first);
    await expectSound(second);
    await first.page.close();
    await second.page.close();
  }, 120_000);

  it("keeps its curves where the training is killed, and says so", async () => {
    training = await startTraining("killed.onnx");
    const { page } = await watchedPage(browser);
    await page.goto(training.address);
    await untilIteration(page, 3);
    training.child.kill("SIGKILL");
    await expect.poll(() => page.getByRole("status").first().textContent(), { timeout: 20_000 }).toMatch(/does not answer/);
    expect(await drawnPixels(page, "Loss")).toBeGreaterThan(50);
    await page.close();
  });

  it.each(["light", "dark"] as const)("is a file with everything in it afterwards, in %s", async (scheme) => {
    const report = join(folder, "report.html");
    const watched = await watchedPage(browser, scheme);
    const { page } = watched;
    await page.goto(pathToFileURL(report).href);
    expect(await page.getByRole("status").first().textContent()).toBe("Finished: Stopped manually.");
    for (const title of ["Accuracy", "Loss", "Learning rate"]) expect(await drawnPixels(page, title)).toBeGreaterThan(50);
    expect(await page.getByRole("heading", { name: "Validation data", exact: true }).count()).toBe(1);
    expect(await page.getByRole("img", { name: "Confusion matrix" }).count()).toBe(1);
    expect(await page.getByText("miniBatchSize").isVisible()).toBe(true);
    await expectSound(watched);
    await keepPicture(page, `training-report-${scheme}`);
    await page.getByRole("heading", { name: "Numbers" }).click();
    await expect.poll(() => page.getByRole("row").count()).toBeGreaterThan(8);
    await page.close();
  });

  it("is read point by point with the keyboard", async () => {
    const { page } = await watchedPage(browser);
    await page.goto(pathToFileURL(join(folder, "report.html")).href);
    const loss = page.getByRole("slider", { name: /^Loss: / });
    await loss.focus();
    await page.keyboard.press("Home");
    expect(await loss.getAttribute("aria-valuetext")).toMatch(
      /^iteration 1 · training mini-batch [\d.]+ · training smoothed [\d.]+/,
    );
    await page.keyboard.press("ArrowRight");
    expect(await loss.getAttribute("aria-valuetext")).toMatch(/^iteration [2-9]/);
    await page.close();
  });

  it("lays earlier runs over it, from files that stay on the machine, and refuses others by name", async () => {
    const watched = await watchedPage(browser);
    const { page } = watched;
    await page.goto(pathToFileURL(join(folder, "report.html")).href);
    const picker = page.getByLabel(/Lay earlier runs over it/);
    await picker.setInputFiles([join(folder, "ramps.json")]);
    await expect.poll(() => page.getByText(/^No training is in ramps\.json/).count()).toBe(1);
    const saved = page.waitForEvent("download");
    await page.getByRole("heading", { name: "Numbers" }).click();
    await page.getByRole("button", { name: /^Save the run/ }).click();
    const path = join(folder, "run.json");
    await (await saved).saveAs(path);
    const run = JSON.parse(readFileSync(path, "utf8"));
    run.facts.name = "earlier";
    for (const column of run.curves.progress.mean) column.reverse();
    writeFileSync(path, JSON.stringify(run));
    await picker.setInputFiles([path]);
    const box = page.getByRole("checkbox", { name: "earlier" });
    await expect.poll(() => box.isChecked()).toBe(true);
    await keepPicture(page, "training-runs");
    expect([...watched.errors, ...watched.left]).toEqual([]);
    await page.close();
  });
});
