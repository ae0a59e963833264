import { afterAll, describe, expect, it } from "vitest";
import { input, multiply, symbol } from "../../src/ops/index.ts";
import { makePlan } from "../../src/plan/plan.ts";
import { onnxRuntimeExecutor } from "../../src/run/onnxRuntime.ts";
import { floats } from "../../src/tensor.ts";

// The runtime can treat numbers below the smallest normal one as zero, but the setting reaches some threads and not others.
describe("ONNX Runtime and numbers below the smallest normal one", () => {
  const executor = onnxRuntimeExecutor(2);
  const small = Float64Array.of(1e-310);
  const halved = floats([400_000], new Float32Array(400_000).fill(1e-40));
  afterAll(() => executor.close());

  it("leaves JavaScript's own arithmetic as it was", async () => {
    await executor.load("plan", makePlan("halves", { y: multiply(input("x", [symbol("batch")]), 0.5) }));
    expect(small[0] * 0.5 > 0).toBe(true);
    expect(JSON.parse("1e-310") > 0).toBe(true);
  });

  it("computes them alike on every thread", async () => {
    const { y } = await executor.run("plan", { x: halved });
    expect(new Set(y.data as Float32Array)).toEqual(new Set([Math.fround(Math.fround(1e-40) / 2)]));
  });
});
