import { readFileSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { layergraph, temporaryFolder } from "./commandLine.ts";
import { graphFile, rampLayers } from "./tinyData.ts";

const folder = temporaryFolder();
writeFileSync(join(folder, "ramps.json"), graphFile(rampLayers()));

/** The status that a server answers with, and the text. */
function asked(address: string, headers: Record<string, string> = {}, method = "GET"): Promise<[number, string]> {
  return new Promise((resolve, reject) => {
    const sent = request(address, { method, headers, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      response.on("end", () => resolve([response.statusCode!, text]));
    });
    sent.on("error", reject).end();
  });
}

describe("layergraph analyze as a page", () => {
  it("writes one self-contained file, by the name of the output file", async () => {
    const { status, stdout, stderr } = await layergraph(["analyze", "ramps.json", "-o", "ramps.html"], { cwd: folder });
    expect([status, stdout, stderr]).toEqual([0, "", ""]);
    const page = readFileSync(join(folder, "ramps.html"), "utf8");
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain("<title>ramps.json – analysis</title>");
    expect(page).not.toMatch(/(src|href)="(?!data:|#)/);
  });

  it("serves it with --open to whoever has the address, and ends with Ctrl-C", { timeout: 60_000 }, async () => {
    const refusals: Promise<[number, string]>[] = [];
    let page: Promise<[number, string]> | undefined;
    const { status } = await layergraph(["analyze", "ramps.json", "--open"], {
      cwd: folder,
      onError: (text, child) => {
        const address = /http:\S+/.exec(text)?.[0];
        if (address === undefined || page !== undefined) return;
        page = asked(address);
        const { origin } = new URL(address);
        refusals.push(
          asked(`${origin}/`),
          asked(address, { host: "example.org" }),
          asked(address, { origin: "http://example.org" }),
          asked(`${address}../package.json`),
          asked(address, {}, "POST"),
        );
        void Promise.allSettled([page, ...refusals]).then(() => child.kill("SIGINT"));
      },
    });
    expect(status).toBe(0);
    expect((await page)![0]).toBe(200);
    expect((await page)![1]).toContain("<title>ramps.json – analysis</title>");
    expect((await Promise.all(refusals)).map(([code]) => code)).toEqual([403, 403, 403, 403, 405]);
  });

  it("refuses --open together with an output file", async () => {
    const { status, stderr } = await layergraph(["analyze", "ramps.json", "--open", "-o", "x.html"], { cwd: folder });
    expect(status).toBe(2);
    expect(stderr).toContain("--open");
  });
});
