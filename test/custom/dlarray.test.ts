import { describe, expect, it } from "vitest";
import { dlarray, extractdata } from "../../src/custom/dlarray.ts";
import { messageOf } from "../network/messageOf.ts";

describe("dlarray", () => {
  it("brings numbers of any order of labels into one order", () => {
    const X = dlarray(
      [
        [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
      ],
      "BTC",
    ); // one observation, three steps, two features
    expect([X.format, X.shape, [...X.data]]).toEqual(["CBT", [1, 2, 3], [1, 3, 5, 2, 4, 6]]);
    expect(extractdata(X, "TCB")).toEqual([
      [[1], [2]],
      [[3], [4]],
      [[5], [6]],
    ]);
    expect(extractdata(X, "BTC")).toEqual([
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
    ]);
  });

  it("takes a flat array with its size, and images", () => {
    const size = [2, 3, 1, 2];
    const X = dlarray({ data: Float32Array.from({ length: 12 }, (_, i) => i), size }, "SSCB");
    expect([X.shape, [...X.data]]).toEqual([
      [2, 1, 2, 3],
      [0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11],
    ]);
    expect(extractdata(X, "SSCB")[1][2][0][1]).toBe(11);
    expect(dlarray([Float32Array.of(1, 2)], "BC").shape).toEqual([1, 2]);
  });

  it("refuses labels, sizes and numbers that do not fit", () => {
    expect(messageOf(() => dlarray([[1]], "BX"))).toBe(
      'wrong-format: dlarray: received the labels "BX", expected one C, one B, at most one T and at most three S, such as "CB" or "BTC".',
    );
    expect(messageOf(() => dlarray([1, 2], "BC"))).toBe(
      'wrong-size: dlarray: received 1 dimensions, expected 2, one for each label of "BC".',
    );
    expect(messageOf(() => dlarray([[1, 2], [3]], "BC"))).toBe(
      "wrong-size: dlarray: received lists of 2 and of 1, expected lists of equal length.",
    );
    expect(messageOf(() => dlarray([["1"]] as never, "BC"))).toBe(
      "wrong-size: dlarray: received a string among the numbers, expected numbers only.",
    );
    expect(messageOf(() => dlarray([], "BC"))).toContain("wrong-size");
    expect(messageOf(() => dlarray([[1, Number.NaN]], "BC"))).toBe(
      "not-a-number: dlarray: element 2 of 2 is NaN, expected finite numbers.",
    );
    expect(messageOf(() => dlarray([[[1, 2]]], "BCT", { lengths: [3] }))).toContain("wrong-size: dlarray: received lengths 3");
    expect(messageOf(() => dlarray({ data: [1, 2, 3], size: [2, 2] }, "BC"))).toContain(
      "received 3 numbers, expected 4 for size 2×2",
    );
    expect(messageOf(() => extractdata(dlarray([[1]], "BC"), "BCT"))).toContain(
      'received the labels "BCT", expected those of CB',
    );
  });
});
