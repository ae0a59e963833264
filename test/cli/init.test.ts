import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { layergraph, temporaryFolder } from "./commandLine.ts";

const folder = temporaryFolder();
const project = join(folder, "My Network");
const inProject = (...args: string[]): string =>
  execFileSync(process.execPath, args, { cwd: project, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

describe("layergraph init", () => {
  beforeAll(async () => {
    const { status, stdout, stderr } = await layergraph(["init", "My Network"], { cwd: folder });
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("Next: cd My Network && npm install && npm run train");
    mkdirSync(join(project, "node_modules"));
    symlinkSync(process.cwd(), join(project, "node_modules", "layergraph"));
  });

  it("names the project after its folder, and the version that made it", () => {
    const { version } = JSON.parse(readFileSync("package.json", "utf8"));
    const { name, dependencies } = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
    expect([name, dependencies]).toEqual(["my-network", { layergraph: `^${version}` }]);
    expect(readFileSync(join(project, ".npmrc"), "utf8")).toBe("onnxruntime-node-install=skip\n");
    expect(existsSync(join(project, ".gitignore"))).toBe(true);
  });

  it("gives a graph without problems to the other commands", async () => {
    const { status, stdout } = await layergraph(["validate", "network.js"], { cwd: project });
    expect([status, stdout]).toEqual([0, expect.stringContaining("0 errors, 0 warnings")]);
  });

  it("trains as it is, to a network that tells the classes apart", { timeout: 120_000 }, () => {
    const accuracy = Number(/^accuracy = (.+)$/m.exec(inProject("train.js"))?.[1]);
    expect(accuracy).toBeGreaterThan(0.9);
    expect(existsSync(join(project, "net.onnx"))).toBe(true);
  });

  it("passes its own tests", { timeout: 120_000 }, () => {
    expect(inProject("--test")).toMatch(/^# pass 4$/m);
  });

  it("changes nothing where a file is there already", async () => {
    const other = join(folder, "other");
    mkdirSync(other);
    writeFileSync(join(other, "train.js"), "mine");
    const { status, stderr } = await layergraph(["init", "other"], { cwd: folder });
    expect(status).toBe(2);
    expect(stderr).toContain("'other' already has train.js; nothing was written");
    expect(readdirSync(resolve(other))).toEqual(["train.js"]);
  });
});
