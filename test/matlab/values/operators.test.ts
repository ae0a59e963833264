import { describe, expect, it } from "vitest";
import type { BinaryOperator } from "../../../src/matlab/syntax/ast.ts";
import { cellOfTexts, logicals, number, numbers, row, string, strings, text } from "../../../src/matlab/values/construct.ts";
import { toCategorical } from "../../../src/matlab/values/convertElements.ts";
import { binary, unary } from "../../../src/matlab/values/operators.ts";
import { unknown } from "../../../src/matlab/values/unknown.ts";
import type { Value } from "../../../src/matlab/values/value.ts";
import { matrix, outcome, shown } from "./notation.ts";

type Case = readonly [left: Value, operator: BinaryOperator, right: Value, result: string];

const int8 = (written: string): Value => matrix(written, "int8");
const single = (written: string): Value => matrix(written, "single");

describe("arithmetic", () => {
  const cases: Case[] = [
    [matrix("1 2 3"), "+", number(1), "[2 3 4]"],
    [matrix("1 2 3"), "+", matrix("10; 20"), "[11 12 13; 21 22 23]"],
    [matrix("1 2; 3 4"), "-", matrix("1 1"), "[0 1; 2 3]"],
    [matrix("1 2; 3 4"), ".*", matrix("2; 3"), "[2 4; 9 12]"],
    [numbers([2, 1, 2], [1, 2, 3, 4]), "+", matrix("10 20"), "2×2×2 (11 12 21 22 13 14 23 24)"],
    [matrix("1 2; 3 4"), "*", matrix("5 6; 7 8"), "[19 22; 43 50]"],
    [matrix("1 2 3"), "*", matrix("1; 2; 3"), "[14]"],
    [matrix("1; 2"), "*", matrix("3 4"), "[3 4; 6 8]"],
    [matrix("2 0; 0 4"), "\\", matrix("2; 4"), "[1; 1]"],
    [matrix("0 2; 1 1"), "\\", matrix("4; 3"), "[1; 2]"],
    [matrix("2 4"), "/", matrix("2 0; 0 4"), "[1 1]"],
    [matrix("6 8"), "/", number(2), "[3 4]"],
    [number(2), "\\", number(6), "[3]"],
    [number(2), ".\\", matrix("2 4"), "[1 2]"],
    [number(2), "^", number(10), "[1024]"],
    [matrix("1 1; 1 0"), "^", number(5), "[8 5; 5 3]"],
    [matrix("2 0; 0 4"), "^", number(-1), "[0.5 0; 0 0.25]"],
    [matrix("1 2 3"), ".^", number(2), "[1 4 9]"],
    [number(2), ".^", matrix("1 2 3"), "[2 4 8]"],
    [number(1), "./", number(0), "[Infinity]"],
    [int8("100"), "+", int8("100"), "int8 [127]"],
    [int8("-100"), "-", number(100), "int8 [-128]"],
    [int8("5"), "./", number(2), "int8 [3]"],
    [int8("-5"), "./", number(2), "int8 [-3]"],
    [int8("7"), "*", number(0.5), "int8 [4]"],
    [int8("1"), "./", number(0), "int8 [127]"],
    [int8("0"), "./", number(0), "int8 [0]"],
    [matrix("5", "uint8"), "-", number(7), "uint8 [0]"],
    [single("1"), "+", number(0.1), "single [1.100000023841858]"],
    [single("3"), "*", int8("2"), "int8 [6]"],
    [logicals([1, 2], [1, 0]), "+", logicals([1, 2], [1, 1]), "[2 1]"],
    [text("a"), "+", number(1), "[98]"],
    [text("abc"), "-", text("a"), "[0 1 2]"],
    [matrix("9007199254740993", "int64"), "+", number(1), "int64 [9007199254740993]"],
    [matrix("1 2 3"), "+", numbers([1, 0], []), "error: Arrays have incompatible sizes for this operation."],
    [matrix("1 2 3"), "+", matrix("1 2"), "error: Arrays have incompatible sizes for this operation."],
    [number(1), "+", numbers([0, 0], []), "0×0"],
    [numbers([0, 3], []), "*", numbers([3, 2], [1, 2, 3, 4, 5, 6]), "0×2"],
    [numbers([2, 0], []), "*", numbers([0, 2], []), "[0 0; 0 0]"],
    [
      int8("1"),
      "+",
      matrix("1", "int16"),
      "error: Integers can only be combined with integers of the same class, or scalar doubles.",
    ],
    [
      matrix("1 2"),
      "*",
      matrix("1 2"),
      "error: Incorrect dimensions for matrix multiplication. Check that the number of columns in the first matrix matches the number of rows in the second matrix. To operate on each element of the matrix individually, use TIMES (.*) for elementwise multiplication.",
    ],
    [cellOfTexts(["a"]), "+", number(1), "error: Operator '+' is not supported for operands of type 'cell'."],
    [string("a"), "-", number(1), "error: Operator '-' is not supported for operands of type 'string'."],
    [number(-8), ".^", number(0.5), "error: (-8)^0.5 is a complex number; complex numbers are not supported here."],
  ];
  it.each(cases)("%o %s %o", (left, operator, right, result) =>
    expect(outcome(() => binary(operator, left, right))).toBe(result),
  );

  it("solves least squares", () => {
    const fitted = binary("\\", matrix("1 1; 1 2; 1 3"), matrix("1; 2; 2")) as Value & { kind: "numeric" };
    expect(fitted.data[0]).toBeCloseTo(2 / 3, 12);
    expect(fitted.data[1]).toBeCloseTo(0.5, 12);
  });
});

describe("strings", () => {
  const cases: Case[] = [
    [string("a"), "+", number(2), 'string ["a2"]'],
    [string("a"), "+", number(0.5), 'string ["a0.5"]'],
    [string("a"), "+", number(Math.PI), 'string ["a3.1416"]'],
    [string("a"), "+", number(123456.789), 'string ["a123456.789"]'],
    [string("a"), "+", number(100000), 'string ["a100000"]'],
    [string("a"), "+", number(1e10), 'string ["a10000000000"]'],
    [string("a"), "+", number(-0.001), 'string ["a-0.001"]'],
    [string("a"), "+", number(1e-5), 'string ["a1e-05"]'],
    [string("x"), "+", matrix("1 2"), 'string ["x1" "x2"]'],
    [matrix("1; 2"), "+", strings(["x", "y"]), 'string ["1x" "1y"; "2x" "2y"]'],
    [string("a"), "+", text("bc"), 'string ["abc"]'],
    [text("a"), "+", string("b"), 'string ["ab"]'],
    [string("a"), "+", logicals([1, 1], [1]), 'string ["atrue"]'],
    [string("a"), "+", string(undefined), "string [<missing>]"],
    [string("a"), "==", text("a"), "logical [1]"],
    [strings(["a", "b"]), "==", string("b"), "logical [0 1]"],
    [strings(["a", "b"]), "~=", cellOfTexts(["a", "c"]), "logical [0 1]"],
    [string("1"), "==", number(1), "logical [1]"],
    [string("abc"), "<", string("abd"), "logical [1]"],
    [string(undefined), "==", string(undefined), "logical [0]"],
  ];
  it.each(cases)("%o %s %o", (left, operator, right, result) =>
    expect(outcome(() => binary(operator, left, right))).toBe(result),
  );
});

describe("comparison and logic", () => {
  const cases: Case[] = [
    [matrix("1 2 3"), ">", number(2), "logical [0 0 1]"],
    [matrix("1 2 3"), "<=", number(2), "logical [1 1 0]"],
    [matrix("1; 2"), "==", matrix("1 2"), "logical [1 0; 0 1]"],
    [number(Number.NaN), "==", number(Number.NaN), "logical [0]"],
    [number(Number.NaN), "~=", number(Number.NaN), "logical [1]"],
    [text("same"), "==", text("sand"), "logical [1 1 0 0]"],
    [text("abc"), "==", text("ab"), "error: Arrays have incompatible sizes for this operation."],
    [text("1"), "==", number(49), "logical [1]"],
    [matrix("2", "int64"), "==", number(2), "logical [1]"],
    [matrix("2", "int64"), ">", number(1.5), "logical [1]"],
    [cellOfTexts(["a"]), "==", text("a"), "error: Operator '==' is not supported for operands of type 'cell'."],
    [toCategorical(strings(["a", "b"])), "==", text("a"), "logical [1 0]"],
    [toCategorical(strings(["a", undefined])), "~=", text("a"), "logical [0 1]"],
    [toCategorical(strings(["a", "b"])), "==", toCategorical(strings(["b", "b"])), "logical [0 1]"],
    [matrix("1 0 2"), "&", logicals([1, 1], [1]), "logical [1 0 1]"],
    [matrix("1 0 0"), "|", matrix("0 0 3"), "logical [1 0 1]"],
    [number(Number.NaN), "&", number(1), "error: NaN's cannot be converted to logicals."],
  ];
  it.each(cases)("%o %s %o", (left, operator, right, result) =>
    expect(outcome(() => binary(operator, left, right))).toBe(result),
  );
});

describe("unary operators", () => {
  it.each([
    ["-", matrix("1 -2"), "[-1 2]"],
    ["-", int8("-128"), "int8 [127]"],
    ["-", logicals([1, 2], [1, 0]), "[-1 0]"],
    ["+", text("a"), "[97]"],
    ["~", matrix("1 0 2"), "logical [0 1 0]"],
    ["~", numbers([0, 0], []), "logical 0×0"],
    ["'", matrix("1 2; 3 4; 5 6"), "[1 3 5; 2 4 6]"],
    [".'", row([1, 2]), "[1; 2]"],
    ["'", text("ab"), "char [a; b]"],
    ["'", cellOfTexts(["a", "b"]), "{2×1: 'a', 'b'}"],
    [
      "'",
      numbers([1, 1, 2], [1, 2]),
      "error: TRANSPOSE does not support N-D arrays. Use PAGETRANSPOSE/PAGECTRANSPOSE to transpose pages or PERMUTE to reorder dimensions of N-D arrays.",
    ],
    ["-", string("a"), "error: Operator '-' is not supported for operands of type 'string'."],
    ["-", unknown("n", "no data"), "unknown -n"],
    ["'", unknown("X", "no data"), "unknown X'"],
  ] as const)("%s %o", (operator, value, result) => expect(outcome(() => unary(operator, value))).toBe(result));
});

describe("unknown operands", () => {
  const n = unknown("numFeatures", "load('data.mat') was not read");
  it.each([
    [number(2), "*", n, "unknown 2*numFeatures"],
    [binary("+", n, number(1)), "*", number(2), "unknown (numFeatures+1)*2"],
    [string("conv_"), "+", n, 'unknown "conv_"+numFeatures'],
    [n, ">", number(3), "unknown numFeatures>3"],
  ] as Case[])("%o %s %o", (left, operator, right, result) => {
    const value = binary(operator, left, right);
    expect(shown(value)).toBe(result);
    expect(value).toMatchObject({ named: false, reason: "load('data.mat') was not read" });
  });
  it("keeps names short", () => {
    let value: Value = n;
    for (let i = 0; i < 100; i++) value = binary("+", value, n);
    expect(value).toMatchObject({ kind: "unknown" });
    expect((value as Value & { kind: "unknown" }).name.length).toBeLessThanOrEqual(80);
  });
});
