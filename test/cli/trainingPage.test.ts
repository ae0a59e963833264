import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readTrainingRun } from "../../src/train/trainingReport.ts";
import { eventsOf, layergraph, temporaryFolder } from "./commandLine.ts";
import { graphFile, rampLayers, writeRamps } from "./tinyData.ts";

const folder = temporaryFolder();
const csv = ["--sequence-id", "id", "--responses", "label"];
const training = [
  "train",
  "ramps.json",
  "--data",
  "train.csv",
  ...csv,
  "--solver",
  "adam",
  "--max-epochs",
  "2",
  "--mini-batch-size",
  "4",
];

beforeAll(() => {
  writeRamps(folder, "train", 12);
  writeRamps(folder, "test", 6);
  writeFileSync(join(folder, "ramps.json"), graphFile(rampLayers()));
});

const run = (...args: readonly string[]) => layergraph(args, { cwd: folder });

/** The data inside of a page. */
function pageData(name: string) {
  const html = readFileSync(join(folder, name), "utf8");
  return JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html)![1]);
}

describe("the report of a training", () => {
  it("holds the run, what the network is worth on validation and test data, and nothing that is fetched from elsewhere", async () => {
    const judged = ["--validation-data", "train.csv", "--test-data", "test.csv"];
    const { status, stdout } = await run(...training, ...judged, "-o", "out/first.onnx", "--report", "out/first.html");
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /Network saved to out\/first\.onnx\nTest accuracy: .*\nTest loss: .*\nReport written to out\/first\.html\n$/,
    );
    const data = pageData("out/first.html");
    expect(data.run.facts).toMatchObject({
      name: "first",
      epochs: 2,
      iterations: 6,
      layers: ["conv", "fc"],
      options: { solver: "adam" },
    });
    expect(data.run.curves.progress.x).toEqual([1, 2, 3, 4, 5, 6]);
    expect(data.run.status).toMatchObject({ state: "ended", text: "Max epochs completed." });
    expect(data.judged.map(({ name }: { name: string }) => name)).toEqual(["Validation", "Test"]);
    expect(data.judged[1].accuracy.toFixed(4)).toBe(/Test accuracy: (.*)/.exec(stdout)![1]);
    const html = readFileSync(join(folder, "out/first.html"), "utf8");
    expect(html).toContain('<figure class="confusion panel" data-name="Test">');
    expect(html).toContain("connect-src 'none'");
    expect(html).not.toMatch(/(src|href)="(?!data:)/);
  });

  it("is compared with earlier ones, and the stream of events tells where it is", async () => {
    const more = ["--report", "second.html", "--compare", "out/first.html", "--compare", "out/first.html", "--json"];
    const { status, stdout } = await run(...training, "-o", "second.onnx", ...more);
    expect(status).toBe(0);
    expect(eventsOf(stdout).at(-1)).toMatchObject({ event: "done", output: "second.onnx", report: "second.html" });
    expect(pageData("second.html").earlier).toEqual([pageData("out/first.html").run, pageData("out/first.html").run]);
    expect(readTrainingRun(join(folder, "second.html")).facts.name).toBe("second");
  });

  it.each([
    ["a report that is no page", ["--report", "report.pdf"], /--report 'report\.pdf': the name must end in \.html/],
    ["a comparison that nothing shows", ["--compare", "out/first.html"], /--compare: there is no page .* Give --report/],
    [
      "a comparison with what is no training",
      ["--report", "r.html", "--compare", "ramps.json"],
      /'ramps\.json' holds no training\. Give a report/,
    ],
    ["a comparison with what is not there", ["--report", "r.html", "--compare", "first.html"], /There is no file 'first\.html'/],
  ])("is refused before anything is trained: %s", async (_, more, message) => {
    const { status, stderr } = await run(...training, "-o", "refused.onnx", ...more);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
    expect(existsSync(join(folder, "refused.onnx"))).toBe(false);
  });
});

describe("--plots training-progress", () => {
  it("tells the address on standard error and in the stream of events, and lets the command end", async () => {
    const { status, stdout, stderr } = await run(...training, "-o", "plots.onnx", "--plots", "training-progress", "--json");
    expect(status).toBe(0);
    const address = /^Training progress: (http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}\/)$/m.exec(stderr)![1];
    expect(eventsOf(stdout)[1]).toEqual({ event: "page", address });
    await expect(fetch(address)).rejects.toThrow();
  });
});
