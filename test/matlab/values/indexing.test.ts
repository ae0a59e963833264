import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cell,
  cellOfTexts,
  emptyMatrix,
  logicals,
  number,
  numbers,
  row,
  string,
  strings,
  struct,
  text,
} from "../../../src/matlab/values/construct.ts";
import { braceIndexed, columnAt, indexed } from "../../../src/matlab/values/indexing.ts";
import { rangeOf } from "../../../src/matlab/values/range.ts";
import { endOf } from "../../../src/matlab/values/subscripts.ts";
import { unknown } from "../../../src/matlab/values/unknown.ts";
import type { Subscript, Value } from "../../../src/matlab/values/value.ts";
import { matrix, outcome, shown } from "./notation.ts";

const a = matrix("1 2 3; 4 5 6");
const v = matrix("10 20 30 40 50");
const cube = numbers(
  [2, 3, 2],
  Array.from({ length: 12 }, (_, i) => i + 1),
);

type Case = readonly [what: string, value: Value, subscripts: readonly Subscript[], result: string];

describe("indexing with ( )", () => {
  const cases: Case[] = [
    ["v(2)", v, [number(2)], "[20]"],
    ["v(end+1)", v, [number(6)], "error: Index exceeds the number of array elements. Index must not exceed 5."],
    ["v([1 3])", v, [matrix("1 3")], "[10 30]"],
    ["v([1;3])", v, [matrix("1; 3")], "[10 30]"],
    ["v([1 2; 3 4])", v, [matrix("1 2; 3 4")], "[10 20; 30 40]"],
    ["v(:)", v, [":"], "[10; 20; 30; 40; 50]"],
    ["v(':')", v, [text(":")], "[10; 20; 30; 40; 50]"],
    ["v([])", v, [emptyMatrix], "0×0"],
    ["v(zeros(1,0))", v, [numbers([1, 0], [])], "1×0"],
    ["v(logical)", v, [logicals([1, 5], [1, 0, 0, 1, 0])], "[10 40]"],
    ["v(false)", v, [logicals([1, 1], [0])], "0×0"],
    ["v(false(1,5))", v, [logicals([1, 5], [0, 0, 0, 0, 0])], "1×0"],
    ["v(short mask)", v, [logicals([1, 2], [0, 1])], "[20]"],
    [
      "v(long mask)",
      v,
      [logicals([1, 6], [0, 0, 0, 0, 0, 1])],
      "error: The logical indices contain a true value outside of the array bounds.",
    ],
    ["v(0)", v, [number(0)], "error: Array indices must be positive integers or logical values."],
    ["v(1.5)", v, [number(1.5)], "error: Array indices must be positive integers or logical values."],
    ["v(-1)", v, [number(-1)], "error: Array indices must be positive integers or logical values."],
    ["v(NaN)", v, [number(Number.NaN)], "error: Array indices must be positive integers or logical values."],
    ["v('a')", v, [text("a")], "error: Index exceeds the number of array elements. Index must not exceed 5."],
    ["v({1})", v, [cell([number(1)])], "error: Unable to use a value of type cell as an index."],
    ['v("a")', v, [string("a")], "error: Unable to use a value of type string as an index."],
    ["v()", v, [], "[10 20 30 40 50]"],
    ["v(1,2)", v, [number(1), number(2)], "[20]"],
    ["v(2,1)", v, [number(2), number(1)], "error: Index in position 1 exceeds array bounds. Index must not exceed 1."],
    ["a(3)", a, [number(3)], "[2]"],
    ["a(2,:)", a, [number(2), ":"], "[4 5 6]"],
    ["a(:,2)", a, [":", number(2)], "[2; 5]"],
    ["a(:,[3 1])", a, [":", matrix("3 1")], "[3 1; 6 4]"],
    ["a([2 1],1)", a, [matrix("2 1"), number(1)], "[4; 1]"],
    ["a(:)", a, [":"], "[1; 4; 2; 5; 3; 6]"],
    ["a([1 2 3])", a, [matrix("1 2 3")], "[1 4 2]"],
    ["a(a>2)", a, [logicals([2, 3], [0, 1, 0, 1, 1, 1])], "[4; 5; 3; 6]"],
    ["a(1,4)", a, [number(1), number(4)], "error: Index in position 2 exceeds array bounds. Index must not exceed 3."],
    [
      "a(0,1)",
      a,
      [number(0), number(1)],
      "error: Index in position 1 is invalid. Array indices must be positive integers or logical values.",
    ],
    [
      "a(1,mask)",
      a,
      [number(1), logicals([1, 4], [0, 0, 0, 1])],
      "error: The logical indices in position 2 contain a true value outside of the array bounds.",
    ],
    ["a(1,2,1)", a, [number(1), number(2), number(1)], "[2]"],
    [
      "a(1,2,2)",
      a,
      [number(1), number(2), number(2)],
      "error: Index in position 3 exceeds array bounds. Index must not exceed 1.",
    ],
    ["cube(:,:,2)", cube, [":", ":", number(2)], "[7 9 11; 8 10 12]"],
    ["cube(1,5)", cube, [number(1), number(5)], "[9]"],
    ["cube(2,:)", cube, [number(2), ":"], "[2 4 6 8 10 12]"],
    ["cube(2,1,:)", cube, [number(2), number(1), ":"], "1×1×2 (2 8)"],
    ["cube(:,:)", cube, [":", ":"], "[1 3 5 7 9 11; 2 4 6 8 10 12]"],
    ["5(1,1)", number(5), [number(1), number(1)], "[5]"],
    ["5(ones(2,2))", number(5), [matrix("1 1; 1 1")], "[5 5; 5 5]"],
    ["'hello'(2)", text("hello"), [number(2)], "'e'"],
    ["'hello'(end:-1:1)", text("hello"), [rangeOf(5, -1, 1)], "'olleh'"],
    ["strings(2)", strings(["a", "b"]), [number(2)], 'string ["b"]'],
    ["c(2)", cellOfTexts(["a", "b"]), [number(2)], "{1×1: 'b'}"],
    [
      "s(2)",
      struct({ a: number(1) }),
      [number(2)],
      "error: Index exceeds the number of array elements. Index must not exceed 1.",
    ],
    ["int8", matrix("1 2", "int8"), [number(2)], "int8 [2]"],
    ["unknown(1,:)", unknown("XTrain", "no data"), [number(1), ":"], "unknown XTrain(1, :)"],
    ["v(unknown)", v, [unknown("k", "no data")], "unknown [1×5 double](k)"],
  ];
  it.each(cases)("%s", (_, value, subscripts, result) => expect(outcome(() => indexed(value, subscripts))).toBe(result));

  it("picks what a naive loop picks, in any number of dimensions", () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 4 });
    const cases = sizes.chain((size) =>
      fc.tuple(
        fc.constant(size),
        fc.tuple(...size.map((n) => fc.array(fc.integer({ min: 1, max: n }), { minLength: 1, maxLength: 4 }))),
      ),
    );
    fc.assert(
      fc.property(cases, ([size, picks]) => {
        const count = size.reduce((x, y) => x * y, 1);
        const array = numbers(
          size,
          Array.from({ length: count }, (_, i) => i),
        );
        const result = indexed(
          array,
          picks.map((pick) => row(pick)),
        ) as Value & { kind: "numeric" };
        let expected = [0];
        let stride = 1;
        size.forEach((n, d) => {
          const step = stride;
          expected = picks[d].flatMap((at) => expected.map((offset) => offset + (at - 1) * step));
          stride *= n;
        });
        expect(Array.from(result.data, Number)).toEqual(expected);
      }),
    );
  });
});

describe("indexing with { }", () => {
  const c = cell([number(1), text("a"), cell([number(2)])]);
  it("gives what the cells hold, as a list", () => {
    expect(braceIndexed(c, [number(2)]).map(shown)).toEqual(["'a'"]);
    expect(braceIndexed(c, [":"]).map(shown)).toEqual(["[1]", "'a'", "{1×1: [2]}"]);
    expect(braceIndexed(c, [matrix("1 3")]).map(shown)).toEqual(["[1]", "{1×1: [2]}"]);
    expect(braceIndexed(c, [number(1), number(2)]).map(shown)).toEqual(["'a'"]);
    expect(braceIndexed(cell([], [0, 0]), [":"])).toEqual([]);
    expect(braceIndexed(strings(["ab", "c"]), [number(1)]).map(shown)).toEqual(["'ab'"]);
    expect(braceIndexed(unknown("XTrain", "no data"), [number(1)]).map(shown)).toEqual(["unknown XTrain{1}"]);
  });
  it("refuses what is beyond and what has no cells", () => {
    expect(() => braceIndexed(c, [number(4)])).toThrow("Index exceeds the number of array elements. Index must not exceed 3.");
    expect(() => braceIndexed(v, [number(1)])).toThrow("Brace indexing is not supported for variables of this type.");
  });
});

describe("end and columns", () => {
  it("tells what end is", () => {
    expect(shown(endOf(cube, 1, 1))).toBe("[12]");
    expect(shown(endOf(cube, 2, 2))).toBe("[6]");
    expect(shown(endOf(cube, 2, 3))).toBe("[3]");
    expect(shown(endOf(cube, 4, 4))).toBe("[1]");
    expect(shown(endOf(unknown("X", "no data"), 1, 1))).toBe("unknown numel(X)");
    expect(shown(endOf(unknown("X", "no data"), 2, 2))).toBe("unknown size(X, 2)");
  });
  it("gives the columns that a loop goes over", () => {
    expect(shown(columnAt(a, 2))).toBe("[2; 5]");
    expect(shown(columnAt(v, 2))).toBe("[20]");
    expect(shown(columnAt(cellOfTexts(["a", "b"]), 2))).toBe("{1×1: 'b'}");
    expect(shown(columnAt(text("ab"), 2))).toBe("'b'");
    expect(shown(columnAt(cube, 4))).toBe("[7; 8]");
  });
});
