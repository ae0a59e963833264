import { describe, expect, it } from "vitest";
import { tracedOf } from "../../../src/matlab/layers/tracedArray.ts";
import { tracedOperations } from "../../../src/matlab/layers/tracedValues.ts";
import { number, numbers, row, text } from "../../../src/matlab/values/construct.ts";
import type { Subscript, Value } from "../../../src/matlab/values/value.ts";
import { at, called, drawn, made, type Plain, plainOf, traced } from "./arrays.ts";

const X = drawn([3, 4, 5]);
const layouts = [undefined, [0, 1, 2], [1, 2, 0], [2, 0, 1]].slice(1) as number[][];

/** Whether what a function gives is an array, whatever order its argument lies in. */
function gives(compute: (x: Value) => Value, expected: Plain, from: Plain = X): void {
  const orders =
    from.size.length === 3
      ? layouts
      : [
          [0, 1],
          [1, 0],
        ];
  for (const order of orders) {
    const result = plainOf(compute(traced(from, undefined, order)));
    expect(result.size).toEqual(expected.size);
    for (const [i, value] of result.data.entries()) expect(value).toBeCloseTo(expected.data[i], 10);
  }
}

const one =
  (name: string, ...args: Value[]) =>
  (x: Value) =>
    called(name, [x, ...args])[0];
const empty = numbers([0, 0], []);
const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const sumOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

describe("functions on arrays that are being traced", () => {
  it("reduces along dimensions", () => {
    gives(
      one("sum", number(2)),
      made([3, 1, 5], (i, _, k) => sumOf(range(4).map((j) => at(X, i, j, k)))),
    );
    gives(
      one("sum"),
      made([1, 4, 5], (_, j, k) => sumOf(range(3).map((i) => at(X, i, j, k)))),
    );
    gives(one("sum", text("all")), { size: [1, 1], data: [sumOf(X.data)] });
    gives(
      one("mean", row([1, 3])),
      made([1, 4], (_, j) => sumOf(range(3).flatMap((i) => range(5).map((k) => at(X, i, j, k)))) / 15),
    );
    gives(
      one("max", empty, number(3)),
      made([3, 4], (i, j) => Math.max(...range(5).map((k) => at(X, i, j, k)))),
    );
    gives(one("min", empty, text("all")), { size: [1, 1], data: [Math.min(...X.data)] });
    gives(
      one("prod", number(3)),
      made([3, 4], (i, j) => range(5).reduce((p, k) => p * at(X, i, j, k), 1)),
    );
    gives(
      one("cumsum", number(2)),
      made([3, 4, 5], (i, j, k) => sumOf(range(j + 1).map((m) => at(X, i, m, k)))),
    );
    gives(
      one("vecnorm", number(2), number(1)),
      made([1, 4, 5], (_, j, k) => Math.hypot(...range(3).map((i) => at(X, i, j, k)))),
    );
  });

  it("knows deviations, over the count less one and over the count", () => {
    const column = (j: number, k: number): number[] => range(3).map((i) => at(X, i, j, k));
    const variance = (values: number[], divisor: number): number => {
      const mean = sumOf(values) / values.length;
      return sumOf(values.map((v) => (v - mean) ** 2)) / divisor;
    };
    gives(
      one("var"),
      made([1, 4, 5], (_, j, k) => variance(column(j, k), 2)),
    );
    gives(
      one("std", number(1), number(1)),
      made([1, 4, 5], (_, j, k) => Math.sqrt(variance(column(j, k), 3))),
    );
  });

  it("says where the largest element is", () => {
    const [, place] = called("max", [traced(X), empty, number(2)], 2);
    expect(plainOf(place)).toEqual(
      made([3, 1, 5], (i, _, k) => {
        const values = range(4).map((j) => at(X, i, j, k));
        return values.indexOf(Math.max(...values)) + 1;
      }),
    );
  });

  it("moves elements in MATLAB's order", () => {
    gives(
      one("reshape", number(6), empty),
      made([6, 10], (i, j) => X.data[i + 6 * j]),
    );
    gives(
      one("reshape", row([2, 5, 6])),
      made([2, 5, 6], (i, j, k) => X.data[i + 2 * j + 10 * k]),
    );
    gives(
      one("permute", row([3, 1, 2])),
      made([5, 3, 4], (k, i, j) => at(X, i, j, k)),
    );
    gives(
      one("ipermute", row([3, 1, 2])),
      made([4, 5, 3], (j, k, i) => at(X, i, j, k)),
    );
    gives(
      one("repmat", row([2, 1, 3])),
      made([6, 4, 15], (i, j, k) => at(X, i % 3, j, k % 5)),
    );
    gives(
      one("flip", number(2)),
      made([3, 4, 5], (i, j, k) => at(X, i, 3 - j, k)),
    );
    gives(
      one("circshift", number(1), number(3)),
      made([3, 4, 5], (i, j, k) => at(X, i, j, (k + 4) % 5)),
    );
    gives(
      one("circshift", number(-2), number(3)),
      made([3, 4, 5], (i, j, k) => at(X, i, j, (k + 2) % 5)),
    );
    gives(
      one("pagetranspose"),
      made([4, 3, 5], (j, i, k) => at(X, i, j, k)),
    );
    gives(
      one("repelem", number(1), number(2)),
      made([3, 8, 5], (i, j, k) => at(X, i, Math.floor(j / 2), k)),
    );
    gives(
      (x) => called("squeeze", [called("mean", [x, number(2)])[0]])[0],
      made([3, 5], (i, k) => sumOf(range(4).map((j) => at(X, i, j, k))) / 4),
    );
  });

  it("joins arrays", () => {
    gives(
      (x) => called("cat", [number(3), x, x])[0],
      made([3, 4, 10], (i, j, k) => at(X, i, j, k % 5)),
    );
    gives(
      (x) => tracedOperations.concatenate!(1, [x, empty, x]),
      made([6, 4, 5], (i, j, k) => at(X, i % 3, j, k)),
    );
  });

  it("multiplies matrices and pages", () => {
    const W = drawn([2, 3], 5);
    const product = (i: number, j: number, k: number): number => sumOf(range(3).map((m) => at(W, i, m) * at(X, m, j, k)));
    gives((x) => called("pagemtimes", [traced(W), x])[0], made([2, 4, 5], product));
    const gram = (i: number, j: number, k: number): number => sumOf(range(3).map((m) => at(X, m, i, k) * at(X, m, j, k)));
    gives((x) => called("pagemtimes", [x, text("transpose"), x, text("none")])[0], made([4, 4, 5], gram));
    const M = drawn([3, 4], 2);
    gives(
      (m) => tracedOperations.binary!("*", traced(W), m),
      made([2, 4], (i, j) => sumOf(range(3).map((k) => at(W, i, k) * at(M, k, j)))),
      M,
    );
    gives(
      (m) => tracedOperations.binary!("*", tracedOperations.unary!("'", m), m),
      made([4, 4], (i, j) => sumOf(range(3).map((k) => at(M, k, i) * at(M, k, j)))),
      M,
    );
  });

  it("stretches ones and compares", () => {
    const B = drawn([1, 4], 3);
    gives(
      (x) => tracedOperations.binary!(".*", x, traced(B)),
      made([3, 4, 5], (i, j, k) => at(X, i, j, k) * at(B, 0, j)),
    );
    gives(
      (x) => tracedOperations.binary!(".*", x, tracedOperations.binary!(">", x, number(0.2))),
      made([3, 4, 5], (i, j, k) => Math.max(at(X, i, j, k), 0) * Number(at(X, i, j, k) > 0.2)),
    );
    gives(
      (x) => called("max", [x, number(0)])[0],
      made([3, 4, 5], (i, j, k) => Math.max(at(X, i, j, k), 0)),
    );
    gives(
      (x) => tracedOperations.binary!(".^", x, number(3)),
      made([3, 4, 5], (i, j, k) => at(X, i, j, k) ** 3),
    );
    gives(
      (x) => called("floor", [tracedOperations.binary!("*", x, number(3))])[0],
      made([3, 4, 5], (i, j, k) => Math.floor(3 * at(X, i, j, k))),
    );
    gives(
      (x) => called("mod", [x, number(0.3)])[0],
      made([3, 4, 5], (i, j, k) => at(X, i, j, k) - 0.3 * Math.floor(at(X, i, j, k) / 0.3)),
    );
  });

  const index = (x: Value, ...subscripts: Subscript[]): Value => tracedOperations.index!(x, subscripts);
  it("takes elements by ranges, lists, masks and one index", () => {
    gives(
      (x) => index(x, ":", row([2, 3]), ":"),
      made([3, 2, 5], (i, j, k) => at(X, i, j + 1, k)),
    );
    gives(
      (x) => index(x, number(2), ":", row([5, 4, 3, 2, 1])),
      made([1, 4, 5], (_, j, k) => at(X, 1, j, 4 - k)),
    );
    gives(
      (x) => index(x, ":", row([1, 4, 2]), ":"),
      made([3, 3, 5], (i, j, k) => at(X, i, [0, 3, 1][j], k)),
    );
    gives(
      (x) => index(x, ":", ":", row([1, 1, 2, 2, 3, 5])),
      made([3, 4, 6], (i, j, k) => at(X, i, j, [0, 0, 1, 1, 2, 4][k])),
    );
    gives(
      (x) => index(x, ":", row([1, 3, 5, 7, 9, 11])),
      made([3, 6], (i, j) => X.data[i + 3 * (2 * j)]),
    );
    gives((x) => index(x, ":"), { size: [60, 1], data: X.data });
    gives((x) => index(x, row([60, 1, 7])), { size: [1, 3], data: [X.data[59], X.data[0], X.data[6]] });
    const mask: Value = { kind: "logical", size: [1, 4], data: Uint8Array.of(1, 0, 0, 1) };
    gives(
      (x) => index(x, ":", mask, ":"),
      made([3, 2, 5], (i, j, k) => at(X, i, 3 * j, k)),
    );
  });

  const put = (x: Value, given: Value, ...subscripts: Subscript[]): Value => tracedOperations.withIndex!(x, subscripts, given);
  it("puts elements into places, and grows", () => {
    const B = drawn([3, 4], 9);
    gives(
      (x) => put(x, traced(B), ":", ":", number(2)),
      made([3, 4, 5], (i, j, k) => (k === 1 ? at(B, i, j) : at(X, i, j, k))),
    );
    gives(
      (x) => put(x, number(7), row([1, 3]), number(2), ":"),
      made([3, 4, 5], (i, j, k) => (i !== 1 && j === 1 ? 7 : at(X, i, j, k))),
    );
    gives(
      (x) => put(x, traced(B), ":", ":", number(7)),
      made([3, 4, 7], (i, j, k) => (k === 6 ? at(B, i, j) : k === 5 ? 0 : at(X, i, j, k))),
    );
    gives((x) => put(empty, x, ":", ":", ":"), X);
    gives(
      (x) => put(x, number(0), tracedOperations.binary!("<", x, number(0))),
      made([3, 4, 5], (i, j, k) => Math.max(0, at(X, i, j, k))),
    );
    gives(
      (x) => put(x, empty, ":", number(2), ":"),
      made([3, 3, 5], (i, j, k) => at(X, i, j === 0 ? 0 : j + 1, k)),
    );
  });

  it("puts labels into order, and takes them off", () => {
    const formatted = called("dlarray", [traced(X), text("TCB")])[0];
    expect(tracedOf(formatted)?.labels).toBe("CBT");
    expect(plainOf(formatted)).toEqual(made([4, 5, 3], (c, b, t) => at(X, t, c, b)));
    expect(plainOf(called("finddim", [formatted, text("T")])[0])).toEqual({ size: [1, 1], data: [3] });
    expect(called("dims", [formatted])[0]).toMatchObject({ text: "CBT" });
    expect(tracedOf(called("stripdims", [formatted])[0])?.labels).toBeUndefined();
    const softmax = called("softmax", [traced(X), text("DataFormat"), text("TCB")])[0];
    const total = (i: number, k: number): number => sumOf(range(4).map((j) => Math.exp(at(X, i, j, k))));
    const expected = made([3, 4, 5], (i, j, k) => Math.exp(at(X, i, j, k)) / total(i, k));
    for (const [i, value] of plainOf(softmax).data.entries()) expect(value).toBeCloseTo(expected.data[i], 12);
  });

  it("tells sizes", () => {
    expect(called("size", [traced(X)], 2).map((value) => plainOf(value).data)).toEqual([[3], [20]]);
    expect(plainOf(called("size", [traced(X)])[0]).data).toEqual([3, 4, 5]);
    expect(plainOf(called("size", [traced(X), row([2, 4])])[0]).data).toEqual([4, 1]);
  });

  it.each(["fft", "sort", "find"])("refuses %s by name", (name) => {
    expect(() => called(name, [traced(X)])).toThrow(`${name} cannot be traced in a layer`);
  });
});
