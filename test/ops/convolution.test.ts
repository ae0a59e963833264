import { describe, expect, it } from "vitest";
import { gradients } from "../../src/ops/backward.ts";
import {
  constant,
  conv1d,
  conv2d,
  convolution,
  input,
  multiply,
  type Steps,
  symbol,
  transposedConvolution,
  type Value,
} from "../../src/ops/index.ts";
import { makePlan } from "../../src/plan/plan.ts";
import type { Tensors } from "../../src/run/executor.ts";
import { evaluatePlan } from "../../src/run/reference.ts";
import { floats, type Tensor } from "../../src/tensor.ts";
import { distance, runOnRuntime, singleDistance, total } from "./opSuite.ts";
import { Sample } from "./sample.ts";

/** One combination of sizes; the length is long enough for at least one place of the filter. */
interface Combination extends Steps {
  readonly batch: number;
  readonly channels: number;
  readonly outputs: number;
  readonly taps: number;
  readonly length: number;
  readonly symbolic: boolean;
}

describe("convolution over time", () => {
  const combinations = Array.from({ length: 600 }, (_, i) => combination(i));

  it("is drawn so that the hard combinations are among them", () => {
    expect(combinations.filter((c) => c.stride > c.dilation).length).toBeGreaterThan(50);
    expect(combinations.filter((c) => c.taps > c.length).length).toBeGreaterThan(20);
    expect(combinations.filter((c) => c.batch === 1).length).toBeGreaterThan(50);
    expect(combinations.filter((c) => c.before > (c.taps - 1) * c.dilation).length).toBeGreaterThan(20);
  });

  it("has the forward result, the filter's and the input's gradient of loops written out here, in 600 combinations", () => {
    for (const c of combinations) {
      const { plan, feeds, expected } = problem(c);
      const results = evaluatePlan(plan, feeds);
      for (const name of ["y", "dx", "dw"] as const) {
        expect(distance(results[name], expected[name]), `${name} of ${JSON.stringify(c)}`).toBeLessThan(1e-12);
      }
    }
  });

  it("has the same on the runtime, in every fifth of them", async () => {
    for (const c of combinations.filter((_, i) => i % 5 === 0)) {
      const { plan, feeds, expected } = problem(c);
      const results = await runOnRuntime(plan, feeds);
      for (const name of ["y", "dx", "dw"] as const) {
        expect(singleDistance(results[name], expected[name]), `${name} of ${JSON.stringify(c)}`).toBeLessThan(1e-5);
      }
    }
  });
});

describe("convolution by hand", () => {
  const x = (values: number[]) => constant(values, [1, 1, values.length]);

  it("looks back by multiples of the dilation where it is causal", () => {
    const y = conv1d(x([1, 2, 3, 4, 5]), x([10, 1]), { dilation: 2, before: 2 });
    expect(numbersOf(y)).toEqual([1, 2, 13, 24, 35]); // 10·x[t − 2] + x[t]
  });

  it("steps over the input by its stride", () => {
    expect(numbersOf(conv1d(x([1, 2, 3, 4, 5, 6]), x([1, 1]), { stride: 2 }))).toEqual([3, 7, 11]);
  });

  it("adds up the channels and adds an offset for each output", () => {
    const image = constant([1, 2, 3, 4], [1, 2, 2]);
    const filters = constant([1, 10, 0, 1], [2, 2, 1]);
    expect(numbersOf(conv1d(image, filters, {}, constant([0.5, 100], [2])))).toEqual([31.5, 42.5, 103, 104]);
  });

  it("covers rows and columns by itself", () => {
    const image = constant([1, 2, 3, 4, 5, 6], [1, 1, 2, 3]);
    const filter = constant([1, 0, 0, 1], [1, 1, 2, 2]);
    expect(numbersOf(conv2d(image, filter, [{}, { stride: 1, after: 1 }]))).toEqual([6, 8, 3]);
  });

  it("lets the first outputs of two groups see the first channels only", () => {
    const image = constant([1, 2, 3, 4, 5, 6, 7, 8], [1, 4, 2]);
    const filters = constant([1, 10, 100, 1000], [2, 2, 1]);
    expect(numbersOf(convolution(image, filters, { steps: [{}], groups: 2 }))).toEqual([31, 42, 7500, 8600]);
  });

  it("spreads every element over its filter where it goes backwards", () => {
    const y = transposedConvolution(x([1, 2, 3]), x([1, 10, 100]), { steps: [{ stride: 2 }] }, [7], constant([0.5], [1]));
    expect(numbersOf(y)).toEqual([1.5, 10.5, 102.5, 20.5, 203.5, 30.5, 300.5]);
    expect(numbersOf(transposedConvolution(x([1, 2, 3]), x([1, 10, 100]), { steps: [{ stride: 2, before: 1 }] }, [6]))).toEqual([
      10, 102, 20, 203, 30, 300,
    ]);
  });

  it("refuses a filter for another number of channels", () => {
    expect(() => conv1d(input("x", [symbol("batch"), 3, symbol("time")]), constant([1, 1], [1, 2, 1]))).toThrow(
      "the filter expects 2 channels but the input has 3.",
    );
  });
});

function combination(i: number): Combination {
  const s = new Sample("convolution", i);
  const [taps, dilation, before, after] = [s.whole(1, 5), s.whole(1, 4), s.whole(0, 6), s.whole(0, 6)];
  const shortest = Math.max(1, (taps - 1) * dilation + 1 - before - after);
  return {
    taps,
    dilation,
    before,
    after,
    stride: s.whole(1, 4),
    batch: s.whole(1, 3),
    channels: s.whole(1, 3),
    outputs: s.whole(1, 3),
    length: shortest + s.whole(0, 6),
    symbolic: s.whole(0, 1) === 1,
  };
}

function problem(c: Combination) {
  const s = new Sample("convolution numbers", JSON.stringify(c));
  const draw = (...shape: number[]): Tensor => {
    return floats(
      shape,
      Array.from({ length: shape.reduce((a, b) => a * b) }, () => s.random.normal()),
    );
  };
  const places = Math.floor((c.length + c.before + c.after - (c.taps - 1) * c.dilation - 1) / c.stride) + 1;
  const feeds: Tensors = {
    x: draw(c.batch, c.channels, c.length),
    w: draw(c.outputs, c.channels, c.taps),
    dy: draw(c.batch, c.outputs, places),
  };
  const [batch, time] = c.symbolic ? [symbol("batch"), symbol("time")] : [c.batch, c.length];
  const [x, w] = [input("x", [batch, c.channels, time]), input("w", [c.outputs, c.channels, c.taps])];
  const y = conv1d(x, w, { stride: c.stride, dilation: c.dilation, before: c.before, after: c.after });
  const [dx, dw] = gradients(weighted(y), [x, w]);
  return { plan: makePlan("convolution", { y, dx, dw }), feeds, expected: loops(c, feeds, places) };
}

function weighted(y: Value): Value {
  return total(multiply(y, input("dy", y.shape)));
}

/** y, dX and dW by the definition: every output place, tap and channel once. */
function loops(c: Combination, { x, w, dy }: Tensors, places: number): Record<"y" | "dx" | "dw", Tensor> {
  const zeros = (like: Tensor): Tensor => ({ type: "float64", shape: like.shape, data: new Float64Array(like.data.length) });
  const result = { y: zeros(dy), dx: zeros(x), dw: zeros(w) };
  const add = (to: Tensor, at: number, amount: number): void => {
    (to.data as Float64Array)[at] += amount;
  };
  for (let n = 0; n < c.batch; n++)
    for (let o = 0; o < c.outputs; o++)
      for (let t = 0; t < places; t++)
        for (let i = 0; i < c.channels; i++)
          for (let k = 0; k < c.taps; k++) {
            const from = t * c.stride + k * c.dilation - c.before;
            if (from < 0 || from >= c.length) continue;
            const [atX, atW, atY] = [
              (n * c.channels + i) * c.length + from,
              (o * c.channels + i) * c.taps + k,
              (n * c.outputs + o) * places + t,
            ];
            add(result.y, atY, Number(x.data[atX]) * Number(w.data[atW]));
            add(result.dx, atX, Number(dy.data[atY]) * Number(w.data[atW]));
            add(result.dw, atW, Number(dy.data[atY]) * Number(x.data[atX]));
          }
  return result;
}

function numbersOf(y: Value): number[] {
  return [...(evaluatePlan(makePlan("by hand", { y }), {}).y.data as Float64Array)];
}
