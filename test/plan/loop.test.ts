import { fromBinary } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { encodeModel } from "../../src/onnx/encode.ts";
import { ModelProtoSchema, type NodeProto } from "../../src/onnx/onnx_pb.ts";
import * as ops from "../../src/ops/index.ts";
import { add, gradients, inLayer, input, matmul, scan, symbol, tanh, type Value } from "../../src/ops/index.ts";
import { makePlan, type Plan, printPlan } from "../../src/plan/plan.ts";
import { total } from "../ops/opSuite.ts";

const batch = symbol("batch");
const x = input("x", [symbol("time"), batch, 3]);
const start = input("start", [batch, 2]);
const w = input("w", [3, 2]);
const r = input("r", [2, 2]);

const recurrent = (): { readonly states: readonly Value[]; readonly outputs: readonly Value[] } =>
  inLayer("rnn", () =>
    scan({
      states: [start],
      sequences: [matmul(x, w)],
      body: ([h], [product]) => {
        const next = tanh(add(product, matmul(h, r)));
        return { states: [next], outputs: [next] };
      },
    }),
  );

describe("the plan of a loop", () => {
  it("prints its body before its results", () => {
    const { states, outputs } = recurrent();
    expect(printPlan(makePlan("forward", { y: outputs[0], last: states[0] }))).toMatchInlineSnapshot(`
      "plan forward
        input x [time, batch, 3]
        input start [batch, 2]
        input w [3, 2]
        input r [2, 2]
        rnn:
          %4 = matmul(x, w) [time, batch, 2]
          in each step:
            @0 = start at first, then @4 [batch, 2]
            @1 = element of %4 [batch, 2]
            @2 = matmul(@0, r) [batch, 2]
            @3 = add(@1, @2) [batch, 2]
            @4 = tanh(@3) [batch, 2]
          %5 = last @0 [batch, 2]
          %6 = every @4 of %5 [time, batch, 2]
        output y = %6
        output last = %5"
    `);
  });

  it("has the gradient as a loop in the other direction, with the products of the weights after it", () => {
    const loss = total(recurrent().outputs[0]);
    const [dw, dr] = gradients(loss, [w, r]);
    expect(printPlan(makePlan("backward", { dw, dr }))).toMatchInlineSnapshot(`
      "plan backward
        input x [time, batch, 3]
        input start [batch, 2]
        input w [3, 2]
        input r [2, 2]
        rnn:
          %4 = matmul(x, w) [time, batch, 2]
          %5 = constant(data=0; shape=[1, 1]; type=float) [1, 1]
          %6 = expand(%5; shape=[batch, 2]) [batch, 2]
          %7 = transpose(r; order=[1, 0]) [2, 2]
          %8 = reshape(x; shape=[batch*time, 3]) [batch*time, 3]
          %9 = transpose(%8; order=[1, 0]) [3, batch*time]
        (network):
          %10 = constant(data=1; shape=[1, 1, 1]; type=float) [1, 1, 1]
          %11 = expand(%10; shape=[time, batch, 2]) [time, batch, 2]
        rnn:
          in each step:
            @0 = start at first, then @4 [batch, 2]
            @1 = element of %4 [batch, 2]
            @2 = matmul(@0, r) [batch, 2]
            @3 = add(@1, @2) [batch, 2]
            @4 = tanh(@3) [batch, 2]
          %12 = every @0 [time, batch, 2]
          %13 = every @4 of %12 [time, batch, 2]
          in each step, the last element first:
            @0 = %6 at first, then @11 [batch, 2]
            @1 = element of %11 [batch, 2]
            @2 = element of %13 [batch, 2]
            @3 = add(@0, @1) [batch, 2]
            @4 = multiply(@2, @2) [batch, 2]
            @5 = constant(data=1; shape=[]; type=float) []
            @6 = subtract(@5, @4) [batch, 2]
            @7 = multiply(@3, @6) [batch, 2]
            @8 = matmul(@7, %7) [batch, 2]
            @9 = constant(data=1e-20; shape=[]; type=float) []
            @10 = add(@8, @9) [batch, 2]
            @11 = subtract(@10, @9) [batch, 2]
          %14 = every @7 [time, batch, 2]
          %15 = reshape(%12; shape=[batch*time, 2]) [batch*time, 2]
          %16 = transpose(%15; order=[1, 0]) [2, batch*time]
          %17 = reshape(%14; shape=[batch*time, 2]) [batch*time, 2]
          %18 = matmul(%16, %17) [2, 2]
          %19 = matmul(%9, %17) [3, 2]
        output dw = %19
        output dr = %18"
    `);
  });

  it("leaves out states, sequences and constants that no result needs", () => {
    const { states, outputs } = scan({
      states: [start, start, start],
      sequences: [x, matmul(x, w)],
      body: ([a, b, c], [, y]) => ({ states: [add(a, y), add(b, c), matmul(c, r)], outputs: [add(a, 1)] }),
    });
    expect(printPlan(makePlan("one state", { y: outputs[0] }))).toMatchInlineSnapshot(`
      "plan one state
        input x [time, batch, 3]
        input start [batch, 2]
        input w [3, 2]
          %3 = matmul(x, w) [time, batch, 2]
          in each step:
            @0 = start at first, then @2 [batch, 2]
            @1 = element of %3 [batch, 2]
            @2 = add(@0, @1) [batch, 2]
            @3 = constant(data=1; shape=[]; type=float) []
            @4 = add(@0, @3) [batch, 2]
          %4 = every @4 [time, batch, 2]
        output y = %4"
    `);
    expect(printPlan(makePlan("none", { y: states[2] }))).toContain("element of x");
  });

  it("computes equal things in a body once, and what no step changes before the loop", () => {
    const { outputs } = scan({
      states: [],
      sequences: [x],
      body: (_, [element]) => ({
        states: [],
        outputs: [add(matmul(element, ops.exp(w)), matmul(element, ops.exp(w))), ops.multiply(matmul(element, ops.exp(w)), 1)],
      }),
    });
    expect(printPlan(makePlan("equal", { a: outputs[0], b: outputs[1] }))).toMatchInlineSnapshot(`
      "plan equal
        input x [time, batch, 3]
        input w [3, 2]
          %2 = exp(w) [3, 2]
          in each step:
            @0 = element of x [batch, 3]
            @1 = matmul(@0, %2) [batch, 2]
            @2 = matmul(@0, %2) [batch, 2]
            @3 = add(@1, @2) [batch, 2]
            @4 = matmul(@0, %2) [batch, 2]
          %3 = every @3 [time, batch, 2]
          %4 = every @4 of %3 [time, batch, 2]
        output a = %3
        output b = %4"
    `);
  });

  it("is one Scan node however many results are needed, with everything that no step changes around it", () => {
    const { states, outputs } = recurrent();
    const loss = add(total(outputs[0]), total(states[0]));
    const plan = makePlan("all", { loss, dr: gradients(loss, [r])[0] });
    expect(nodesOf(plan).filter((node) => node.opType === "Scan")).toHaveLength(2);
  });

  it("does not look through what a constant of the body is computed from", () => {
    const stretched = ops.expand(input("row", [1, 2]), [batch, 2]);
    const { outputs } = scan({
      states: [start],
      sequences: [x],
      body: ([h]) => ({ states: [add(h, stretched)], outputs: [h] }),
    });
    expect(printPlan(makePlan("constant", { y: outputs[0] }))).toContain("expand(row");
  });
});

function nodesOf(plan: Plan): NodeProto[] {
  return fromBinary(ModelProtoSchema, encodeModel(plan)).graph!.node;
}
