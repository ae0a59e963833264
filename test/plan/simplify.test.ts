import { describe, expect, it } from "vitest";
import { ancestors, gradients } from "../../src/ops/backward.ts";
import * as ops from "../../src/ops/index.ts";
import { constant, input, symbol, type Value } from "../../src/ops/index.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { evaluatePlan } from "../../src/run/reference.ts";
import { total } from "../ops/opSuite.ts";
import { counting, opNames, planOf } from "./numbers.ts";

const batch = symbol("batch");
const x = input("x", [batch, 3]);
const feeds = { x: counting(2, 3) };

/** The ops that are left; the numbers must be those of the graph as it was written. */
function simplified(...values: Value[]): string[] {
  const plan = planOf(values);
  const written: Plan = {
    ...plan,
    values: ancestors(values),
    outputs: values.map((value, i) => ({ name: `y${i}`, value })),
  };
  expect(evaluatePlan(plan, feeds)).toEqual(evaluatePlan(written, feeds));
  return opNames(plan);
}

describe("simplify", () => {
  it("computes equal things once", () => {
    expect(simplified(ops.add(ops.exp(x), ops.exp(x)))).toEqual(["exp", "add"]);
    expect(simplified(ops.exp(ops.sum(x, [1])), ops.exp(ops.sum(x, [1])))).toEqual(["sum", "exp"]);
  });

  it("keeps apart what differs in an attribute", () => {
    expect(simplified(ops.sum(x, [0]), ops.sum(x, [1]))).toEqual(["sum", "sum"]);
    expect(simplified(ops.pad(x, 1, 1, 0), ops.pad(x, 1, 1, 0, 2))).toEqual(["pad", "pad"]);
    expect(simplified(ops.pad(x, 1, 1, 0, -Infinity), ops.pad(x, 1, 1, 0, Infinity))).toEqual(["pad", "pad"]);
    expect(simplified(ops.add(x, 1), ops.add(x, 2))).toEqual(["add", "add"]);
    expect(simplified(ops.cast(x, "int64"), ops.cast(x, "bool"))).toEqual(["cast", "cast"]);
  });

  it("exchanges dimensions once, and not where that undoes itself", () => {
    const cube = ops.reshape(ops.exp(x), [batch, 3, 1]);
    expect(simplified(ops.transpose(ops.transpose(cube, [1, 2, 0]), [1, 0, 2]))).toEqual(["exp", "reshape", "transpose"]);
    expect(simplified(ops.transposed(ops.transposed(ops.exp(x))))).toEqual(["exp"]);
  });

  it("keeps zero and negative zero apart", () => {
    expect(simplified(ops.divide(x, constant([0], [])), ops.divide(x, constant([-0], [])))).toEqual(["divide", "divide"]);
  });

  it("leaves out adding and subtracting 0, multiplying with and dividing by 1", () => {
    const y = ops.exp(x);
    expect(simplified(ops.add(y, 0), ops.add(0, y), ops.subtract(y, 0))).toEqual(["exp"]);
    expect(simplified(ops.multiply(y, 1), ops.multiply(1, y), ops.divide(y, 1))).toEqual(["exp"]);
    expect(simplified(ops.add(ops.multiply(y, 1), 0))).toEqual(["exp"]);
  });

  it("keeps them where they change something", () => {
    expect(simplified(ops.subtract(0, x), ops.divide(1, x))).toEqual(["subtract", "divide"]);
    expect(simplified(ops.add(x, constant([0], [1, 1, 1])))).toEqual(["add"]);
    expect(simplified(ops.multiply(ops.sum(x, [0, 1]), ops.expand(constant([1], [1, 1]), [batch, 3])))).toEqual([
      "sum",
      "multiply",
      "expand",
    ]);
  });

  it("does not stretch an array where the op stretches it anyway", () => {
    const column = ops.sum(x, [1]);
    expect(simplified(ops.multiply(x, ops.expand(column, x.shape)))).toEqual(["sum", "multiply"]);
    expect(simplified(ops.multiply(ops.expand(constant([1], [1, 1]), x.shape), ops.exp(x)))).toEqual(["exp"]);
  });

  it("stretches where nothing else gives the result its shape", () => {
    const stretched = ops.expand(ops.sum(x, [1]), x.shape);
    expect(simplified(ops.exp(stretched))).toEqual(["sum", "exp", "expand"]);
    expect(simplified(ops.add(stretched, ops.expand(ops.sum(x, [0]), x.shape)))).toEqual(["sum", "sum", "add"]);
  });

  it("replaces a custom gradient by the value that it stands for", () => {
    expect(simplified(ops.customGradient(ops.exp(x), [x], (dy) => [dy]))).toEqual(["exp"]);
  });

  it("computes an output twice for nobody, and drops what no output needs", () => {
    ops.tanh(x);
    expect(simplified(ops.exp(x), ops.exp(x))).toEqual(["exp"]);
  });

  it("leaves little of the gradient of a weighted sum", () => {
    const w = input("w", x.shape);
    const plan = planOf(gradients(total(ops.multiply(ops.exp(x), w)), [x]));
    expect(opNames(plan)).toEqual(["exp", "multiply"]); // w · eˣ
  });
});
