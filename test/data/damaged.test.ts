import { describe, expect, test } from "vitest";
import { readMat } from "../../src/data/mat.ts";
import { matData } from "../../src/data/matData.ts";
import type { MatValue } from "../../src/data/matValues.ts";
import { writeMat } from "../../src/data/matWrite.ts";
import { writeNpy } from "../../src/data/npy.ts";
import { readNpz, writeNpz } from "../../src/data/npz.ts";
import { npzData } from "../../src/data/npzData.ts";
import { readSafetensors, writeSafetensors } from "../../src/data/safetensors.ts";
import type { LayerGraphError } from "../../src/errors.ts";
import { floats } from "../../src/tensor.ts";
import { type DamageReport, readDamaged, visitAll } from "./damagedFiles.ts";
import { mutations } from "./mutation.ts";
import { type ObjectFile, objectFile, reference } from "./objectFile.ts";
import { realFile } from "./realFiles.ts";

const matrix = (rows: number, columns: number): MatValue => ({
  kind: "numeric",
  class: "double",
  size: [rows, columns],
  data: Float64Array.from({ length: rows * columns }, (_, index) => index / 3),
});
const text = (value: string): MatValue => ({ kind: "char", size: [1, value.length], text: value });
const plain = new Map<string, MatValue>([
  ["XTrain", { kind: "cell", size: [3, 1], elements: [matrix(3, 9), matrix(3, 7), matrix(3, 8)] }],
  ["YTrain", { kind: "cell", size: [3, 1], elements: [text("up"), text("down"), text("up")] }],
  ["info", { kind: "struct", size: [1, 2], fields: new Map([["note", [text("a"), matrix(2, 2)]]]) }],
]);
const strings: MatValue = {
  kind: "numeric",
  class: "uint64",
  size: [1, 6],
  data: BigUint64Array.of(1n, 2n, 1n, 1n, 2n, 0x6261n),
};
const objects: ObjectFile = {
  names: ["any", "Self", "string", "Node", "codes", "categoryNames", "categorical"],
  classes: [{ name: 3 }, { name: 4 }, { name: 7 }],
  objects: [
    { class: 1, saved: true, properties: [[1, 1, 0]] },
    { class: 2, properties: [[2, 1, 1]] },
    {
      class: 3,
      properties: [
        [5, 1, 2],
        [6, 1, 3],
      ],
    },
  ],
  values: [
    strings,
    { kind: "cell", size: [2, 1], elements: [reference([1, 1], [2], 2), reference([2, 1], [1, 2], 2)] },
    { kind: "numeric", class: "uint8", size: [1, 2], data: Uint8Array.of(1, 2) },
    { kind: "cell", size: [2, 1], elements: [text("up"), text("down")] },
  ],
  variables: [
    { name: "words", className: "string", content: reference([1, 1], [1], 1) },
    { name: "node", className: "Node", content: reference([1, 1], [2], 2) },
    { name: "labels", className: "categorical", content: reference([1, 1], [3], 3) },
  ],
};

function readEverything(bytes: Uint8Array): void {
  const variables = readMat(bytes);
  visitAll(variables);
  if (variables.has("XTrain")) matData(variables, { predictors: "XTrain" });
}

/** Beyond the framing of the file and its zlib streams: inside an inflated element, the subsystem or its tables, or in the values. */
const isDeepInMat = ({ message, code }: LayerGraphError) =>
  / of the (element inflated|subsystem|object tables)/.test(message) ||
  message.includes("object of class") ||
  !code.startsWith("mat-");

function expectSound(report: DamageReport): void {
  expect(report.failures).toEqual([]);
  expect(report.values + [...report.refusals.values()].reduce((sum, count) => sum + count, 0)).toBe(report.cases);
  expect(report.values).toBeGreaterThan(0);
  expect(report.refusals.size).toBeGreaterThan(0);
}

describe("a damaged file ends in a value or a LayerGraphError, within a second", () => {
  test.each([
    ["a plain MAT-file", writeMat(plain, { compressed: false })],
    ["a big-endian MAT-file", writeMat(plain, { compressed: false, byteOrder: "big" })],
    ["a plain MAT-file with objects", objectFile(objects)],
  ])("%s", (_what, bytes) => {
    expectSound(readDamaged(bytes, { seed: 1, cases: 150, read: readEverything, isDeep: isDeepInMat }));
  });

  test.each([
    ["a compressed MAT-file", writeMat(plain)],
    ["a compressed MAT-file with objects", objectFile({ ...objects, compressed: true })],
  ])("%s, and at least a third of the damage reaches what is inside", (_what, bytes) => {
    const report = readDamaged(bytes, { seed: 2, cases: 150, read: readEverything, isDeep: isDeepInMat });
    expectSound(report);
    expect(report.pastFirstStage / report.cases).toBeGreaterThan(1 / 3);
  });

  test("a .npz archive, and at least a third of the damage reaches what is inside", () => {
    const archive = writeNpz(
      new Map([
        ["x", { type: "float32", shape: [2, 3, 4], data: new Float32Array(24) }],
        ["y", { type: "string", shape: [2], data: ["up", "down"] }],
      ]),
    );
    const read = (bytes: Uint8Array) => void npzData(readNpz(bytes), {});
    const report = readDamaged(archive, { seed: 3, cases: 150, read, isDeep: ({ code }) => !/zip/.test(code) });
    expectSound(report);
    expect(report.pastFirstStage / report.cases).toBeGreaterThan(1 / 3);
  });

  test("a .npy array in an archive and a safetensors file", () => {
    const array = writeNpy({ type: "int16", shape: [3, 2], data: Int16Array.of(1, 2, 3, 4, 5, 6) }, { order: "F", version: 3 });
    const archive = writeNpz(new Map([["x", { type: "uint8", shape: [array.length], data: array }]]), { compressed: false });
    expectSound(readDamaged(archive, { seed: 4, cases: 100, read: (bytes) => void readNpz(bytes), isDeep: () => false }));
    const tensors = writeSafetensors(
      new Map([
        ["w", floats([2, 3], [1, 2, 3, 4, 5, 6])],
        ["b", floats([2], [1, 2])],
      ]),
      { step: "3" },
    );
    expectSound(readDamaged(tensors, { seed: 5, cases: 150, read: (bytes) => void readSafetensors(bytes), isDeep: () => false }));
  });
});

for (const name of ["matlab/tcn-dagnetwork.mat", "matlab/lstm-seriesnetwork.mat"]) {
  const file = realFile(name);
  test.skipIf(!file.present)(`a damaged saved network ends so too: ${name}${file.note}`, () => {
    const report = readDamaged(file.bytes(), { seed: 6, cases: 60, read: readEverything, isDeep: isDeepInMat });
    expectSound(report);
    expect(report.pastFirstStage / report.cases).toBeGreaterThan(0.3);
  });
}

describe("damage", () => {
  test("is the same for the same seed", () => {
    const file = writeMat(plain);
    const [first, second] = [mutations(7, file), mutations(7, file)];
    for (let index = 0; index < 20; index++) expect(first.next().value).toEqual(second.next().value);
    expect(mutations(8, file).next().value).not.toEqual(mutations(7, file).next().value);
  });
});
