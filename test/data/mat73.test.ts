import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { readMat } from "../../src/data/mat.ts";
import { readMatFile } from "../../src/data/matFile.ts";
import type { MatNumeric, MatObject, MatValue } from "../../src/data/matValues.ts";
import { writeMat } from "../../src/data/matWrite.ts";
import { writeMat73 } from "./mat73File.ts";
import { reference, wrapperCells } from "./objectFile.ts";

/**
 * No file that MATLAB wrote is at hand. These are written by the HDF5 library in the layout that MATLAB gives its files: through h5wasm here, and through h5py (files/mat73.mat, by
 * files/mat73.py), which also writes what h5wasm cannot.
 */
const folder = mkdtempSync(join(tmpdir(), "layergraph-mat73-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = (name: string) => join(folder, name);

const number = (...values: number[]): MatNumeric => ({
  kind: "numeric",
  class: "double",
  size: [1, values.length],
  data: Float64Array.from(values),
});
const char = (text: string): MatValue => ({ kind: "char", size: [1, text.length], text });

const values: [string, MatValue][] = [
  ["matrix", { kind: "numeric", class: "double", size: [2, 3], data: Float64Array.of(1, 2, 3, 4, 5, 6) }],
  ["volume", { kind: "numeric", class: "single", size: [2, 3, 2], data: Float32Array.from({ length: 12 }, (_, i) => i / 4) }],
  ["bytes", { kind: "numeric", class: "uint8", size: [3, 1], data: Uint8Array.of(0, 128, 255) }],
  ["small", { kind: "numeric", class: "int16", size: [1, 2], data: Int16Array.of(-300, 300) }],
  ["wide", { kind: "numeric", class: "int64", size: [1, 2], data: BigInt64Array.of(-5n, 2n ** 60n) }],
  ["waves", { kind: "numeric", class: "double", size: [1, 2], data: Float64Array.of(1, 2), imaginary: Float64Array.of(3, -4) }],
  ["truth", { kind: "logical", size: [1, 3], data: Uint8Array.of(1, 0, 1) }],
  ["text", char("Grüße")],
  ["lines", { kind: "char", size: [2, 2], text: "acbd" }],
  ["nothing", { kind: "numeric", class: "double", size: [0, 3], data: new Float64Array(0) }],
  ["noText", { kind: "char", size: [0, 0], text: "" }],
  [
    "cells",
    {
      kind: "cell",
      size: [2, 2],
      elements: [number(1), char("b"), number(), { kind: "cell", size: [1, 1], elements: [number(7)] }],
    },
  ],
  ["noCells", { kind: "cell", size: [0, 0], elements: [] }],
  [
    "record",
    {
      kind: "struct",
      size: [1, 1],
      fields: new Map<string, MatValue[]>([
        ["a", [number(1, 2)]],
        ["b", [char("two")]],
        ["c", [{ kind: "cell", size: [1, 1], elements: [number(3)] }]],
      ]),
    },
  ],
  [
    "records",
    {
      kind: "struct",
      size: [1, 3],
      fields: new Map<string, MatValue[]>([
        ["n", [number(1), number(2), number(3)]],
        ["t", [char("x"), char("y"), char("z")]],
      ]),
    },
  ],
  ["noRecords", { kind: "struct", size: [0, 0], fields: new Map() }],
];

describe("a MAT-file of version 7.3", () => {
  for (const compressed of [false, true])
    it(`gives the values that a file of version 7 gives, ${compressed ? "compressed" : "plain"}`, async () => {
      const file = path(`values-${compressed}.mat`);
      await writeMat73(file, { variables: new Map(values), compressed });
      const read = await readMatFile(file);
      const earlier = readMat(writeMat(new Map(values)));
      expect([...read.keys()].sort()).toEqual([...earlier.keys()].sort());
      for (const [name, value] of earlier) expect([name, read.get(name)]).toEqual([name, value]);
    });

  it("is found behind the 512 bytes of MATLAB's header and at the beginning", async () => {
    const file = path("behind.mat");
    await writeMat73(file, { variables: new Map([["x", number(5)]]) });
    const bytes = readFileSync(file);
    expect(bytes.subarray(0, 10).toString()).toBe("MATLAB 7.3");
    writeFileSync(path("bare.mat"), bytes.subarray(512));
    for (const each of [file, path("bare.mat")]) expect(await readMatFile(each)).toEqual(new Map([["x", number(5)]]));
  });

  it("is read as far as it is asked for", async () => {
    const file = path("some.mat");
    await writeMat73(file, { variables: new Map(values) });
    expect([...(await readMatFile(file, { variables: ["text", "absent"] })).keys()]).toEqual(["text"]);
    await expect(readMatFile(file, { maximumBytes: 50 })).rejects.toMatchObject({ code: "mat-too-large" });
  });

  it("has objects, which are those of its subsystem", async () => {
    const file = path("objects.mat");
    const words = (reference([1, 1], [1], 1) as MatNumeric).data as Uint32Array;
    const label = BigUint64Array.of(1n, 2n, 1n, 1n, 2n, 0x00690068n);
    const wrapper = wrapperCells({
      names: ["Point", "x", "label", "string", "any"],
      classes: [{ name: 1 }, { name: 4 }],
      objects: [
        {
          class: 1,
          properties: [
            [2, 1, 0],
            [3, 1, 2],
          ],
        },
        { class: 2, saved: true, properties: [[5, 1, 1]] },
      ],
      values: [
        number(4, 5),
        { kind: "numeric", class: "uint64", size: [1, label.length], data: label },
        reference([1, 1], [2], 2),
      ],
      variables: [],
    });
    await writeMat73(file, { variables: new Map(), objects: new Map([["p", { className: "Point", words }]]), wrapper });
    const point = (await readMatFile(file)).get("p") as MatObject;
    expect(point).toMatchObject({ kind: "object", className: "Point", saved: false });
    expect(point.properties.get("x")).toEqual(number(4, 5));
    expect(point.properties.get("label")).toEqual({ kind: "string", size: [1, 1], values: ["hi"] });
  });

  it("of h5py has structs with their fields in order, sparse matrices and chunks", async () => {
    const read = await readMatFile(fileURLToPath(new URL("files/mat73.mat", import.meta.url)));
    const options = read.get("options") as Extract<MatValue, { kind: "struct" }>;
    expect([...options.fields.keys()]).toEqual(["zeta", "alpha", "middle"]);
    expect(options.fields.get("alpha")).toEqual([char("second")]);
    expect((read.get("runs") as typeof options).fields.get("score")).toEqual([number(0.5), number(0.75)]);
    expect([...(read.get("runs") as typeof options).fields.keys()]).toEqual(["score", "name"]);
    expect(read.get("sparse")).toEqual({
      kind: "sparse",
      class: "double",
      size: [3, 2],
      rows: Int32Array.of(0, 2, 1),
      columnStarts: Int32Array.of(0, 2, 3),
      data: Float64Array.of(1.5, -2, 4),
    });
    const signal = read.get("signal") as MatNumeric;
    expect(signal.size).toEqual([4, 1000]);
    expect(Array.from(signal.data.slice(4000 - 4) as Float64Array)).toEqual([999, 999.25, 999.5, 999.75]);
    expect(read.get("square")).toMatchObject({ kind: "function", source: "@(x)x.^2" });
  });

  it("that is damaged ends in one clear error", async () => {
    const file = path("damaged.mat");
    await writeMat73(file, { variables: new Map(values) });
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.subarray(0, 700));
    await expect(readMatFile(file)).rejects.toMatchObject({ name: "LayerGraphError", code: "mat-corrupt" });
    await expect(readMatFile(path("absent.mat"))).rejects.toMatchObject({ code: "file-missing" });
    expect(() => readMat(bytes)).toThrow("is read asynchronously only");
  });
});
