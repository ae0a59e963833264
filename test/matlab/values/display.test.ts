import { describe, expect, it } from "vitest";
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
  struct,
  text,
} from "../../../src/matlab/values/construct.ts";
import { toCategorical } from "../../../src/matlab/values/convertElements.ts";
import { displayValue, dispText } from "../../../src/matlab/values/display.ts";
import { rangeOf } from "../../../src/matlab/values/range.ts";
import { unknown } from "../../../src/matlab/values/unknown.ts";
import type { HostValue, Value } from "../../../src/matlab/values/value.ts";
import { matrix } from "./notation.ts";

/** What stands between `x =` and the blank line at the end. */
function body(value: Value): string {
  const shown = displayValue("x", value);
  expect(shown).toMatch(/^\nx = ?\n\n[\s\S]*\n\n$/);
  return shown.replace(/^\nx = ?\n\n/, "").replace(/\n\n$/, "");
}

describe("the display of numbers", () => {
  it.each<readonly [Value, string]>([
    [number(5), "     5"],
    [number(-5), "    -5"],
    [number(100), "   100"],
    [number(1000), "        1000"],
    [number(12345), "       12345"],
    [number(123456789), "   123456789"],
    [number(1234567890), "   1.2346e+09"],
    [number(0.5), "    0.5000"],
    [number(-0.5), "   -0.5000"],
    [number(Math.PI), "    3.1416"],
    [number(100.5), "  100.5000"],
    [number(1000.5), "   1.0005e+03"],
    [number(0.01), "    0.0100"],
    [number(0.001), "   1.0000e-03"],
    [number(Number.NaN), "   NaN"],
    [number(-Infinity), "  -Inf"],
    [number(0), "     0"],
    [matrix("1 2 3"), "     1     2     3"],
    [matrix("1 2; -3 400"), "     1     2\n    -3   400"],
    [matrix("1000 2"), "        1000           2"],
    [numbers([1, 3], [1, Number.NaN, 3]), "     1   NaN     3"],
    [matrix("0.5 1.5"), "    0.5000    1.5000"],
    [matrix("0 0.5"), "         0    0.5000"],
    [matrix("100.5 2.25"), "  100.5000    2.2500"],
    [matrix("1000.5 2"), "   1.0e+03 *\n\n    1.0005    0.0020"],
    [matrix("0.0001 0.0002"), "   1.0e-03 *\n\n    0.1000    0.2000"],
    [matrix("1e10 1"), "   1.0e+10 *\n\n    1.0000    0.0000"],
    [emptyMatrix, "     []"],
    [numbers([0, 3], []), "  0×3 empty double matrix"],
    [numbers([1, 0], []), "  1×0 empty double row vector"],
    [numbers([0, 1], []), "  0×1 empty double column vector"],
    [numbers([0, 3, 2], []), "  0×3×2 empty double array"],
    [matrix("5", "int32"), "  int32\n\n   5"],
    [matrix("1 20; -3 4", "int32"), "  2×2 int32 matrix\n\n    1   20\n   -3    4"],
    [matrix("1 2 3", "uint8"), "  1×3 uint8 row vector\n\n   1   2   3"],
    [matrix("0.5", "single"), "  single\n\n    0.5000"],
    [matrix("0.5; 1", "single"), "  2×1 single column vector\n\n    0.5000\n    1.0000"],
    [{ ...number(3), imaginary: Float64Array.of(4) }, "   3.0000 + 4.0000i"],
    [{ ...matrix("1; -10"), imaginary: Float64Array.of(0.5, -2) }, "     1.0000 + 0.5000i\n   -10.0000 - 2.0000i"],
    [logical(true), "  logical\n\n   1"],
    [logicals([1, 3], [1, 0, 1]), "  1×3 logical array\n\n   1   0   1"],
  ])("%o", (value, result) => expect(body(value)).toBe(result));

  it("wraps columns at 80 characters", () => {
    expect(body(rangeOf(1, 1, 14))).toBe(
      `  Columns 1 through 13\n\n${Array.from({ length: 13 }, (_, i) => String(i + 1).padStart(6)).join("")}\n\n  Column 14\n\n    14`,
    );
    expect(body(rangeOf(0.5, 1, 9.5))).toContain("  Columns 1 through 8\n\n");
    expect(body(rangeOf(0.5, 1, 9.5))).toContain("\n\n  Columns 9 through 10\n\n    8.5000    9.5000");
  });

  it("shows pages", () => {
    const cube = numbers([2, 1, 2], [1, 2, 3, 4]);
    expect(displayValue("x", cube)).toBe("\nx(:,:,1) =\n\n     1\n     2\n\n\nx(:,:,2) =\n\n     3\n     4\n\n");
  });
});

describe("the display of other classes", () => {
  it.each<readonly [Value, string]>([
    [text("abc"), "    'abc'"],
    [text(""), "  0×0 empty char array"],
    [{ kind: "char", size: [2, 2], text: "acbd" }, "  2×2 char array\n\n    'ab'\n    'cd'"],
    [string("abc"), '    "abc"'],
    [string(undefined), "    <missing>"],
    [strings(["a", "bcd", "e", undefined], [2, 2]), '  2×2 string array\n\n    "a"      "e"\n    "bcd"    <missing>'],
    [strings([], [0, 0]), "  0×0 empty string array"],
    [cell([number(1), text("abc"), matrix("1 2 3")]), "  1×3 cell array\n\n    {[1]}    {'abc'}    {[1 2 3]}"],
    [
      cell([number(1), text("text"), number(2), numbers([5, 10, 2], new Float64Array(100)), number(3), cell([], [3, 1])], [2, 3]),
      "  2×3 cell array\n\n    {[   1]}    {[          2]}    {[     3]}\n    {'text'}    {5×10×2 double}    {3×1 cell}",
    ],
    [cell([], [0, 0]), "  0×0 empty cell array"],
    [
      cell([emptyMatrix, string("a"), { kind: "handle", name: "sin" }]),
      '  1×3 cell array\n\n    {0×0 double}    {["a"]}    {@sin}',
    ],
    [
      struct({
        a: number(1),
        longer: text("x"),
        c: matrix("1 2 3"),
        d: matrix("1 2; 3 4"),
        e: cellOfTexts(["a"]),
        f: number(0.5),
      }),
      "  struct with fields:\n\n         a: 1\n    longer: 'x'\n         c: [1 2 3]\n         d: [2×2 double]\n         e: {1×1 cell}\n         f: 0.5000",
    ],
    [struct({ a: emptyMatrix, b: text(""), c: cell([], [0, 0]) }), "  struct with fields:\n\n    a: []\n    b: ''\n    c: {}"],
    [
      {
        kind: "struct",
        size: [1, 2],
        fields: new Map([
          ["a", [number(1), number(2)]],
          ["b", [number(1), number(2)]],
        ]),
      },
      "  1×2 struct array with fields:\n\n    a\n    b",
    ],
    [{ kind: "struct", size: [0, 0], fields: new Map() }, "  0×0 empty struct array with no fields."],
    [toCategorical(strings(["a"])), "  categorical\n\n     a "],
    [toCategorical(strings(["a", "bc"])), "  1×2 categorical array\n\n     a      bc "],
    [{ kind: "handle", name: "relu" }, "  function_handle with value:\n\n    @relu"],
  ])("%o", (value, result) => expect(body(value)).toBe(result));

  it("writes the equal sign of structs and categoricals with a blank after it", () => {
    expect(displayValue("s", struct({ a: number(1) }))).toBe("\ns = \n\n  struct with fields:\n\n    a: 1\n\n");
    expect(displayValue("x", number(1))).toBe("\nx =\n\n     1\n\n");
  });

  it("lets host values show themselves, and says what is unknown", () => {
    const host: HostValue = {
      kind: "host",
      content: 0,
      operations: { className: "T", size: () => [1, 1], display: () => "  T of 3" },
    };
    expect(displayValue("t", host)).toBe("\nt = \n\n  T of 3\n\n");
    expect(dispText(host)).toBe("  T of 3\n");
    expect(displayValue("n", unknown("n", "no data was read"))).toBe("\nn is unknown: no data was read\n\n");
  });
});

describe("disp", () => {
  it.each<readonly [Value, string]>([
    [number(5), "     5\n"],
    [number(0.25), "    0.2500\n"],
    [text("done"), "done\n"],
    [text(""), "\n"],
    [string("done"), "done\n"],
    [strings(["a", "b"]), '    "a"    "b"\n'],
    [matrix("1 2; 3 4"), "     1     2\n     3     4\n"],
    [emptyMatrix, ""],
    [logical(true), "   1\n"],
    [matrix("5", "int32"), "   5\n"],
    [cell([number(1)]), "    {[1]}\n"],
    [struct({ a: number(1) }), "    a: 1\n"],
    [toCategorical(strings(["a"])), "     a \n"],
    [{ kind: "handle", name: "sin" }, "    @sin\n"],
  ])("%o", (value, result) => expect(dispText(value)).toBe(result));
});
