import { describe, expect, it } from "vitest";
import { ancestors, gradients } from "../../src/ops/backward.ts";
import * as ops from "../../src/ops/index.ts";
import { inLayer, input, symbol } from "../../src/ops/index.ts";
import { total } from "../ops/opSuite.ts";
import { counting, numbersOf } from "./numbers.ts";

const x = input("x", [3]);
const feeds = { x: counting(3) };

describe("gradients", () => {
  it("adds up what arrives over several ways", () => {
    const shared = ops.exp(x);
    const [dx] = gradients(total(ops.add(ops.multiply(shared, x), shared)), [x]);
    const expected = [1, 2, 3].map((v) => Math.exp(v) * v + 2 * Math.exp(v)); // (x·eˣ + eˣ)'
    numbersOf([dx], feeds)[0].forEach((v, i) => {
      expect(v).toBeCloseTo(expected[i], 12);
    });
  });

  it("visits a shared value once, however many ways lead to it", () => {
    let doubled = x;
    for (let i = 0; i < 40; i++) doubled = ops.add(doubled, doubled);
    const [dx] = gradients(total(doubled), [x]);
    expect(ancestors([dx]).length).toBeLessThan(200);
    expect(numbersOf([dx], feeds)[0]).toEqual([2 ** 40, 2 ** 40, 2 ** 40]);
  });

  it("is zero, in the value's shape, where the result does not depend on a value", () => {
    const unused = input("unused", [symbol("batch"), 2]);
    const [dx, none] = gradients(total(x), [x, unused]);
    expect(none.shape).toEqual(unused.shape);
    expect(numbersOf([dx, ops.add(none, unused)], { ...feeds, unused: counting(2, 2) })).toEqual([
      [1, 1, 1],
      [1, 2, 3, 4],
    ]);
  });

  it("is summed to the shape that was stretched", () => {
    const row = input("row", [3]);
    const column = input("column", [2, 1]);
    const [drow, dcolumn] = gradients(total(ops.multiply(row, column)), [row, column]);
    expect([drow.shape, dcolumn.shape]).toEqual([[3], [2, 1]]);
    expect(numbersOf([drow, dcolumn], { row: counting(3), column: counting(2, 1) })).toEqual([
      [3, 3, 3],
      [6, 6],
    ]);
  });

  it("stops at ops without a gradient", () => {
    const [dx] = gradients(total(ops.multiply(ops.sign(x), x)), [x]);
    expect(numbersOf([dx], feeds)[0]).toEqual([1, 1, 1]);
    const [through] = gradients(total(ops.cast(ops.cast(x, "int64"), "float")), [x]);
    expect(numbersOf([ops.add(through, x)], feeds)[0]).toEqual([1, 2, 3]);
  });

  it("can be asked for a value in the middle, and for the result itself", () => {
    const middle = ops.square(x);
    const result = total(ops.multiply(middle, 5));
    const [dmiddle, dresult, dx] = gradients(result, [middle, result, x]);
    expect(numbersOf([dmiddle, dresult, dx], feeds)).toEqual([[5, 5, 5], [1], [10, 20, 30]]);
  });

  it("forces no rule whose result is not wanted", () => {
    const w = input("w", [3]);
    const [dx] = gradients(total(ops.multiply(x, w)), [x]);
    expect(ancestors([dx]).some((value) => value === x)).toBe(false);
  });

  it("belongs to the layer whose gradient it is", () => {
    const y = inLayer("first", () => ops.exp(x));
    const loss = inLayer("second", () => total(ops.square(y)));
    const [dx] = gradients(loss, [x]);
    expect(dx.layer).toBe("first");
    expect(ancestors([dx]).find((value) => value.op.name === "multiply" && value.layer === "second")).toBeDefined();
  });

  it("flows as a custom gradient says, and not through what it replaces", () => {
    const reversed = ops.customGradient(ops.multiply(x, 1), [x], (dy) => [ops.multiply(dy, -0.5)]);
    expect(numbersOf(gradients(total(reversed), [x]), feeds)).toEqual([[-0.5, -0.5, -0.5]]);
  });

  it("is defined for scalars only", () => {
    expect(() => gradients(x, [x])).toThrow("internal: only a scalar has gradients here");
  });
});

describe("the values that others are computed from", () => {
  it("are listed after their own inputs, each once", () => {
    const y = ops.exp(x);
    const z = ops.add(y, ops.multiply(y, x));
    expect(ancestors([z, y]).map((value) => value.op.name)).toEqual(["input", "exp", "multiply", "add"]);
  });
});
