import { describe, expect, it } from "vitest";
import type { NumericClass } from "../../../src/data/matValues.ts";
import { classOf } from "../../../src/matlab/values/classes.ts";
import {
  cell,
  cellOfTexts,
  emptyMatrix,
  logical,
  logicals,
  number,
  numbers,
  string,
  strings,
  text,
} from "../../../src/matlab/values/construct.ts";
import {
  integerOf,
  isTrue,
  readNumber,
  scalarOf,
  textOf,
  textsOf,
  toNumeric,
  toStrings,
} from "../../../src/matlab/values/convert.ts";
import { toCategorical, toChars, toLogical } from "../../../src/matlab/values/convertElements.ts";
import { describeValue } from "../../../src/matlab/values/describe.ts";
import { exponential, fixed, general, stringOfNumber } from "../../../src/matlab/values/numberText.ts";
import { canonicalSize, isVectorSize, sizeOf } from "../../../src/matlab/values/shape.ts";
import { renamed, unknown, unknownCall } from "../../../src/matlab/values/unknown.ts";
import type { Value } from "../../../src/matlab/values/value.ts";
import { matrix, outcome, shown } from "./notation.ts";

describe("conversion between classes", () => {
  it.each<readonly [Value, NumericClass, string]>([
    [matrix("1.5 2.5 -1.5 -2.5 0.4"), "int8", "int8 [2 3 -2 -3 0]"],
    [matrix("300 -300"), "int8", "int8 [127 -128]"],
    [matrix("-1 256"), "uint8", "uint8 [0 255]"],
    [matrix("70000 -70000"), "int16", "int16 [32767 -32768]"],
    [matrix("5e9"), "uint32", "uint32 [4294967295]"],
    [matrix("-5e9"), "int32", "int32 [-2147483648]"],
    [numbers([1, 3], [Number.NaN, Infinity, -Infinity]), "int32", "int32 [0 2147483647 -2147483648]"],
    [numbers([1, 3], [Number.NaN, 1e30, -1e30]), "int64", "int64 [0 9223372036854775807 -9223372036854775808]"],
    [matrix("-1", "int64"), "uint64", "uint64 [0]"],
    [matrix("0.49999999999999994"), "uint8", "uint8 [0]"],
    [number(0.1), "single", "single [0.10000000149011612]"],
    [text("AB"), "double", "[65 66]"],
    [logical(true), "single", "single [1]"],
    [strings(["1.5", "x", "1e3"]), "double", "[1.5 NaN 1000]"],
    [toCategorical(strings(["b", "a", undefined])), "double", "[1 2 NaN]"],
    [cell([]), "double", "error: Conversion to double from cell is not possible."],
    [{ kind: "handle", name: "sin" }, "double", "error: Conversion to double from function_handle is not possible."],
    [string("5"), "int8", "error: Conversion to int8 from string is not possible."],
  ])("%o to %s", (value, name, result) => expect(outcome(() => toNumeric(value, name))).toBe(result));

  it("makes logicals, chars, strings and categoricals", () => {
    expect(shown(toLogical(matrix("2 0 -1")))).toBe("logical [1 0 1]");
    expect(() => toLogical(number(Number.NaN))).toThrow("NaN's cannot be converted to logicals.");
    expect(() => toLogical(string("a"))).toThrow("Conversion to logical from string is not possible.");
    expect(shown(toChars(matrix("72 105")))).toBe("'Hi'");
    expect(shown(toChars(string("ab")))).toBe("'ab'");
    expect(() => toChars(cell([]))).toThrow("Conversion to char from cell is not possible.");
    expect(shown(toStrings(matrix("1 0.5")))).toBe('string ["1" "0.5"]');
    expect(shown(toStrings({ kind: "char", size: [2, 2], text: "acbd" }))).toBe('string ["ab"; "cd"]');
    expect(shown(toStrings(cell([text("a"), number(5)])))).toBe('string ["a" "5"]');
    expect(() => toStrings(cell([matrix("1 2")]))).toThrow("A cell holds 1×2 double, which is not one string.");
    expect(shown(toCategorical(cellOfTexts(["b", "a", "b"])))).toBe("categorical [b a b] of b,a");
    expect(() => toCategorical(number(1))).toThrow("Conversion to categorical from double is not possible.");
  });
});

describe("reading values", () => {
  it("gives scalars", () => {
    expect([number(2.5), matrix("3", "int64"), logical(true), text("a"), matrix("1 2"), string("a")].map(scalarOf)).toEqual([
      2.5,
      3,
      1,
      97,
      undefined,
      undefined,
    ]);
    expect([number(2.5), number(3), number(Infinity)].map(integerOf)).toEqual([undefined, 3, undefined]);
  });
  it("gives texts", () => {
    expect([text("ab"), text(""), string("c"), strings(["a", "b"]), number(1)].map(textOf)).toEqual([
      "ab",
      "",
      "c",
      undefined,
      undefined,
    ]);
    expect(textsOf(cellOfTexts(["a", "b"]))).toEqual(["a", "b"]);
    expect(textsOf(cell([string("a"), number(1)]))).toBeUndefined();
    expect(textsOf(strings(["a", undefined]))).toBeUndefined();
    expect(textsOf({ kind: "char", size: [2, 2], text: "acbd" })).toEqual(["ab", "cd"]);
    expect(textsOf(toCategorical(strings(["b", "a"])))).toEqual(["b", "a"]);
  });
  it("decides conditions", () => {
    const decided = [number(1), number(0), emptyMatrix, matrix("1 1"), matrix("1 0"), logicals([0, 0], []), text("a")].map(
      isTrue,
    );
    expect(decided).toEqual([true, false, false, true, false, false, true]);
    expect(() => isTrue(string("a"))).toThrow("Conversion to logical from string is not possible.");
    expect(() => isTrue(number(Number.NaN))).toThrow("NaN's cannot be converted to logicals.");
  });
  it("reads numbers", () => {
    expect([" 1,000 ", "1e3", "-.5", "inf", "-Inf", "1d2"].map(readNumber)).toEqual([1000, 1000, -0.5, Infinity, -Infinity, 100]);
    expect(["", "1 2", "a", "--1"].map(readNumber)).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
  });
});

describe("numbers as text", () => {
  it("is as C's printf", () => {
    expect([0.0001, 0.00001, 100000, 1e15, 123456789, 0, -2.5].map((x) => general(x, 5))).toEqual([
      "0.0001",
      "1e-05",
      "1e+05",
      "1e+15",
      "1.2346e+08",
      "0",
      "-2.5",
    ]);
    expect(general(1, 5, true)).toBe("1.0000");
    expect([exponential(12345.678, 4), exponential(1e-100, 2), exponential(0, 1)]).toEqual([
      "1.2346e+04",
      "1.00e-100",
      "0.0e+00",
    ]);
    expect([fixed(1.5, 0), fixed(1e22, 2), fixed(2.345, 2)]).toEqual(["2", "10000000000000000000000.00", "2.35"]);
    expect([Infinity, -Infinity, Number.NaN].map((x) => general(x, 5))).toEqual(["Inf", "-Inf", "NaN"]);
  });
  it("is as MATLAB's string", () => {
    expect([1, 0.1 + 0.2, 1e10, 1234567.89, 1 / 3, -0, 1e-10].map((x) => stringOfNumber(x))).toEqual([
      "1",
      "0.3",
      "10000000000",
      "1234567.89",
      "0.33333",
      "0",
      "1e-10",
    ]);
    expect(stringOfNumber(10n ** 17n)).toBe("100000000000000000");
  });
});

describe("sizes, classes and words", () => {
  it("keeps sizes as MATLAB does", () => {
    expect([canonicalSize([2, 3, 1, 1]), canonicalSize([3]), canonicalSize([1, 1, 2])]).toEqual([
      [2, 3],
      [3, 1],
      [1, 1, 2],
    ]);
    expect([isVectorSize([1, 5]), isVectorSize([5, 1]), isVectorSize([0, 0]), isVectorSize([1, 1, 2])]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(() => sizeOf(unknown("X", "the file was not read"))).toThrow(
      "The size of 'X' is not known: the file was not read. Give the value with --set, or the data with --data.",
    );
  });
  it("names classes", () => {
    expect([number(1), logical(true), text("a"), cell([])].map(classOf)).toEqual(["double", "logical", "char", "cell"]);
  });
  it("describes values", () => {
    expect([number(5), matrix("1 2"), text("a"), string("b"), strings(["a", "b"]), unknown("n", "?")].map(describeValue)).toEqual(
      ["the number 5", "1×2 double", "'a'", '"b"', "1×2 string", "unknown 'n'"],
    );
  });
  it("names unknowns after calls and variables", () => {
    const x = unknown("XTrain", "the file was not read");
    expect(unknownCall("size", [x, number(1)])).toMatchObject({
      name: "size(XTrain, 1)",
      reason: "the file was not read",
      named: false,
    });
    expect(renamed(unknownCall("size", [x, number(1)]), "n")).toMatchObject({ name: "n", named: true });
    expect(renamed(renamed(x, "a"), "b")).toMatchObject({ name: "a", named: true });
  });
});
