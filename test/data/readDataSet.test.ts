import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { numFeatures } from "../../src/data/dataSet.ts";
import { matData } from "../../src/data/matData.ts";
import type { MatValue } from "../../src/data/matValues.ts";
import { writeMat } from "../../src/data/matWrite.ts";
import type { NpyArray } from "../../src/data/npy.ts";
import { writeNpz } from "../../src/data/npz.ts";
import { npzData } from "../../src/data/npzData.ts";
import { readDataSet } from "../../src/data/readDataSet.ts";
import { codeOf, realFile } from "./realFiles.ts";

const folder = mkdtempSync(join(tmpdir(), "layergraph-"));
afterAll(() => rmSync(folder, { recursive: true }));

function saved(name: string, content: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const matrix = (rows: number, columns: number, ...values: number[]): MatValue => ({
  kind: "numeric",
  class: "double",
  size: [rows, columns],
  data: Float64Array.from(values),
});
const cell = (...elements: MatValue[]): MatValue => ({ kind: "cell", size: [elements.length, 1], elements });
const char = (text: string): MatValue => ({ kind: "char", size: [1, text.length], text });
const categorical = (codes: number[], ...categories: string[]): MatValue => ({
  kind: "categorical",
  size: [1, codes.length],
  codes: Uint8Array.from(codes),
  categories,
});
const variables = (entries: Record<string, MatValue>) => new Map(Object.entries(entries));

describe("data in a .mat file", () => {
  test("are sequences in a cell and a class for each, in the order of the categories", () => {
    const data = matData(
      variables({ XTrain: cell(matrix(2, 2, 1, 2, 3, 4), matrix(2, 1, 5, 6)), YTrain: categorical([2, 1], "b", "a", "none") }),
      {},
    );
    expect(data).toEqual({
      kind: "sequences",
      predictors: [
        { data: Float32Array.of(1, 3, 2, 4), size: [2, 2] },
        { data: Float32Array.of(5, 6), size: [2, 1] },
      ],
      responses: { kind: "labels", classes: ["b", "a", "none"], codes: Int32Array.of(1, 0) },
    });
  });

  test("are sequences and a row of classes for each", () => {
    const y = cell(categorical([1, 2], "a", "b"), categorical([1], "b", "c"));
    expect(matData(variables({ x: cell(matrix(1, 2, 1, 2), matrix(1, 1, 3)), y }), {}).responses).toEqual({
      kind: "labelSequences",
      classes: ["a", "b", "c"],
      codes: [Int32Array.of(0, 1), Int32Array.of(1)],
    });
  });

  test("are sequences and numbers for each or each step", () => {
    const x = cell(matrix(1, 2, 1, 2), matrix(1, 1, 3));
    expect(matData(variables({ X: x, T: matrix(2, 2, 1, 2, 3, 4) }), {}).responses).toEqual({
      kind: "numbers",
      values: [Float32Array.of(1, 3), Float32Array.of(2, 4)],
    });
    expect(matData(variables({ X: x, T: cell(matrix(2, 2, 1, 2, 3, 4), matrix(2, 1, 5, 6)) }), {}).responses).toEqual({
      kind: "numberSequences",
      values: [
        { data: Float32Array.of(1, 3, 2, 4), size: [2, 2] },
        { data: Float32Array.of(5, 6), size: [2, 1] },
      ],
    });
  });

  test("are one sequence where the responses have its columns", () => {
    expect(matData(variables({ X: matrix(2, 3, 1, 2, 3, 4, 5, 6), Y: categorical([1, 1, 2], "a", "b") }), {})).toEqual({
      kind: "sequences",
      predictors: [{ data: Float32Array.of(1, 3, 5, 2, 4, 6), size: [2, 3] }],
      responses: { kind: "labelSequences", classes: ["a", "b"], codes: [Int32Array.of(0, 0, 1)] },
    });
  });

  test("are feature vectors in the rows of a matrix", () => {
    const y = cell(char("up"), char("down"));
    expect(matData(variables({ X: matrix(2, 3, 1, 2, 3, 4, 5, 6), Y: y }), {})).toEqual({
      kind: "features",
      predictors: [Float32Array.of(1, 3, 5), Float32Array.of(2, 4, 6)],
      responses: { kind: "labels", classes: ["down", "up"], codes: Int32Array.of(1, 0) },
    });
    expect(matData(variables({ X: matrix(2, 1, 1, 2), Y: matrix(2, 1, 10, 9) }), {}, "labels").responses).toMatchObject({
      classes: ["9", "10"],
    });
  });

  test("are found under the names given, or the one pair that is obvious", () => {
    const several = variables({
      XTrain: cell(matrix(1, 1, 1)),
      TTrain: matrix(1, 1, 2),
      XTest: cell(matrix(1, 1, 3)),
      TTest: matrix(1, 1, 4),
    });
    expect(matData(several, { predictors: "XTest" })).toMatchObject({
      predictors: [{ data: Float32Array.of(3) }],
      responses: { values: [Float32Array.of(4)] },
    });
    expect(matData(several, { responses: "TTrain" })).toMatchObject({ predictors: [{ data: Float32Array.of(1) }] });
    expect(() => matData(several, {})).toThrow(
      "It is not clear which variable of the file holds the predictors: 'XTrain', 'XTest' could all be meant. It has XTrain (1×1 cell), TTrain (1×1 double), XTest (1×1 cell), TTest (1×1 double). Name them: --predictors X --responses Y.",
    );
    expect(() => matData(several, { predictors: "Xtrain" })).toThrow(
      "The file has no variable 'Xtrain'. It has XTrain (1×1 cell)",
    );
    expect(matData(variables({ XTest: cell(matrix(1, 1, 3)), notes: char("a") }), {}).responses).toBeUndefined();
  });

  test.each<[string, Record<string, MatValue>, string]>([
    [
      "NaN",
      { X: cell(matrix(1, 2, 1, Number.NaN)) },
      "X{1}(1,2) is NaN; expected a finite number. Remove the observation or fill the gap first.",
    ],
    [
      "unequal features",
      { X: cell(matrix(1, 1, 1), matrix(2, 1, 1, 2)) },
      "X{2} has 2 rows, but X{1} has 1; rows are features, columns are time steps, so all must have the same number of rows.",
    ],
    [
      "text for predictors",
      { X: char("abc") },
      "X is a 1×3 char; expected a real matrix, or a cell array of matrices features × time.",
    ],
    ["nothing in a cell", { X: cell(matrix(0, 0)) }, "X{1} is 0×0, empty; leave it out."],
    [
      "undefined labels",
      { X: cell(matrix(1, 1, 1)), Y: categorical([0], "a") },
      "Y(1) is <undefined>; every observation and step needs a class.",
    ],
    [
      "too few responses",
      { X: cell(matrix(1, 1, 1), matrix(1, 1, 1)), Y: categorical([1], "a") },
      "There are 2 observations but 1 responses; each observation needs one.",
    ],
    [
      "numbers for other observations",
      { X: cell(matrix(1, 1, 1), matrix(1, 1, 1)), Y: matrix(3, 1, 1, 2, 3) },
      "Y is 3×1, but there are 2 observations; it needs a row for each.",
    ],
    [
      "a struct for responses",
      { X: cell(matrix(1, 1, 1)), Y: { kind: "struct", size: [1, 1], fields: new Map() } },
      "Y is a 1×1 struct; expected categorical, text or numeric responses, or a cell array of them.",
    ],
  ])("are refused with %s", (_what, entries, message) => {
    expect(() => matData(variables(entries), {})).toThrow(message);
  });
});

describe("data in a .npz archive", () => {
  const arrays = (entries: Record<string, NpyArray>) => new Map(Object.entries(entries));
  const x: NpyArray = { type: "float64", shape: [2, 2, 3], data: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 0, 9, 10, 0) };
  const lengths: NpyArray = { type: "int64", shape: [2], data: BigInt64Array.of(3n, 2n) };

  test("are sequences, cut to their lengths, with a class for each or each step", () => {
    expect(npzData(arrays({ x, lengths, y: { type: "int64", shape: [2], data: BigInt64Array.of(10n, 9n) } }), {})).toEqual({
      kind: "sequences",
      predictors: [
        { data: Float32Array.of(1, 2, 3, 4, 5, 6), size: [2, 3] },
        { data: Float32Array.of(7, 8, 9, 10), size: [2, 2] },
      ],
      responses: { kind: "labels", classes: ["9", "10"], codes: Int32Array.of(1, 0) },
    });
    const steps: NpyArray = { type: "string", shape: [2, 3], data: ["a", "b", "a", "b", "b", ""] };
    expect(npzData(arrays({ x, lengths, y: steps }), {}).responses).toMatchObject({
      codes: [Int32Array.of(0, 1, 0), Int32Array.of(1, 1)],
    });
  });

  test("are numbers for each or each step where they are floating-point", () => {
    const y: NpyArray = { type: "float32", shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) };
    expect(npzData(arrays({ x, y }), {}).responses).toEqual({
      kind: "numbers",
      values: [Float32Array.of(1, 2, 3), Float32Array.of(4, 5, 6)],
    });
    expect(npzData(arrays({ x, lengths, y }), {}, "numberSequences").responses).toMatchObject({
      values: [{ size: [1, 3] }, { size: [1, 2], data: Float32Array.of(4, 5) }],
    });
    expect(npzData(arrays({ x, lengths, y: { ...y, shape: [2, 1, 3] } as NpyArray }), {}).responses).toMatchObject({
      values: [{ size: [1, 3] }, { size: [1, 2] }],
    });
  });

  test("are feature vectors in the rows of a matrix", () => {
    const flat: NpyArray = { type: "uint8", shape: [2, 2], data: Uint8Array.of(1, 2, 3, 4) };
    expect(npzData(arrays({ x: flat }), {})).toEqual({
      kind: "features",
      predictors: [Float32Array.of(1, 2), Float32Array.of(3, 4)],
    });
  });

  test("are refused where sizes do not fit", () => {
    expect(codeOf(() => npzData(arrays({ x, lengths: { type: "int64", shape: [2], data: BigInt64Array.of(3n, 4n) } }), {}))).toBe(
      "npz-lengths",
    );
    expect(codeOf(() => npzData(arrays({ x, y: lengths, lengths: x }), {}))).toBe("npz-lengths");
    expect(codeOf(() => npzData(arrays({ x, y: { type: "int8", shape: [3], data: Int8Array.of(1, 2, 3) } }), {}))).toBe(
      "response-count",
    );
    expect(codeOf(() => npzData(arrays({ x: { type: "int8", shape: [2], data: Int8Array.of(1, 2) } }), {}))).toBe(
      "npz-predictors",
    );
    expect(codeOf(() => npzData(arrays({ x: { type: "int8", shape: [2 ** 40, 0], data: Int8Array.of() } }), {}))).toBe(
      "empty-sequence",
    );
  });
});

describe("a data file", () => {
  const long = fileURLToPath(new URL("files/long.csv", import.meta.url));

  test("is read by its extension", () => {
    expect(readDataSet(long, { sequenceId: "recording", responses: "activity", predictors: "x, z" })).toMatchObject({
      predictors: [{ size: [2, 3] }, { size: [2, 2] }],
    });
    const ts = saved("small.ts", "@univariate true\n@classLabel true a b\n@data\n1,2:b\n");
    expect(readDataSet(ts)).toMatchObject({ responses: { kind: "labels", codes: Int32Array.of(1) } });
    const mat = saved("small.mat", writeMat(variables({ X: cell(matrix(1, 2, 1, 2)), Y: matrix(1, 1, 5) })));
    expect(readDataSet(mat)).toMatchObject({ kind: "sequences", responses: { kind: "numbers" } });
    const npz = saved("small.NPZ", writeNpz(new Map([["x", { type: "float32", shape: [1, 1], data: Float32Array.of(1) }]])));
    expect(readDataSet(npz)).toMatchObject({ kind: "features" });
  });

  test("is named in every message", () => {
    const csv = saved("bad.csv", "a,b\n1,x\n");
    expect(() => readDataSet(csv)).toThrow(`'${csv}': Line 2, column 'b': expected a number, received 'x'.`);
    expect(() => readDataSet(join(folder, "bda.csv"))).toThrow(
      `There is no file '${join(folder, "bda.csv")}'. Did you mean 'bad.csv' in the same folder?`,
    );
    expect(codeOf(() => readDataSet(`${folder}.csv/x.csv`))).toBe("file-missing");
    expect(() => readDataSet("data.xlsx")).toThrow(
      "'data.xlsx' is not a data file that can be read; .mat, .npz, .csv, .ts files are.",
    );
    expect(() => readDataSet(csv, { sequenceId: "a", responseType: "numbers", responses: "c" })).toThrow(
      "The CSV file has no column 'c'",
    );
    expect(codeOf(() => readDataSet(saved("latin.csv", Uint8Array.of(0x61, 0x0a, 0xff))))).toBe("file-unreadable");
  });

  test("refuses options that mean nothing for it, and responses of another type than wanted", () => {
    const ts = saved("other.ts", "@univariate true\n@classLabel true a b\n@data\n1,2:b\n");
    expect(() => readDataSet(ts, { predictors: "X" })).toThrow(`'${ts}': predictors has no meaning for .ts files; leave it out.`);
    expect(() => readDataSet(ts, { responseType: "numbers" })).toThrow(
      `'${ts}': the responses are labels, but numbers are wanted.`,
    );
  });
});

const activityTest = realFile("HumanActivityTest.mat");
const activityTrain = realFile("HumanActivityTrain.mat");

describe.skipIf(!activityTest.present || !activityTrain.present)(
  `the human activity data${activityTest.note || activityTrain.note}`,
  () => {
    test("are six training sequences and one to test on, of 3 features, with a class at each step", () => {
      const [train, held] = [activityTrain, activityTest].map(({ path }) => readDataSet(path));
      for (const data of [train, held]) {
        expect(numFeatures(data)).toBe(3);
        expect(data.responses).toMatchObject({
          kind: "labelSequences",
          classes: ["Dancing", "Running", "Sitting", "Standing", "Walking"],
        });
      }
      const counts = (data: typeof train) => {
        const steps = [0, 0, 0, 0, 0];
        if (data.responses?.kind === "labelSequences")
          for (const codes of data.responses.codes) for (const code of codes) steps[code]++;
        return steps;
      };
      expect(counts(train)).toEqual([36128, 55248, 81344, 85520, 73184]);
      expect(counts(held)).toEqual([6320, 8048, 12368, 14000, 13152]);
      if (held.kind !== "sequences") throw new Error("no sequences");
      const [{ data, size }] = held.predictors;
      expect(size).toEqual([3, 53888]);
      expect([data[0], data[size[1]], data[2 * size[1]]]).toEqual([-30.18975241, -66.10890279, 62.60932129].map(Math.fround));
    });
  },
);
