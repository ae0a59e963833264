import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { layergraph, temporaryFolder } from "./commandLine.ts";

const folder = temporaryFolder();
const run = (...args: string[]) => layergraph(args, { cwd: folder });
const layers = [
  { type: "featureInputLayer", name: "input", inputSize: 3 },
  { type: "fullyConnectedLayer", name: "fc", outputSize: 2 },
  { type: "softmaxLayer", name: "softmax" },
  { type: "classificationLayer", name: "classes" },
];
const connections = [
  { source: "input", destination: "fc" },
  { source: "fc", destination: "softmax" },
  { source: "softmax", destination: "classes" },
];
const graph = (list: readonly object[]) => JSON.stringify({ format: "layergraph/2", layers, connections: list });
writeFileSync(join(folder, "net.json"), graph(connections));
writeFileSync(join(folder, "wrong.json"), graph([{ source: "inptu", destination: "fc" }, connections[1]]));
writeFileSync(
  join(folder, "plots.m"),
  "lgraph = layerGraph([featureInputLayer(3,'Name','in'); fullyConnectedLayer(2,'Name','fc')]);\nfigure; plot(lgraph); title('My graph')\n",
);

describe("layergraph plot", () => {
  it("writes a picture to standard output, or to the file that is named, in the format that its name says", async () => {
    const { status, stdout, stderr } = await run("plot", "net.json");
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^<svg [\s\S]*aria-label="net\.json"[\s\S]*data-layer="softmax"[\s\S]*<\/svg>\n$/);
    for (const [name, start] of [
      ["net.svg", "<svg "],
      ["net.mmd", "flowchart LR"],
      ["net.dot", "digraph "],
    ]) {
      const written = await run("plot", "net.json", "--fold", "--direction", "right", "-o", name);
      expect([written.status, written.stdout]).toEqual([0, ""]);
      expect(readFileSync(join(folder, name), "utf8").startsWith(start)).toBe(true);
    }
  });

  it("wraps a drawing into as many columns as asked for, and refuses that of what others draw", async () => {
    const [one, two] = await Promise.all(["1", "2"].map((columns) => run("plot", "net.json", "--columns", columns)));
    const height = (svg: string): number => Number(/height="([\d.]+)"/.exec(svg)![1]);
    expect(height(two.stdout)).toBeLessThan(height(one.stdout));
    for (const [args, message] of [
      [["--columns", "0"], "--columns must be auto or a whole number from 1, received '0'."],
      [["--columns", "2", "--format", "dot"], "--columns is for drawings; dot leaves the places to the program that draws it."],
    ] as const) {
      const { status, stderr } = await run("plot", "net.json", ...args);
      expect(status).toBe(2);
      expect(stderr).toContain(message);
    }
  });

  it("draws a broken graph with its problems, with exit status 1", async () => {
    const { status, stdout } = await run("plot", "wrong.json");
    expect(status).toBe(1);
    expect(stdout).toContain("there is no layer 'inptu'");
    expect(stdout).toContain(">missing input</text>");
  });

  it("refuses names and formats that it does not know", async () => {
    const { status, stderr } = await run("plot", "net.json", "-o", "net.png");
    expect(status).toBe(2);
    expect(stderr).toBe("error: --output 'net.png': the name must end in one of .svg, .mmd, .dot.\n");
    expect((await run("plot", "net.json", "--format", "png")).status).toBe(2);
  });

  it("is what a script's plot writes into the output folder", async () => {
    const { status, stderr } = await run("run", "plots.m", "-o", "out");
    expect(status, stderr).toBe(0);
    expect(stderr).toContain("The script drew 1 figure: figure-1.svg in out.");
    expect(readFileSync(join(folder, "out", "figure-1.svg"), "utf8")).toMatch(/>My graph<[\s\S]*data-layer="fc"/);
  });
});
