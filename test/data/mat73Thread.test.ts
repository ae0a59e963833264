import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { File, type Group, ready } from "h5wasm/node";
import { afterAll, describe, expect, it } from "vitest";
import { readMatFile } from "../../src/data/matFile.ts";
import type { MatNumeric, MatValue } from "../../src/data/matValues.ts";
import { writeMat73 } from "./mat73File.ts";

const folder = mkdtempSync(join(tmpdir(), "layergraph-mat73-thread-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = (name: string) => join(folder, name);

const column = (data: Float64Array): MatNumeric => ({ kind: "numeric", class: "double", size: [data.length, 1], data });

async function processorSeconds(action: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await action();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** A file with one group in the layout of HDF5 alone, made by hand. */
async function handmade(name: string, write: (group: Group) => void): Promise<string> {
  await ready;
  const file = new File(path(name), "w");
  write(file.create_group("x"));
  file.close();
  return path(name);
}

describe("the thread that reads files of version 7.3", () => {
  it("reads 100 MB of numbers in less than two seconds of processor time", async () => {
    const data = Float64Array.from({ length: 12_500_000 }, (_, i) => i / 7);
    await writeMat73(path("large.mat"), { variables: new Map([["x", column(data)]]) });
    let read: MatValue | undefined;
    const seconds = await processorSeconds(async () => {
      read = (await readMatFile(path("large.mat"))).get("x");
    });
    expect((read as MatNumeric).data.at(-1)).toBe(data.at(-1));
    expect(seconds).toBeLessThan(2);
  });

  it("reads cells in time that is proportional to their number", async () => {
    const elements = Array.from({ length: 3000 }, (_, i) => column(Float64Array.of(i)));
    await writeMat73(path("cells.mat"), { variables: new Map([["x", { kind: "cell", size: [3000, 1], elements }]]) });
    let read: MatValue | undefined;
    const seconds = await processorSeconds(async () => {
      read = (await readMatFile(path("cells.mat"))).get("x");
    });
    expect(read).toEqual({ kind: "cell", size: [3000, 1], elements });
    expect(seconds).toBeLessThan(10); // the library's own search for what references lead to takes more than a minute
  });

  it("reads several files that are asked for at once", async () => {
    const names = ["a.mat", "b.mat", "c.mat"].map(path);
    for (const [i, name] of names.entries()) await writeMat73(name, { variables: new Map([["x", column(Float64Array.of(i))]]) });
    const read = await Promise.all(names.map((name) => readMatFile(name)));
    expect(read.map((variables) => (variables.get("x") as MatNumeric).data[0])).toEqual([0, 1, 2]);
  });

  it("forgets a damaged file: once it is whole again, it is read", async () => {
    const file = path("mended.mat");
    await writeMat73(file, { variables: new Map([["x", column(Float64Array.of(1, 2))]]) });
    const bytes = readFileSync(file);
    const at = bytes.indexOf("TREE"); // where the names of a group are
    writeFileSync(
      file,
      bytes.map((byte, i) => (i === at ? 0 : byte)),
    );
    await expect(readMatFile(file)).rejects.toMatchObject({ name: "LayerGraphError", code: "mat-corrupt" });
    writeFileSync(file, bytes);
    expect((await readMatFile(file)).get("x")).toEqual(column(Float64Array.of(1, 2)));
  });

  it("says what the library says of the damage", async () => {
    const file = path("cut.mat");
    await writeMat73(file, { variables: new Map([["x", column(Float64Array.of(1, 2))]]) });
    writeFileSync(file, readFileSync(file).subarray(0, 1500));
    await expect(readMatFile(file)).rejects.toThrow(
      /^MAT-file of version 7\.3: the file cannot be read: truncated file: eof = 988, /,
    );
  });

  it("takes no memory for arrays that their file cannot hold", async () => {
    const file = await handmade("empty.mat", (group) => {
      const dataset = group.create_dataset({ name: "y", data: new Float64Array(10), maxshape: [null], chunks: [10] });
      dataset.resize([100_000_000]);
    });
    const before = process.resourceUsage().maxRSS;
    await expect(readMatFile(file)).rejects.toThrow(/its arrays declare 800000000 bytes, which its \d+ bytes cannot be\.$/);
    expect((process.resourceUsage().maxRSS - before) / 1024).toBeLessThan(200);
  });

  it("follows no links round and round", async () => {
    const file = await handmade("round.mat", (group) => {
      group.create_hard_link("/x", "a");
      group.create_hard_link("/x", "b");
    });
    await expect(readMatFile(file)).rejects.toThrow(
      /it has more arrays than its \d+ bytes can be|nested more than 200 deep|takes longer than a file of its length can take/,
    );
  });

  it("does not keep a process alive", async () => {
    const file = path("ends.mat");
    await writeMat73(file, { variables: new Map([["x", column(Float64Array.of(3))]]) });
    const reader = pathToFileURL(fileURLToPath(new URL("../../dist/src/data/matFile.js", import.meta.url))).href;
    const script = `import { readMatFile } from ${JSON.stringify(reader)}; console.log((await readMatFile(${JSON.stringify(file)})).get("x").data[0]);`;
    const { stdout, stderr, status } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { timeout: 30_000 });
    expect([String(stdout), String(stderr), status]).toEqual(["3\n", "", 0]);
  });
});
