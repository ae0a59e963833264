import { afterAll, describe, expect, it } from "vitest";
import { add, gradients, input, multiply, scan, symbol } from "../../src/ops/index.ts";
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

  it("meets none in the gradients of a long loop: what has faded is 0, and all else as it is", async () => {
    const x = input("x", [symbol("time")]);
    const { states } = scan({
      states: [input("start", [])],
      sequences: [x],
      body: ([state], [element]) => ({ states: [add(multiply(state, 0.5), element)], outputs: [] }),
    });
    const [gradient] = gradients(states[0], [x]);
    await executor.load("loop", makePlan("fading", { gradient }));
    const results = await executor.run("loop", { x: floats([200], new Float32Array(200)), start: floats([], [0]) });
    const found = (results.gradient.data as Float32Array).toReversed();
    for (const [at, value] of found.entries()) {
      const exact = 0.5 ** at;
      if (exact > 1e-12) expect(value).toBe(exact);
      else expect(Math.abs(value - exact)).toBeLessThan(1e-26 + exact * 1e-5);
      expect(value === 0 || Math.abs(value) > 1e-30).toBe(true);
    }
    expect(found.at(-1)).toBe(0);
  });
});
