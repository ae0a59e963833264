import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { removeAbandoned, writeWhole } from "../../src/data/writeFile.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "layergraph-write-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("writing files whole", () => {
  it("replaces a file at once and leaves nothing else in the folder", () => {
    writeWhole(join(folder, "a.bin"), Uint8Array.of(1, 2));
    writeWhole(join(folder, "a.bin"), Uint8Array.of(3));
    expect([...readFileSync(join(folder, "a.bin"))]).toEqual([3]);
    expect(readdirSync(folder)).toEqual(["a.bin"]);
  });

  it("says what is wrong where it cannot write, and leaves nothing half-written", () => {
    expect(() => writeWhole(join(folder, "missing", "a.bin"), Uint8Array.of(1))).toThrow(/cannot be written: there is no folder/);
    expect(readdirSync(folder)).toEqual(["a.bin"]);
  });

  it("removes what a killed process left, and nothing that a running one is writing", () => {
    const ended = spawnSync(process.execPath, ["-e", ""]).pid;
    for (const name of [`b.bin.${ended}.tmp`, `b.bin.${process.pid}.tmp`, "b.tmp"]) writeFileSync(join(folder, name), "");
    removeAbandoned(folder);
    expect(readdirSync(folder).sort()).toEqual(["a.bin", `b.bin.${process.pid}.tmp`, "b.tmp"]);
  });
});
