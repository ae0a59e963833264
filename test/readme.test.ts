import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readDataSet, readGraph, validate } from "../src/index.ts";

const readme = readFileSync("README.md", "utf8");
const folder = mkdtempSync(join(tmpdir(), "layergraph-readme-"));

/** The code blocks of a language in the README. */
function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "gms"))].map(([, text]) => text);
}

beforeAll(() => {
  if (!existsSync("dist/bundle/index.js")) execFileSync("npm", ["run", "build"]);
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(process.cwd(), join(folder, "node_modules", "layergraph"));
  symlinkSync(resolve("examples"), join(folder, "examples"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("the README", () => {
  it("has a first network that learns what it is shown and leaves a file", { timeout: 120_000 }, () => {
    const [program, ...others] = blocks("ts");
    expect(others).toEqual([]);
    writeFileSync(join(folder, "program.js"), program); // it holds nothing but JavaScript
    const printed = execFileSync("node", ["program.js"], { cwd: folder, encoding: "utf8" });
    expect(printed).toContain("Training finished: Max epochs completed.");
    expect(Number(printed.trim().split("\n").at(-1))).toBeGreaterThan(0.9);
    expect(existsSync(join(folder, "net.onnx"))).toBe(true);
  });

  it("has commands that do what they say, in their order", { timeout: 300_000 }, () => {
    const commands = blocks("sh").join("").trim().split("\n");
    expect(commands.map((line) => line.split(" ")[2])).toEqual([
      "validate",
      "analyze",
      "train",
      "evaluate",
      "predict",
      "explain",
      "port",
      "analyze",
    ]);
    const program = resolve("bin/layergraph.js");
    const printed = commands.map((line) => {
      const [, , ...args] = line.split(" ");
      return execFileSync("node", [program, ...args], { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    });
    expect(printed[1]).toContain("1-D Global Average Pooling");
    expect(printed[3]).toContain("true \\ predicted");
    expect(readFileSync(join(folder, "scores.csv"), "utf8").split("\n")[0]).toContain("label");
  });

  it("has no other code than that", () => {
    const languages = [...readme.matchAll(/^```(\w*)$/gm)].map(([, language]) => language).filter((_, n) => n % 2 === 0);
    expect([...new Set(languages)].sort()).toEqual(["sh", "ts"]);
  });

  it("links to nothing that is missing, nor do those of the examples", () => {
    const pages = ["README.md", ...readdirSync("examples").map((name) => `examples/${name}/README.md`)];
    const missing = pages.flatMap((page) =>
      [...readFileSync(page, "utf8").matchAll(/\]\((?!https?:)([^)#]+)\)/g)]
        .map(([, target]) => join(dirname(page), target))
        .filter((path) => !existsSync(path)),
    );
    expect(missing).toEqual([]);
  });

  it("gives a reason for every dependency", () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync("package.json", "utf8"));
    const rows = readme.split("\n").filter((line) => line.startsWith("| `"));
    const named = rows.flatMap((row) => [...row.split("|")[1].matchAll(/`([^`]+)`/g)].map(([, name]) => name));
    expect(named.sort()).toEqual([...Object.keys(dependencies), ...Object.keys(devDependencies)].sort());
  });
});

describe("the data files of the examples", () => {
  it("sequences.csv is twelve sequences of two features, each with one label", () => {
    const data = readDataSet("examples/data/sequences.csv", { sequenceId: "recording", responses: "course" });
    expect(data.predictors).toHaveLength(12);
    expect(data.responses).toMatchObject({ kind: "labels", classes: ["falling", "rising"] });
    expect(data.kind === "sequences" && new Set(data.predictors.map(({ size }) => size.join("×"))).size).toBeGreaterThan(3);
  });

  it("features.csv is eight observations of two features", () => {
    const data = readDataSet("examples/data/features.csv", { responses: "kind" });
    expect(data.kind).toBe("features");
    expect([...(data.predictors[0] as Float32Array)]).toEqual([Math.fround(1.1), Math.fround(0.9)]);
    expect(data.responses).toMatchObject({ kind: "labels", classes: ["large", "small"] });
  });

  it("network.json is a valid network for sequences.csv", () => {
    expect(validate(readGraph(readFileSync("examples/data/network.json", "utf8")))).toEqual([]);
  });
});
