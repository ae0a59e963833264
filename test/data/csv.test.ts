import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readCsv } from "../../src/data/csv.ts";

const example = (name: string) => readFileSync(new URL(`files/${name}`, import.meta.url), "utf8");

describe("a wide CSV file", () => {
  test("has an observation on each row and its class in a column", () => {
    expect(readCsv(example("wide.csv"), { responses: "species" })).toEqual({
      kind: "features",
      predictors: [
        Float32Array.of(5.1, 3.5, 1.4, 0.2),
        Float32Array.of(7, 3.2, 4.7, 1.4),
        Float32Array.of(6.3, 3.3, 6, 2.5),
        Float32Array.of(4.9, 3, 1.4, 0.2),
      ],
      responses: { kind: "labels", classes: ["setosa", "versicolor", "virginica"], codes: Int32Array.of(0, 1, 2, 0) },
    });
  });

  test("takes numeric responses as numbers unless labels are wanted, which then sort as numbers", () => {
    const text = "a,y\n1,10\n2,9\n";
    expect(readCsv(text, { responses: "y" }).responses).toEqual({
      kind: "numbers",
      values: [Float32Array.of(10), Float32Array.of(9)],
    });
    expect(readCsv(text, { responses: "y", responseType: "labels" }).responses).toEqual({
      kind: "labels",
      classes: ["9", "10"],
      codes: Int32Array.of(1, 0),
    });
  });

  test("uses the named feature columns only, in the order named", () => {
    expect(readCsv("note,b,a\nx,1,2\n", { predictors: ["a", "b"] })).toEqual({
      kind: "features",
      predictors: [Float32Array.of(2, 1)],
    });
  });
});

describe("a long CSV file", () => {
  const rows = "id,x,y,label\nb,1,10,up\na,2,20,down\nb,3,30,up\n";

  test("has a time step on each row; rows with the same id are a sequence", () => {
    expect(readCsv(rows, { sequenceId: "id", responses: "label" })).toEqual({
      kind: "sequences",
      predictors: [
        { data: Float32Array.of(1, 3, 10, 30), size: [2, 2] },
        { data: Float32Array.of(2, 20), size: [2, 1] },
      ],
      responses: { kind: "labels", classes: ["down", "up"], codes: Int32Array.of(1, 0) },
    });
  });

  test("has a class for each step where the classes change within a sequence, or where that is wanted", () => {
    expect(readCsv(example("long.csv"), { sequenceId: "recording", responses: "activity" })).toMatchObject({
      predictors: [{ size: [3, 3] }, { size: [3, 2] }],
      responses: {
        kind: "labelSequences",
        classes: ["Sitting", "Standing", "Walking"],
        codes: [Int32Array.of(1, 2, 2), Int32Array.of(0, 0)],
      },
    });
    expect(readCsv(rows, { sequenceId: "id", responses: "label", responseType: "labelSequences" }).responses).toMatchObject({
      kind: "labelSequences",
      codes: [Int32Array.of(1, 1), Int32Array.of(0)],
    });
  });

  test("has numbers for each sequence or each step likewise", () => {
    const options = { sequenceId: "id", responses: "y", predictors: ["x"] };
    expect(readCsv(rows, options).responses).toEqual({
      kind: "numberSequences",
      values: [
        { data: Float32Array.of(10, 30), size: [1, 2] },
        { data: Float32Array.of(20), size: [1, 1] },
      ],
    });
    expect(() => readCsv(rows, { ...options, responseType: "numbers" })).toThrow(
      "Line 4, column 'y': the response changes within a sequence, but responses of type numbers are one for each sequence.",
    );
    expect(readCsv("id,x,y\n1,2,3\n1,3,3\n", options).responses).toEqual({ kind: "numbers", values: [Float32Array.of(3)] });
  });
});

describe("a CSV file with a hundred thousand digits in a cell", () => {
  test("is refused at once", () => {
    const start = performance.now();
    expect(() => readCsv(`a,b\n1,${"1".repeat(100_000)}x\n`)).toThrow("Line 2, column 'b': expected a number, received '1111");
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe("a CSV file that cannot be used", () => {
  test.each<[string, string, Parameters<typeof readCsv>[1], string]>([
    [
      "text among features",
      "a,b\n1,2\n3,x\n",
      {},
      "Line 3, column 'b': expected a number, received 'x'. If the column is the response, name it with responses (--responses); if it tells sequences apart, with sequenceId (--sequence-id). Missing values must be filled in.",
    ],
    [
      "a gap",
      "a,b\n1,\n",
      {},
      "Line 2, column 'b': expected a number, received nothing. If the column is the response, name it with responses (--responses); if it tells sequences apart, with sequenceId (--sequence-id). Missing values must be filled in.",
    ],
    ["a gap in the responses", "a,y\n1,\n", { responses: "y" }, "Line 2, column 'y': expected a response, received nothing."],
    [
      "an unknown column",
      "a,label\n1,2\n",
      { responses: "lable" },
      "The CSV file has no column 'lable' (did you mean 'label'?); its columns are 'a', 'label'.",
    ],
    ["no header", "1,2\n3,4\n", {}, "The first line of the CSV file holds numbers only; it must name the columns."],
    ["one column named twice", "a,a\n1,2\n", {}, "Two columns of the CSV file are named 'a'; names must differ."],
    ["a short row", "a,b\n1,2\n3\n", {}, "The CSV file is not well formed: Invalid Record Length: expect 2, got 1 on line 3."],
    ["an open quote", 'a,b\n1,"2\n', {}, "The CSV file is not well formed: Quote Not Closed"],
    ["no rows", "a,b\n", {}, "The CSV file needs a line with the names of the columns, and at least one row after it."],
    [
      "a column with two meanings",
      "a,b\n1,2\n",
      { responses: "a", sequenceId: "a" },
      "The column 'a' cannot have two meanings at once.",
    ],
    [
      "steps without sequences",
      "a,b\n1,2\n",
      { responses: "b", responseType: "numberSequences" },
      "Responses of type numberSequences need time steps: name the column that tells sequences apart with sequenceId (--sequence-id).",
    ],
    [
      "a row of no sequence",
      "id,b\n,2\n",
      { sequenceId: "id" },
      "Line 2, column 'id': expected the id of a sequence, received nothing.",
    ],
  ])("is refused: %s", (_what, text, options, message) => {
    expect(() => readCsv(text, options)).toThrow(message);
  });
});
