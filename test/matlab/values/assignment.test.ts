import { describe, expect, it } from "vitest";
import { withBraceIndexed, withIndexed } from "../../../src/matlab/values/assignment.ts";
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
import { member, membersOf, withMember, withMemberAt } from "../../../src/matlab/values/members.ts";
import { unknown } from "../../../src/matlab/values/unknown.ts";
import type { Subscript, Value } from "../../../src/matlab/values/value.ts";
import { matrix, outcome, shown } from "./notation.ts";

const a = matrix("1 2 3; 4 5 6");
const v = matrix("10 20 30");
const mismatch = "error: Unable to perform assignment because the left and right sides have a different number of elements.";

type Case = readonly [what: string, value: Value | undefined, subscripts: readonly Subscript[], given: Value, result: string];

describe("assignment to elements", () => {
  const cases: Case[] = [
    ["v(2)=5", v, [number(2)], number(5), "[10 5 30]"],
    ["v(5)=5", v, [number(5)], number(5), "[10 20 30 0 5]"],
    ["v([1 3])=[7 8]", v, [matrix("1 3")], matrix("7 8"), "[7 20 8]"],
    ["v(:)=0", v, [":"], number(0), "[0 0 0]"],
    ["v(:)=[1;2;3]", v, [":"], matrix("1; 2; 3"), "[1 2 3]"],
    ["v(mask)=1", v, [logicals([1, 3], [1, 0, 1])], number(1), "[1 20 1]"],
    ["v([1 2])=[1 2 3]", v, [matrix("1 2")], matrix("1 2 3"), mismatch],
    ["v(0)=1", v, [number(0)], number(1), "error: Array indices must be positive integers or logical values."],
    ["v(2,2)=1", v, [number(2), number(2)], number(1), "[10 20 30; 0 1 0]"],
    ["a(1,:)=[7 8 9]", a, [number(1), ":"], matrix("7 8 9"), "[7 8 9; 4 5 6]"],
    ["a(1,:)=[7;8;9]", a, [number(1), ":"], matrix("7; 8; 9"), "[7 8 9; 4 5 6]"],
    ["a(:,2)=0", a, [":", number(2)], number(0), "[1 0 3; 4 0 6]"],
    ["a(3,:)=1", a, [number(3), ":"], number(1), "[1 2 3; 4 5 6; 1 1 1]"],
    ["a(8)=1", a, [number(8)], number(1), "error: Attempt to grow array along ambiguous dimension."],
    [
      "a(1,:)=[1 2]",
      a,
      [number(1), ":"],
      matrix("1 2"),
      "error: Unable to perform assignment because the size of the left side is 1-by-3 and the size of the right side is 1-by-2.",
    ],
    ["a(:,:,2)=a", a, [":", ":", number(2)], a, "2×3×2 (1 4 2 5 3 6 1 4 2 5 3 6)"],
    ["new(3)=1", undefined, [number(3)], number(1), "[0 0 1]"],
    ["new(2,2)=1", undefined, [number(2), number(2)], number(1), "[0 0; 0 1]"],
    ["new(:,1)=[1;2]", undefined, [":", number(1)], matrix("1; 2"), "[1; 2]"],
    ["new(1,:)=[1 2]", undefined, [number(1), ":"], matrix("1 2"), "[1 2]"],
    ["new(2,:)=[1 2]", emptyMatrix, [number(2), ":"], matrix("1 2"), "[0 0; 1 2]"],
    ["new(:,:,1)=a", undefined, [":", ":", number(1)], a, "[1 2 3; 4 5 6]"],
    ["zeros(0,3)(1,:)=v", numbers([0, 3], []), [number(1), ":"], v, "[10 20 30]"],
    ["[](1:3)=[1;2;3]", emptyMatrix, [matrix("1 2 3")], matrix("1; 2; 3"), "[1 2 3]"],
    ["column(3)=9", matrix("1; 2"), [number(3)], number(9), "[1; 2; 9]"],
    ["zeros(0,1)(2)=9", numbers([0, 1], []), [number(2)], number(9), "[0; 9]"],
    ["5(3)=9", number(5), [number(3)], number(9), "[5 0 9]"],
    ["int8(2)=300", matrix("1 2", "int8"), [number(2)], number(300), "int8 [1 127]"],
    ["double(2)=int8", v, [number(2)], matrix("5", "int8"), "[10 5 30]"],
    ["[](1)=int8", emptyMatrix, [number(1)], matrix("5", "int8"), "int8 [5]"],
    ["logical(2)=5", logicals([1, 2], [0, 0]), [number(2)], number(5), "logical [0 1]"],
    ["'abc'(2)='x'", text("abc"), [number(2)], text("x"), "'axc'"],
    ["'abc'(2)=65", text("abc"), [number(2)], number(65), "'aAc'"],
    ["'ab'(4)='d'", text("ab"), [number(4)], text("d"), "'ab\0d'"],
    ["double(1)='a'", v, [number(1)], text("a"), "[97 20 30]"],
    ["string(2)='x'", strings(["a", "b"]), [number(2)], text("x"), 'string ["a" "x"]'],
    ['string(4)="d"', strings(["a"]), [number(4)], string("d"), 'string ["a" <missing> <missing> "d"]'],
    ['[](2)="b"', emptyMatrix, [number(2)], string("b"), 'string [<missing> "b"]'],
    ["string(1)=5", strings(["a"]), [number(1)], number(5), 'string ["5"]'],
    ["c(2)={5}", cellOfTexts(["a"]), [number(2)], cell([number(5)]), "{1×2: 'a', [5]}"],
    ["c(3)={5}", cellOfTexts(["a"]), [number(3)], cell([number(5)]), "{1×3: 'a', 0×0, [5]}"],
    ["c(1)=5", cellOfTexts(["a"]), [number(1)], number(5), "error: Conversion to cell from double is not possible."],
    ["v(1)={5}", v, [number(1)], cell([number(5)]), "error: Conversion to double from cell is not possible."],
    ["s(2)=struct", struct({ a: number(1) }), [number(2)], struct({ a: number(2) }), "struct 1×2 a=[1]|[2]"],
    ["s(3)=struct", struct({ a: number(1) }), [number(3)], struct({ a: number(2) }), "struct 1×3 a=[1]|0×0|[2]"],
    [
      "s(2)=other struct",
      struct({ a: number(1) }),
      [number(2)],
      struct({ b: number(2) }),
      "error: Subscripted assignment between dissimilar structures.",
    ],
    ["[](1)=struct", emptyMatrix, [number(1)], struct({ a: number(2) }), "struct 1×1 a=[2]"],
    ["categorical(1)='new'", toCategorical(strings(["a", "b"])), [number(1)], text("c"), "categorical [c b] of a,b,c"],
    ["categorical(3)='a'", toCategorical(strings(["a"])), [number(3)], text("a"), "categorical [a <undefined> a] of a"],
    ["handle(1)=handle", undefined, [number(1)], { kind: "handle", name: "sin" }, "@sin"],
    [
      "handle(2)=handle",
      { kind: "handle", name: "cos" },
      [number(2)],
      { kind: "handle", name: "sin" },
      "error: Nonscalar arrays of function handles are not allowed; use cell arrays instead.",
    ],
    ["v(1)=unknown", v, [number(1)], unknown("n", "no data"), "unknown n"],
    ["unknown(1)=5", unknown("X", "no data"), [number(1)], number(5), "unknown X"],
    ["c(unknown)=5", v, [unknown("k", "no data")], number(5), "unknown [1×3 double]"],
  ];
  it.each(cases)("%s", (_, value, subscripts, given, result) => {
    const before = value && shown(value);
    expect(outcome(() => withIndexed(value, subscripts, given))).toBe(result);
    if (value) expect(shown(value)).toBe(before);
  });
});

describe("deletion", () => {
  const cases: Case[] = [
    ["v(2)=[]", v, [number(2)], emptyMatrix, "[10 30]"],
    ["v([1 3])=[]", v, [matrix("1 3")], emptyMatrix, "[20]"],
    ["v(mask)=[]", v, [logicals([1, 3], [1, 0, 1])], emptyMatrix, "[20]"],
    ["v([])=[]", v, [emptyMatrix], emptyMatrix, "[10 20 30]"],
    ["v(4)=[]", v, [number(4)], emptyMatrix, "error: Matrix index is out of range for deletion."],
    ["column(2)=[]", matrix("1; 2; 3"), [number(2)], emptyMatrix, "[1; 3]"],
    ["a(2)=[]", a, [number(2)], emptyMatrix, "[1 2 5 3 6]"],
    ["a(2,:)=[]", a, [number(2), ":"], emptyMatrix, "[1 2 3]"],
    ["a(:,[1 3])=[]", a, [":", matrix("1 3")], emptyMatrix, "[2; 5]"],
    ["a(1:2,1)=[]", a, [matrix("1 2"), number(1)], emptyMatrix, "[2 3; 5 6]"],
    ["a(1,1)=[]", a, [number(1), number(1)], emptyMatrix, "error: A null assignment can have only one non-colon index."],
    ["a(:,:)=[]", a, [":", ":"], emptyMatrix, "0×3"],
    ["v(:)=[]", v, [":"], emptyMatrix, "0×0"],
    ["c(2)=[]", cellOfTexts(["a", "b", "c"]), [number(2)], emptyMatrix, "{1×2: 'a', 'c'}"],
    ["s(1)=[]", struct({ a: number(1) }), [number(1)], emptyMatrix, "struct 1×0 a="],
    ["'abc'(1)=[]", text("abc"), [number(1)], emptyMatrix, "'bc'"],
    ["5(1)=[]", number(5), [number(1)], emptyMatrix, "1×0"],
  ];
  it.each(cases)("%s", (_, value, subscripts, given, result) => {
    expect(outcome(() => withIndexed(value, subscripts, given))).toBe(result);
  });
});

describe("assignment to a cell's content", () => {
  const c = cell([number(1), text("a")]);
  const cases: Case[] = [
    ["c{2}=5", c, [number(2)], number(5), "{1×2: [1], [5]}"],
    ["c{4}='x'", c, [number(4)], text("x"), "{1×4: [1], 'a', 0×0, 'x'}"],
    ["c{1}=[]", c, [number(1)], emptyMatrix, "{1×2: 0×0, 'a'}"],
    ["c{1}={}", c, [number(1)], cell([], [0, 0]), "{1×2: {0×0: }, 'a'}"],
    ["c{1}=unknown", c, [number(1)], unknown("n", "no data"), "{1×2: unknown n, 'a'}"],
    ["new{2}=5", undefined, [number(2)], number(5), "{1×2: 0×0, [5]}"],
    ["new{2,2}=5", undefined, [number(2), number(2)], number(5), "{2×2: 0×0, 0×0, 0×0, [5]}"],
    ["[]{1}=5", emptyMatrix, [number(1)], number(5), "{1×1: [5]}"],
    ["string{1}='x'", strings(["a"]), [number(1)], text("x"), 'string ["x"]'],
    [
      "v{1}=5",
      v,
      [number(1)],
      number(5),
      "error: Unable to perform assignment because brace indexing is not supported for variables of this type.",
    ],
  ];
  it.each(cases)("%s", (_, value, subscripts, given, result) => {
    expect(outcome(() => withBraceIndexed(value, subscripts, given))).toBe(result);
  });
});

describe("members", () => {
  const s = struct({ a: number(1), b: text("x") });
  it("gives fields", () => {
    expect(shown(member(s, "b"))).toBe("'x'");
    expect(() => member(s, "c")).toThrow('Unrecognized field name "c".');
    expect(() => member(v, "c")).toThrow("Dot indexing is not supported for variables of this type.");
    expect(shown(member(unknown("info", "no data"), "ImageSize"))).toBe("unknown info.ImageSize");
    const two = withIndexed(s, [number(2)], s);
    expect(membersOf(two, "a").map(shown)).toEqual(["[1]", "[1]"]);
    expect(() => member(two, "a")).toThrow("but there were 2 results");
  });
  it("sets fields", () => {
    expect(shown(withMember(s, "a", number(5)))).toBe("struct 1×1 a=[5] b='x'");
    expect(shown(withMember(undefined, "a", number(5)))).toBe("struct 1×1 a=[5]");
    expect(shown(withMember(emptyMatrix, "a", number(5)))).toBe("struct 1×1 a=[5]");
    expect(() => withMember(v, "a", number(5))).toThrow("dot indexing is not supported for variables of this type");
    expect(() => withMember(withIndexed(s, [number(2)], s), "a", number(5))).toThrow("Scalar structure required");
  });
  it("sets fields of elements of struct arrays, which grow", () => {
    const one = withMemberAt(undefined, [number(1)], "a", number(1));
    expect(shown(one)).toBe("struct 1×1 a=[1]");
    const three = withMemberAt(one, [number(3)], "b", text("x"));
    expect(shown(three)).toBe("struct 1×3 a=[1]|0×0|0×0 b=0×0|0×0|'x'");
    expect(shown(withMemberAt(three, [number(2)], "a", number(2)))).toBe("struct 1×3 a=[1]|[2]|0×0 b=0×0|0×0|'x'");
    expect(() => withMemberAt(three, [":"], "a", number(2))).toThrow("Scalar structure required");
  });
});
