import { describe, expect, it } from "vitest";
import {
  cell,
  cellOfTexts,
  logical,
  number,
  numbers,
  string,
  strings,
  struct,
  text,
} from "../../../src/matlab/values/construct.ts";
import { toCategorical } from "../../../src/matlab/values/convertElements.ts";
import { equalValues, sameValue } from "../../../src/matlab/values/sameValue.ts";
import { unknown } from "../../../src/matlab/values/unknown.ts";
import type { Value } from "../../../src/matlab/values/value.ts";
import { matrix } from "./notation.ts";

describe("equality", () => {
  it.each<readonly [string, Value, Value, isequal: boolean, same: boolean]>([
    ["1 and 1", number(1), number(1), true, true],
    ["1 and int8(1)", number(1), matrix("1", "int8"), true, false],
    ["1 and int64(1)", number(1), matrix("1", "int64"), true, false],
    ["1 and true", number(1), logical(true), true, false],
    ["'a' and 97", text("a"), number(97), true, false],
    ["'a' and \"a\"", text("a"), string("a"), true, false],
    ["'ab' and \"ac\"", text("ab"), string("ac"), false, false],
    ['{"a"} and "a"', cellOfTexts(["a"]), strings(["a"]), true, false],
    ["NaN and NaN", number(Number.NaN), number(Number.NaN), false, true],
    ["[1 2] and [1;2]", matrix("1 2"), matrix("1; 2"), false, false],
    ["zeros(0,3) and []", numbers([0, 3], []), numbers([0, 0], []), false, false],
    ["missing", string(undefined), string(undefined), false, true],
    ["cells", cell([number(1), text("a")]), cell([number(1), text("a")]), true, true],
    ["different cells", cell([number(1)]), cell([number(2)]), false, false],
    ["structs in another order", struct({ a: number(1), b: number(2) }), struct({ b: number(2), a: number(1) }), true, true],
    ["structs with other fields", struct({ a: number(1) }), struct({ b: number(1) }), false, false],
    ["categoricals", toCategorical(strings(["a", "b"])), toCategorical(strings(["a", "b"])), true, true],
    ["categorical and text", toCategorical(strings(["a"])), text("a"), true, false],
    ["named functions", { kind: "handle", name: "sin" }, { kind: "handle", name: "sin" }, true, true],
    ["a number and a cell", number(1), cell([number(1)]), false, false],
  ])("%s", (_, a, b, isequal, same) => {
    expect(equalValues(a, b)).toBe(isequal);
    expect(sameValue(a, b)).toBe(same);
  });

  it("holds for unknowns of the same name only", () => {
    expect(sameValue(unknown("n", "no data"), unknown("n", "no data"))).toBe(true);
    expect(sameValue(unknown("n", "no data"), unknown("m", "no data"))).toBe(false);
  });
});
