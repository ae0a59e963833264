import { describe, expect, it } from "vitest";
import { ancestors, gradients } from "../../src/ops/backward.ts";
import * as ops from "../../src/ops/index.ts";
import { makePlan } from "../../src/plan/plan.ts";
import { regroup } from "../../src/plan/regroup.ts";
import { randomStream } from "../../src/random.ts";
import { evaluatePlan } from "../../src/run/reference.ts";
import { floats, type Tensor } from "../../src/tensor.ts";

const [batch, time] = [ops.symbol("batch"), ops.symbol("time")];
const x = ops.input("x", [batch, 3, time]);
const w = ops.input("w", [4, 3, 2]);
const bias = ops.input("bias", [4]);
const scale = ops.input("scale", [1, 4, 1]);
const offset = ops.input("offset", [1, 4, 1]);
const u = ops.input("u", [batch, 4, 1]);

function numbers(name: string, shape: readonly number[]): Tensor {
  const random = randomStream(7, name);
  return floats(
    shape,
    shape.length ? Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.uniform()) : [random.uniform()],
  );
}

const feeds = {
  x: numbers("x", [2, 3, 6]),
  w: numbers("w", [4, 3, 2]),
  bias: numbers("bias", [4]),
  scale: numbers("scale", [1, 4, 1]),
  offset: numbers("offset", [1, 4, 1]),
  u: numbers("u", [2, 4, 1]),
};

/** A block of a temporal convolutional network: convolution, layer normalization, perhaps ReLU, spatial dropout. */
function block({ relu = false, mask = ops.select(ops.less(u, 0.3), 0, 1 / 0.7) } = {}): ops.Value {
  const y = ops.layerNorm(ops.conv1d(x, w, { before: 1 }, bias), [1], scale, offset, 1e-5);
  return ops.multiply(relu ? ops.relu(y) : y, mask);
}

function opNames(values: readonly ops.Value[]): string[] {
  return ancestors(values).map((v) => v.op.name);
}

/** The largest difference of the results and of all gradients before and after. */
function worstDifference(y: ops.Value): number {
  const numbersOf = (value: ops.Value): Float64Array[] => {
    const loss = ops.total(ops.multiply(value, ops.exp(value)));
    const found = gradients(loss, [x, w, bias, scale, offset]);
    const plan = makePlan("p", { loss, value, ...Object.fromEntries(found.map((g, i) => [`g${i}`, g])) });
    return Object.values(evaluatePlan(plan, feeds)).map((t) => t.data as Float64Array);
  };
  const [before, after] = [numbersOf(y), numbersOf(regroup([y])[0])];
  return Math.max(...before.flatMap((a, i) => [...a].map((v, j) => Math.abs(v - after[i][j]))));
}

describe("regroup", () => {
  it("centres the filters instead of what they make, when a normalization takes the channel mean away", () => {
    const y = block();
    const over = (values: readonly ops.Value[]) =>
      ancestors(values).filter((v) => v.op.name === "mean" && v.inputs[0].op.name === "conv").length;
    expect([over([y]), over(regroup([y]))]).toEqual([1, 0]);
    expect(worstDifference(y)).toBeLessThan(1e-12);
  });

  it("puts a mask for each channel into the scale and offset, through a ReLU too", () => {
    for (const relu of [false, true]) {
      const y = block({ relu });
      const after = regroup([y]);
      expect(after[0].op.name).toBe(relu ? "relu" : "scaleShift");
      expect(opNames([y]).at(-1)).toBe("multiply");
      expect(worstDifference(y)).toBeLessThan(1e-12);
    }
  });

  it("leaves a mask where it is if it could be negative, or if what it covers is needed elsewhere", () => {
    const negative = block({ relu: true, mask: ops.select(ops.less(u, 0.3), -1, 1) });
    expect(regroup([negative])[0].op.name).toBe("multiply");
    const shared = block({ relu: true });
    expect(regroup([shared, shared.inputs[0]])[0].op.name).toBe("multiply");
    const centred = ops.layerNorm(ops.conv1d(x, w, {}, bias), [1], scale, offset, 1e-5);
    const conv = centred.inputs[0].inputs[0];
    expect(regroup([centred, conv])[0].inputs[0].op.name).toBe("subtract");
  });
});
