import type { Value } from "../../src/ops/index.ts";
import { makePlan, type Plan } from "../../src/plan/plan.ts";
import type { Tensors } from "../../src/run/executor.ts";
import { evaluatePlan } from "../../src/run/reference.ts";
import { floats, type Tensor } from "../../src/tensor.ts";

/** What some values are, computed in double precision. */
export function numbersOf(values: readonly Value[], feeds: Tensors = {}): number[][] {
  const results = evaluatePlan(planOf(values), feeds);
  return values.map((_, i) => [...(results[`y${i}`].data as Float64Array)].map(Number));
}

/** A plan whose outputs are `y0`, `y1` … */
export function planOf(values: readonly Value[]): Plan {
  return makePlan("test", Object.fromEntries(values.map((value, i) => [`y${i}`, value])));
}

/** The ops of a plan in their order, inputs and constants left out. */
export function opNames(plan: Plan): string[] {
  return plan.values.map((value) => value.op.name).filter((name) => name !== "input" && name !== "constant");
}

/** 1, 2, 3 … under the given shape. */
export function counting(...shape: number[]): Tensor {
  return floats(
    shape,
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i + 1),
  );
}
