import { expect, it } from "vitest";
import { maxPooling2dLayer, maxUnpooling2dLayer } from "../../layers/index.ts";
import { applyLayer } from "../../src/layer/apply.ts";
import { gradients } from "../../src/ops/backward.ts";
import { input, multiply, symbol } from "../../src/ops/index.ts";
import { makePlan } from "../../src/plan/plan.ts";
import { randomStream } from "../../src/random.ts";
import type { Tensors } from "../../src/run/executor.ts";
import { evaluatePlan } from "../../src/run/reference.ts";
import { elementCount } from "../../src/tensor.ts";
import { distance, runOnRuntime, total } from "../ops/opSuite.ts";
import { testLayer } from "./testLayer.ts";

const pooled = { format: "SSCB", shape: [2, 3, 2, 2] } as const;
const indices = { ...pooled, integers: 12 };
const size = { format: "SSCB", shape: [2, 3, 4, 5] } as const;

testLayer({
  make: maxUnpooling2dLayer,
  minimal: maxUnpooling2dLayer(),
  options: {},
  golden: 3,
  padded: false, // the harness fills padded steps with indices that no pooling layer gives; each time step is computed by itself
  trains: false,
  cases: {
    images: {
      layer: maxUnpooling2dLayer(),
      inputs: [pooled, indices, size],
      output: "[batch, 3, 4, 5] (SSCB)",
      description: "2-D max unpooling",
    },
    "one channel": {
      layer: maxUnpooling2dLayer(),
      inputs: [
        { format: "SSCB", shape: [3, 1, 1, 3] },
        { format: "SSCB", shape: [3, 1, 1, 3], integers: 12 },
        { format: "SSCB", shape: [3, 1, 2, 6] },
      ],
      output: "[batch, 1, 2, 6] (SSCB)",
    },
    "each time step": {
      layer: maxUnpooling2dLayer(),
      inputs: [
        { format: "SSCBT", shape: [2, 2, 2, 1, 3] },
        { format: "SSCBT", shape: [2, 2, 2, 1, 3], integers: 8 },
        { format: "SSCBT", shape: [2, 2, 4, 2, 3] },
      ],
      output: "[batch, 2, 4, 2, time] (SSCBT)",
    },
  },
  refusedInputs: [
    [
      maxUnpooling2dLayer(),
      [pooled, { ...size, integers: 4 }, size],
      "'indices' has [batch, 3, 4, 5] (SSCB), expected the sizes of 'in', [batch, 3, 2, 2] (SSCB). Connect 'indices' of the pooling layer",
    ],
    [
      maxUnpooling2dLayer(),
      [pooled, indices, { format: "CB", shape: [2, 3] }],
      "'size' has [batch, 3] (CB), expected the format of 'in'",
    ],
  ],
});

it("puts what a pooling layer kept back to where it was, zeros elsewhere; also over time steps, and through the gradient", async () => {
  const pool = maxPooling2dLayer(2, { stride: 2, hasUnpoolingOutputs: true, name: "pool" });
  for (const format of ["SSCB", "SSCBT"] as const) {
    const x = input("x", [symbol("batch"), 2, 5, 6, ...(format === "SSCBT" ? [symbol("time")] : [])]);
    const sources = { training: false, learnable: noArrays, state: noArrays, random: noArrays };
    const { outputs } = applyLayer(pool, [{ value: x, format }], sources);
    const [back] = applyLayer({ ...maxUnpooling2dLayer(), name: "unpool" }, outputs, sources).outputs;
    const weights = input("weights", x.shape);
    const [dx] = gradients(total(multiply(back.value, weights)), [x]);
    const shape = [2, 2, 5, 6, ...(format === "SSCBT" ? [3] : [])];
    const random = randomStream(1, "unpooling", format);
    const draw = () => Float64Array.from({ length: elementCount(shape) }, () => random.normal());
    const feeds: Tensors = { x: { type: "float64", shape, data: draw() }, weights: { type: "float64", shape, data: draw() } };
    const plan = makePlan("unpooling", { back: back.value, dx });
    const expected = evaluatePlan(plan, feeds);
    const kept = Array.from(expected.back.data as Float64Array, (v) => v !== 0);
    expect(kept.filter(Boolean).length).toBe((elementCount(shape) * 6) / 30);
    kept.forEach((is, i) => {
      expect(expected.back.data[i]).toBe(is ? feeds.x.data[i] : 0);
      expect(expected.dx.data[i]).toBe(is ? feeds.weights.data[i] : 0);
    });
    const actual = await runOnRuntime(plan, feeds);
    expect(distance(actual.back, expected.back)).toBeLessThan(1e-6);
    expect(distance(actual.dx, expected.dx)).toBeLessThan(1e-6);
  }
});

function noArrays(): never {
  throw new Error("it has none");
}
