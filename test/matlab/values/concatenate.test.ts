import { describe, expect, it } from "vitest";
import { concatenated, literal } from "../../../src/matlab/values/concatenate.ts";
import {
  cell,
  cellOfTexts,
  emptyMatrix,
  logicals,
  number,
  numbers,
  string,
  strings,
  struct,
  text,
} from "../../../src/matlab/values/construct.ts";
import { toCategorical } from "../../../src/matlab/values/convertElements.ts";
import { unknown } from "../../../src/matlab/values/unknown.ts";
import type { HostValue, Value } from "../../../src/matlab/values/value.ts";
import { matrix, outcome } from "./notation.ts";

const inconsistent = "error: Dimensions of arrays being concatenated are not consistent.";
const emptyText = text("");

describe("joining along a dimension", () => {
  it.each<readonly [number, readonly Value[], string]>([
    [2, [number(1), number(2)], "[1 2]"],
    [1, [number(1), number(2)], "[1; 2]"],
    [2, [matrix("1; 2"), matrix("3 4; 5 6")], "[1 3 4; 2 5 6]"],
    [1, [matrix("1 2"), matrix("3 4; 5 6")], "[1 2; 3 4; 5 6]"],
    [1, [matrix("1 2"), matrix("3 4 5")], inconsistent],
    [3, [matrix("1 2"), matrix("3 4")], "1×2×2 (1 2 3 4)"],
    [4, [number(1), number(2)], "1×1×1×2 (1 2)"],
    [2, [emptyMatrix, number(1)], "[1]"],
    [2, [emptyMatrix, emptyMatrix], "0×0"],
    [1, [numbers([1, 0], []), matrix("1 2")], "[1 2]"],
    [2, [], "0×0"],
    [2, [text("ab"), text("c")], "'abc'"],
    [2, [text("ab"), number(65)], "'abA'"],
    [1, [text("ab"), text("cd")], "char [a b; c d]"],
    [1, [text("ab"), text("c")], inconsistent],
    [1, [emptyText, text("c")], "'c'"],
    [2, [string("a"), text("b")], 'string ["a" "b"]'],
    [2, [string("a"), number(5)], 'string ["a" "5"]'],
    [2, [string("a"), emptyText], 'string ["a" ""]'],
    [2, [strings([]), string("a")], 'string ["a"]'],
    [2, [emptyMatrix, string("a")], 'string ["a"]'],
    [2, [matrix("1", "int8"), number(300)], "int8 [1 127]"],
    [2, [number(300), matrix("1", "int8"), matrix("2", "int16")], "int8 [127 1 2]"],
    [2, [matrix("1", "single"), number(2)], "single [1 2]"],
    [2, [logicals([1, 1], [1]), logicals([1, 1], [0])], "logical [1 0]"],
    [2, [logicals([1, 1], [1]), number(5)], "[1 5]"],
    [2, [cellOfTexts(["a"]), cellOfTexts(["b"])], "{1×2: 'a', 'b'}"],
    [2, [cellOfTexts(["a"]), text("b"), number(1)], "{1×3: 'a', 'b', [1]}"],
    [2, [cellOfTexts(["a"]), emptyMatrix], "{1×1: 'a'}"],
    [1, [cell([], [0, 0]), cellOfTexts(["a"])], "{1×1: 'a'}"],
    [1, [cellOfTexts(["a", "b"]), cellOfTexts(["c"])], inconsistent],
    [2, [cell([number(1)]), { kind: "handle", name: "sin" }], "{1×2: [1], @sin}"],
    [2, [struct({ a: number(1) }), struct({ a: number(2) })], "struct 1×2 a=[1]|[2]"],
    [2, [emptyMatrix, struct({ a: number(2) })], "struct 1×1 a=[2]"],
    [
      2,
      [struct({ a: number(1) }), struct({ b: number(2) })],
      "error: Names of fields in structure arrays being concatenated do not match. Concatenation of structure arrays requires that these arrays have the same set of field names.",
    ],
    [1, [toCategorical(strings(["b", "a"])), toCategorical(strings(["c", "a"]))], "categorical [b a; c a] of b,a,c"],
    [2, [toCategorical(strings(["b"])), text("a")], "categorical [b a] of b,a"],
    [
      2,
      [
        { kind: "handle", name: "sin" },
        { kind: "handle", name: "cos" },
      ],
      "error: Nonscalar arrays of function handles are not allowed; use cell arrays instead.",
    ],
    [2, [number(1), unknown("n", "no data")], "unknown [1, n]"],
    [1, [unknown("m", "no data"), unknown("n", "no data")], "unknown [m; n]"],
    [2, [unknown("m", "no data")], "unknown m"],
    [4, [unknown("m", "no data"), number(1)], "unknown cat(4, m, 1)"],
  ])("along %i: %o", (dimension, values, result) => expect(outcome(() => concatenated(dimension, values))).toBe(result));

  it("asks a host value, unknowns and all", () => {
    const joined: HostValue = {
      kind: "host",
      content: undefined,
      operations: {
        className: "layers",
        size: () => [1, 1],
        concatenate: (d, values) => text(`${d} ${values.map((each) => each.kind)}`),
      },
    };
    expect(outcome(() => concatenated(1, [emptyMatrix, joined, unknown("n", "no data")]))).toBe("'1 numeric,host,unknown'");
  });
});

describe("literals", () => {
  it.each<readonly [readonly (readonly Value[])[], string]>([
    [[], "0×0"],
    [[[]], "0×0"],
    [
      [
        [number(1), number(2)],
        [number(3), number(4)],
      ],
      "[1 2; 3 4]",
    ],
    [[[number(1)], [number(2), number(3)]], inconsistent],
    [
      [
        [text("a"), text("b")],
        [string("c"), string("d")],
      ],
      'string ["a" "b"; "c" "d"]',
    ],
    [[[text("a")], [string("bcd")]], 'string ["a"; "bcd"]'],
    [[[emptyMatrix], [number(1), number(2)]], "[1 2]"],
  ])("%o", (rows, result) => expect(outcome(() => literal(rows))).toBe(result));
});
