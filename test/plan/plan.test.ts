import { describe, expect, it } from "vitest";
import { encodeModel } from "../../src/onnx/encode.ts";
import { gradients } from "../../src/ops/backward.ts";
import * as ops from "../../src/ops/index.ts";
import { inLayer, input, symbol, type Value } from "../../src/ops/index.ts";
import { makePlan, planSymbols, printPlan } from "../../src/plan/plan.ts";
import { evaluatePlan } from "../../src/run/reference.ts";
import { floats } from "../../src/tensor.ts";
import { total } from "../ops/opSuite.ts";

describe("a plan", () => {
  const x = input("x", [symbol("batch"), 2, symbol("time")]);
  const w = input("w", [4, 2, 3]);
  const y = inLayer("conv", () => ops.conv1d(x, w, { dilation: 2, before: 4 }));
  const z = inLayer("relu", () => ops.relu(y));

  it("prints as text, under the layers", () => {
    const plan = makePlan("forward", { z, mean: ops.mean(z, [0, 2]) });
    expect(printPlan(plan)).toMatchInlineSnapshot(`
      "plan forward
        input x [batch, 2, time]
        input w [4, 2, 3]
        conv:
          %2 = conv(x, w; steps=[{stride=1 dilation=2 before=4 after=0}]) [batch, 4, time]
        relu:
          %3 = relu(%2) [batch, 4, time]
        (network):
          %4 = mean(%3; axes=[0, 2]) [1, 4, 1]
        output z = %3
        output mean = %4"
    `);
  });

  it("prints integers, constants, expressions of sizes and cuts long constants short", () => {
    const long = ops.constant(
      Float64Array.from({ length: 9 }, (_, i) => i),
      [9],
    );
    const padded = ops.pad(x, 2, 0, ops.subtractDims(symbol("batch"), 1));
    const plan = makePlan("sizes", { padded, index: ops.argMax(ops.multiply(long, 2), 0), size: ops.sizeValue(symbol("time")) });
    expect(printPlan(plan)).toMatchInlineSnapshot(`
      "plan sizes
        input x [batch, 2, time]
          %1 = constant(data=0 1 2 3… (9); shape=[9]; type=float) [9]
          %2 = pad(x; axis=2; before=0; after=batch-1; value=0) [batch, 2, batch+time-1]
          %3 = constant(data=2; shape=[]; type=float) []
          %4 = multiply(%1, %3) [9]
          %5 = argMax(%4; axis=0) int64 [1]
          %6 = size(size=time; type=float) []
        output padded = %2
        output index = %5
        output size = %6"
    `);
  });

  it("has the inputs that its outputs need, and no others", () => {
    const plan = makePlan("half", { total: total(w) }, { feedback: { w: "total", x: "gone" } });
    expect(plan.inputs.map((i) => i.name)).toEqual(["w"]);
    expect(plan.feedback).toEqual({ w: "total" });
  });

  it("names its symbols", () => {
    expect(planSymbols(makePlan("forward", { z }))).toEqual(["batch", "time"]);
  });

  it("refuses two inputs of one name", () => {
    const other = input("x", [7]);
    expect(() => makePlan("twice", { a: total(x), b: total(other) })).toThrow(
      "internal: two inputs of plan 'twice' are called 'x'",
    );
  });
});

describe("a chain of 20,000 ops", () => {
  const x = input("x", [2]);
  const chain = (length: number): Value => {
    let y = x;
    for (let i = 0; i < length; i++) y = ops.tanh(y);
    return total(y);
  };
  const time = (work: () => void): number => {
    const start = performance.now();
    work();
    return performance.now() - start;
  };

  it("is differentiated, planned, evaluated and encoded without recursion", () => {
    const loss = chain(20_000);
    const plan = makePlan("deep", { loss, dx: gradients(loss, [x])[0] });
    const { dx } = evaluatePlan(plan, { x: floats([2], [0.5, -0.25]) });
    expect(Number.isFinite(dx.data[0])).toBe(true);
    expect(encodeModel(plan).length).toBeGreaterThan(100_000);
  });

  it("costs about ten times what a chain of a tenth costs", () => {
    const plan = (length: number) => () => {
      const loss = chain(length);
      encodeModel(makePlan("deep", { dx: gradients(loss, [x])[0] }));
    };
    time(plan(2_000));
    const short = Math.min(...[1, 2, 3].map(() => time(plan(2_000))));
    const long = time(plan(20_000));
    expect(long / short).toBeLessThan(40); // quadratic work would be a hundred times
  });
});
