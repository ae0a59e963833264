import { describe, expect, test } from "vitest";
import { readMat } from "../../src/data/mat.ts";
import type { MatObject, MatObjectArray, MatValue } from "../../src/data/matValues.ts";
import { visitAll } from "./damagedFiles.ts";
import { type ObjectFile, objectFile, reference } from "./objectFile.ts";
import { codeOf } from "./realFiles.ts";

const text = (value: string): MatValue => ({ kind: "char", size: [1, value.length], text: value });
const cell = (...elements: MatValue[]): MatValue => ({ kind: "cell", size: [elements.length, 1], elements });
const word = (value: number): MatValue => ({ kind: "numeric", class: "uint32", size: [1, 1], data: Uint32Array.of(value) });
const struct = (fields: Record<string, MatValue>): MatValue => ({
  kind: "struct",
  size: [1, 1],
  fields: new Map(Object.entries(fields).map(([name, value]) => [name, [value]])),
});

/** "ab", missing, "c" as a 1×3 string. */
const strings: MatValue = {
  kind: "numeric",
  class: "uint64",
  size: [1, 8],
  data: BigUint64Array.of(1n, 2n, 1n, 3n, 2n, 0xffffffffffffffffn, 1n, 0x0000_0063_0062_0061n),
};

const members = struct({
  EnumerationInstanceTag: word(0xdd000000),
  ClassName: word(4),
  ValueNames: { kind: "numeric", class: "uint32", size: [2, 1], data: Uint32Array.of(8, 9) },
  ValueIndices: { kind: "numeric", class: "uint32", size: [1, 3], data: Uint32Array.of(1, 0, 1) },
});

const handle = struct({ function_handle: struct({ function: text("sf%0@(x)x+1") }) });

const names = [
  "any",
  "codes",
  "categoryNames",
  "Self",
  "Rate",
  "string",
  "categorical",
  "low",
  "high",
  "Node",
  "pack.age",
  "Level",
  "Kids",
  "Mode",
  "Fcn",
];

const file: ObjectFile = {
  names,
  classes: [
    { name: 6 },
    { name: 7 },
    { packageName: 11, name: 10, defaults: struct({ Rate: text("the default"), Extra: text("default only"), Level: members }) },
    { name: 12 },
  ],
  objects: [
    { class: 1, saved: true, properties: [[1, 1, 0]] },
    {
      class: 2,
      properties: [
        [2, 1, 1],
        [3, 1, 2],
      ],
    },
    {
      class: 3,
      properties: [
        [4, 1, 3],
        [5, 2, 7],
        [13, 1, 4],
        [14, 0, 8],
        [15, 1, 5],
      ],
    },
  ],
  values: [
    strings,
    { kind: "numeric", class: "uint8", size: [1, 3], data: Uint8Array.of(2, 0, 1) },
    cell(text("up"), text("down"), text("never")),
    cell(reference([1, 1], [3], 3), reference([1, 1], [1], 1)),
    reference([2, 2], [3, 0, 3, 0], 3),
    cell(word(0xdd000000), handle),
  ],
  variables: [
    { name: "words", className: "string", content: reference([1, 1], [1], 1) },
    { name: "labels", className: "categorical", content: reference([1, 1], [2], 2) },
    { name: "node", className: "pack.age.Node", content: reference([1, 1], [3], 3) },
    { name: "gone", className: "pack.age.Node", content: reference([1, 1], [0], 3) },
    { name: "level", className: "Level", content: members },
    { name: "stale", className: "string", content: reference([1, 1], [3], 3) },
    { name: "window", className: "JFrame", typeSystem: "java", content: word(1) },
  ],
};

describe.each([
  ["little-endian, plain", { littleEndian: true, compressed: false }],
  ["little-endian, compressed", { littleEndian: true, compressed: true }],
  ["big-endian, plain", { littleEndian: false, compressed: false }],
  ["big-endian, compressed", { littleEndian: false, compressed: true }],
])("objects of a MAT-file (%s)", (_how, how) => {
  const read = readMat(objectFile({ ...file, ...how }));

  test("are strings and categories where their class is one of these", () => {
    expect(read.get("words")).toEqual({ kind: "string", size: [1, 3], values: ["ab", undefined, "c"] });
    expect(read.get("labels")).toEqual({
      kind: "categorical",
      size: [1, 3],
      codes: Uint8Array.of(2, 0, 1),
      categories: ["up", "down", "never"],
    });
  });

  test("have the properties stored for them, then the defaults of their class", () => {
    const node = read.get("node") as MatObject;
    expect([node.kind, node.className, node.id, node.saved]).toEqual(["object", "pack.age.Node", 3, false]);
    expect([...node.properties.keys()]).toEqual(["Self", "Rate", "Kids", "Mode", "Fcn", "Extra", "Level"]);
    expect(node.properties.get("Rate")).toEqual({ kind: "numeric", class: "double", size: [1, 1], data: Float64Array.of(7) });
    expect(node.properties.get("Mode")).toEqual({ kind: "char", size: [1, 3], text: "low" });
    expect(node.properties.get("Extra")).toEqual(text("default only"));
    expect(node.properties.get("Fcn")).toEqual({ kind: "function", source: "@(x)x+1", value: handle });
  });

  test("may refer to themselves, and are each read once", () => {
    const node = read.get("node") as MatObject;
    const self = node.properties.get("Self");
    expect(self?.kind === "cell" && self.elements[0]).toBe(node);
    expect(self?.kind === "cell" && self.elements[1]).toBe(read.get("words"));
    const kids = node.properties.get("Kids") as MatObjectArray;
    expect([kids.kind, kids.className, kids.size]).toEqual(["objectArray", "pack.age.Node", [2, 2]]);
    expect(kids.elements.map((kid) => kid === node)).toEqual([true, false, true, false]);
  });

  test("may be deleted, enumerations, left over from another file, or of a kind that is not read", () => {
    expect(read.get("gone")).toEqual({ kind: "objectArray", className: "pack.age.Node", size: [1, 1], elements: [undefined] });
    const level = { kind: "enumeration", className: "Level", size: [1, 3], names: ["high", "low", "high"] };
    expect(read.get("level")).toEqual(level);
    expect((read.get("node") as MatObject).properties.get("Level")).toEqual(level);
    expect(read.get("stale")).toEqual({ kind: "opaque", typeSystem: "MCOS", className: "string" });
    expect(read.get("window")).toEqual({ kind: "opaque", typeSystem: "java", className: "JFrame" });
  });
});

describe("damaged objects of a MAT-file", () => {
  const one = (content: MatValue, changes: Partial<ObjectFile> = {}) =>
    objectFile({ ...file, ...changes, variables: [{ name: "x", className: "pack.age.Node", content }] });

  test.each<[string, Uint8Array, string]>([
    ["an object outside the table", one(reference([1, 1], [4], 3)), "mat-corrupt"],
    ["a class outside the table", one(reference([1, 1], [3], 9)), "mat-corrupt"],
    ["fewer ids than the size asks for", one(reference([2, 2], [3], 3)), "mat-corrupt"],
    ["a size past all memory", one(reference([0xffffffff, 0xffffffff], [3], 3)), "mat-corrupt"],
    ["no reference at all", one(text("x")), "mat-corrupt"],
    ["tables of version 5", one(reference([1, 1], [3], 3), { version: 5 }), "mat-version"],
  ])("are refused with %s", (_what, bytes, code) => {
    expect(codeOf(() => readMat(bytes))).toBe(code);
  });

  test("are refused with a string longer than its characters, or a code of no category", () => {
    const long = { ...strings, data: BigUint64Array.of(1n, 2n, 1n, 1n, 9999n, 0n, 0n, 0n) } as MatValue;
    const words: ObjectFile = { ...file, values: [long, ...file.values.slice(1)] };
    expect(() => readMat(objectFile(words))).toThrow(
      "MAT-file: an object of class string or categorical declares 9999 characters where 12 are left.",
    );
    const few: ObjectFile = { ...file, values: [...file.values.slice(0, 2), cell(text("up")), ...file.values.slice(3)] };
    expect(() => readMat(objectFile(few))).toThrow(
      "MAT-file: an object of class string or categorical declares category 2 of 1.",
    );
  });

  test("cannot fill memory by sharing defaults", () => {
    const many: Record<string, MatValue> = {};
    for (let field = 0; field < 3000; field++) many[`f${field}`] = word(1);
    const kids = Array.from({ length: 5000 }, (_, index) => index + 1);
    const bytes = objectFile({
      names: ["Node"],
      classes: [{ name: 1, defaults: struct(many) }],
      objects: kids.map(() => ({ class: 1, properties: [] })),
      values: [],
      variables: [{ name: "kids", className: "Node", content: reference([kids.length, 1], kids, 1) }],
    });
    expect(bytes.length).toBeLessThan(600_000);
    const read = readMat(bytes);
    expect(() => visitAll(read)).toThrow(
      "MAT-file, byte 0 of the subsystem: its objects have more properties than a file of this size can mean.",
    );
  });

  test("spoil nothing until their properties are asked for", () => {
    const lost: ObjectFile = { ...file, objects: [...file.objects.slice(0, 2), { class: 3, properties: [[4, 1, 99]] }] };
    const node = readMat(objectFile(lost)).get("node") as MatObject;
    expect(node.className).toBe("pack.age.Node");
    expect(() => node.properties).toThrow("MAT-file, byte 0 of the subsystem: value 99 is asked for, but there are 6.");
  });
});
