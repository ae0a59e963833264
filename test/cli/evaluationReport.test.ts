import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { layergraph, temporaryFolder } from "./commandLine.ts";
import { graphFile, rampLayers, writeRamps } from "./tinyData.ts";

const folder = temporaryFolder();
const run = (...args: string[]) => layergraph(args, { cwd: folder });
const data = ["--data", "ramps.csv", "--sequence-id", "id", "--responses", "label"];

beforeAll(async () => {
  writeRamps(folder, "ramps", 12);
  writeFileSync(join(folder, "ramps.json"), graphFile(rampLayers()));
  const { status } = await run("train", "ramps.json", ...data, "--solver", "adam", "--max-epochs", "2", "-o", "net.onnx");
  expect(status).toBe(0);
});

describe("layergraph evaluate --report", () => {
  it("writes a page with the confusion chart, the table of classes, ROC curves and scores", async () => {
    const { status, stdout } = await run("evaluate", "net.onnx", ...data, "--report", "page.html");
    expect(status).toBe(0);
    expect(stdout).toContain("true \\ predicted");
    const page = readFileSync(join(folder, "page.html"), "utf8");
    for (const heading of ["Confusion chart", "Precision and recall", "ROC curves", "Scores"])
      expect(page).toContain(`>${heading}</h2>`);
    expect(page).toMatch(/down \(AUC [01]\.\d{4}\)/);
    expect(page).toContain('<td class="number">6</td>');
    expect(page).not.toContain("NaN");
  });

  it("refuses a file of another kind before any work", async () => {
    const { status, stdout, stderr } = await run("evaluate", "net.onnx", ...data, "--report", "page.pdf");
    expect([status, stdout, stderr]).toEqual([2, "", "error: --report 'page.pdf': the name must end in .html.\n"]);
  });
});
