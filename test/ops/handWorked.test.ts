import { describe, expect, it } from "vitest";
import { gradients } from "../../src/ops/backward.ts";
import * as ops from "../../src/ops/index.ts";
import { constant, type Value } from "../../src/ops/index.ts";
import { makePlan } from "../../src/plan/plan.ts";
import { evaluatePlan } from "../../src/run/reference.ts";
import { total } from "./opSuite.ts";

describe("elementwise ops by hand", () => {
  it("round a quotient towards zero and keep a remainder positive", () => {
    const x = constant([-7, -6, -1, 0, 7], [5], "int64");
    expect(numbersOf(ops.quotient(x, 3))).toEqual([-2, -2, 0, 0, 2]);
    expect(numbersOf(ops.remainder(x, 3))).toEqual([2, 0, 2, 0, 1]);
  });

  it("stretch a column by a row", () => {
    expect(numbersOf(ops.add(constant([10, 20], [2, 1]), constant([1, 2, 3], [3])))).toEqual([11, 12, 13, 21, 22, 23]);
  });

  it("give the gradient of equals to the first of maximum and minimum, and none to relu and abs at 0", () => {
    const [a, b] = [constant([1, 5], [2]), constant([1, 4], [2])];
    expect(gradients(total(ops.maximum(a, b)), [a, b]).map(numbersOf)).toEqual([
      [1, 1],
      [0, 0],
    ]);
    expect(gradients(total(ops.minimum(a, b)), [a, b]).map(numbersOf)).toEqual([
      [1, 0],
      [0, 1],
    ]);
    const zero = constant([0], [1]);
    expect(gradients(total(ops.relu(zero)), [zero]).map(numbersOf)).toEqual([[0]]);
    expect(gradients(total(ops.abs(zero)), [zero]).map(numbersOf)).toEqual([[0]]);
  });

  it("know the error function, and softplus of numbers whose power overflows", () => {
    expect(numbersOf(ops.erf(constant([-9, 0, 0.5, 1, 3], [5])))).toEqual([
      -1,
      0,
      expect.closeTo(0.5204998778130465, 15),
      expect.closeTo(0.8427007929497149, 15),
      expect.closeTo(0.9999779095030014, 15),
    ]);
    expect(numbersOf(ops.softplus(constant([1e4, 0, -1e4], [3])))).toEqual([1e4, Math.LN2, 0]);
  });

  it("refuse shapes that cannot be stretched to each other", () => {
    expect(() => ops.add(constant([1, 2], [2]), constant([1, 2, 3], [3]))).toThrow(
      "sizes differ: [2] and [3] cannot be combined elementwise.",
    );
  });
});

describe("reductions by hand", () => {
  const x = constant([1, 2, 3, 6, 5, 4], [2, 3]);

  it("add, average and pick along an axis", () => {
    expect(numbersOf(ops.sum(x, [0]))).toEqual([7, 7, 7]);
    expect(numbersOf(ops.mean(x, [1]))).toEqual([2, 5]);
    expect(numbersOf(ops.max(x, 1))).toEqual([3, 6]);
    expect(numbersOf(ops.argMax(x, 1))).toEqual([2, 0]);
    expect(numbersOf(ops.variance(x, [1]))).toEqual([2 / 3, 2 / 3]);
    expect(numbersOf(ops.sumOfSquares(x))).toEqual([91]);
  });

  it("give a maximum's gradient to the first of equals", () => {
    const equals = constant([2, 7, 7], [1, 3]);
    expect(gradients(total(ops.max(equals, 1)), [equals]).map(numbersOf)).toEqual([[0, 1, 0]]);
  });
});

describe("movement by hand", () => {
  const x = constant([1, 2, 3, 4, 5, 6], [2, 3]);

  it("pads with zeros or another number, and cuts", () => {
    expect(numbersOf(ops.pad(x, 1, 1, 0))).toEqual([0, 1, 2, 3, 0, 4, 5, 6]);
    expect(numbersOf(ops.pad(x, 1, -1, 1, 9))).toEqual([2, 3, 9, 5, 6, 9]);
    expect(numbersOf(ops.slice(x, 1, 1, 2))).toEqual([2, 5]);
  });

  it("turns, flips and joins", () => {
    expect(numbersOf(ops.transpose(x, [1, 0]))).toEqual([1, 4, 2, 5, 3, 6]);
    expect(numbersOf(ops.flip(x, [0, 1]))).toEqual([6, 5, 4, 3, 2, 1]);
    expect(numbersOf(ops.concatenate([x, ops.slice(x, 1, 0, 1)], 1))).toEqual([1, 2, 3, 1, 4, 5, 6, 4]);
    expect(numbersOf(ops.spread(x, 2))).toEqual([1, 0, 2, 0, 3, 4, 0, 5, 0, 6]);
  });

  it("refuses a shape with another number of elements, and pieces that do not fit", () => {
    expect(() => ops.reshape(x, [4, 2])).toThrow("[2, 3] cannot be reshaped to [4, 2].");
    expect(() => ops.concatenate([x, constant([1, 2], [1, 2])], 0)).toThrow(
      "[2, 3] and [1, 2] cannot be concatenated along dimension 0.",
    );
  });
});

describe("products and positions by hand", () => {
  it("multiplies matrices", () => {
    const product = ops.matmul(constant([1, 2, 3, 4], [2, 2]), constant([5, 6, 7, 8], [2, 2]));
    expect(numbersOf(product)).toEqual([19, 22, 43, 50]);
    expect(() => ops.matmul(constant([1, 2], [1, 2]), constant([1, 2, 3], [3, 1]))).toThrow(
      "[1, 2] by [3, 1] is no matrix product: the inner sizes differ.",
    );
  });

  it("reads at positions, and adds up at positions", () => {
    const index = constant([2, 0, 0, 1], [2, 2], "int64");
    expect(numbersOf(ops.gatherAlong(constant([1, 2, 3, 4, 5, 6], [2, 3]), index, 1))).toEqual([3, 1, 4, 5]);
    const twice = constant([1, 1, 0, 2], [2, 2], "int64");
    expect(numbersOf(ops.scatterAlong(constant([10, 20, 30, 40], [2, 2]), twice, 1, 3))).toEqual([0, 30, 0, 30, 0, 40]);
  });

  it("pools windows, and leaves padding out of a maximum but not out of an average", () => {
    const x = constant([-4, -2, -6, -8], [1, 1, 4]);
    const steps = [{ size: 2, stride: 2, before: 1, after: 1 }];
    expect(numbersOf(ops.maxPool(x, steps))).toEqual([-4, -2, -8]);
    expect(numbersOf(ops.maxPoolIndex(x, steps))).toEqual([0, 1, 3]);
    expect(numbersOf(ops.averagePool(x, steps))).toEqual([-2, -4, -4]);
  });
});

function numbersOf(y: Value): number[] {
  return [...(evaluatePlan(makePlan("by hand", { y }), {}).y.data as ArrayLike<number> as Float64Array)].map(Number);
}
