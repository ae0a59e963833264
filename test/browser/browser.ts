import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import axe from "axe-core";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { expect } from "vitest";

/** Where a browser is looked for. */
const places = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The browser of this machine; undefined where there is none, and the suite says that it was skipped. */
export const browserPath: string | undefined = places.find((path) => path !== undefined && existsSync(path));

/** What stands behind the name of a suite that needs a browser. */
export const browserNote: string = browserPath === undefined ? " (skipped: no Chromium here; set CHROMIUM to its path)" : "";

/** A page with everything that it reported: texts of errors, and addresses that it asked for outside of the machine. */
export interface WatchedPage {
  readonly page: Page;
  readonly errors: string[];
  readonly left: string[];
}

/** Starts the browser without a window. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: browserPath!, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}

/** A new page whose errors and requests are watched; pages of one context share what the browser keeps. */
export async function watchedPage(from: Browser | BrowserContext, colorScheme: "light" | "dark" = "light"): Promise<WatchedPage> {
  const page = await from.newPage("newContext" in from ? { colorScheme } : undefined);
  const watched: WatchedPage = { page, errors: [], left: [] };
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") watched.errors.push(message.text());
  });
  page.on("pageerror", (error) => watched.errors.push(String(error)));
  page.on("request", (request) => {
    if (!/^(file:|data:|blob:|about:|http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/])/.test(request.url()))
      watched.left.push(request.url());
  });
  return watched;
}

/** Expects a page that complained about nothing, asked nothing of another machine, and that everyone can use. */
export async function expectSound({ page, errors, left }: WatchedPage): Promise<void> {
  expect(errors).toEqual([]);
  expect(left).toEqual([]);
  expect(await seriousFaults(page)).toEqual([]);
}

/** The serious and critical faults of accessibility that axe finds, each with the places where it is. */
export async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = (await page.evaluate("axe.run()")) as axe.AxeResults;
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ target }) => target.join(" ")).join(", ")})`);
}

/** Keeps a picture of a page in out/screenshots, outside git, to be looked at. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync(join("out", "screenshots"), { recursive: true });
  await page.screenshot({ path: join("out", "screenshots", `${name}.png`), fullPage: true });
}
