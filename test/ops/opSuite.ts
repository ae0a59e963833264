import { ancestors, gradients } from "../../src/ops/backward.ts";
import { add, input, multiply, reshape, sum, type Value } from "../../src/ops/index.ts";
import { makePlan, type Plan } from "../../src/plan/plan.ts";
import type { Tensors } from "../../src/run/executor.ts";
import { onnxRuntimeExecutor } from "../../src/run/onnxRuntime.ts";
import { evaluatePlan } from "../../src/run/reference.ts";
import type { Tensor } from "../../src/tensor.ts";
import { type OpCase, Sample } from "./sample.ts";

/** What the two sides of each comparison differ by, as max|a − b| / max|b|; undefined where there is nothing to compare. */
export interface Agreement {
  /** The runtime's results against `evaluate`. */
  readonly forward: number;
  /** The gradient rule in double precision against central differences of `evaluate`. */
  readonly gradient?: number;
  /** The runtime's gradients against the rule in double precision. */
  readonly runtimeGradient?: number;
  /** The gradient of the gradient against central differences of the gradient. */
  readonly secondGradient?: number;
}

/** One drawn case: the value under test, what is fed, and its scalar: the sum of its elements, randomly weighted. */
export interface Drawn {
  readonly y: Value;
  readonly feeds: Tensors;
  /** The inputs that are differentiated. */
  readonly wrt: readonly Value[];
  readonly loss: Value | undefined;
}

/** Draws a case; the same purpose draws the same one. */
export function draw(build: OpCase, ...purpose: readonly (string | number)[]): Drawn {
  const sample = new Sample(...purpose);
  const y = build(sample);
  const wrt = sample.inputs.filter((x) => x.type === "float");
  if (y.type !== "float") return { y, feeds: sample.feeds, wrt, loss: undefined };
  const weights = sample.numbers(y.shape);
  return { y, feeds: sample.feeds, wrt: [...wrt, weights], loss: total(multiply(y, weights)) };
}

/** Compares everything that can be compared about a drawn case. */
export async function agreement({ y, feeds, wrt, loss }: Drawn, differentiable: boolean): Promise<Agreement> {
  if (!loss || !differentiable) {
    const plan = makePlan("op", { y });
    return { forward: singleDistance((await runOnRuntime(plan, feeds)).y, evaluatePlan(plan, feeds).y) };
  }
  const first = gradients(loss, wrt);
  const plan = makePlan("op", { y, ...named("gradient", first) });
  const expected = evaluatePlan(plan, feeds);
  const actual = await runOnRuntime(plan, feeds);
  const numeric = centralDifferences(makePlan("loss", { value: loss }), feeds, wrt);
  return {
    forward: singleDistance(actual.y, expected.y),
    gradient: Math.max(...wrt.map((_, i) => distance(expected[`gradient${i}`], numeric[i]))),
    runtimeGradient: Math.max(...wrt.map((_, i) => singleDistance(actual[`gradient${i}`], expected[`gradient${i}`]))),
    secondGradient: secondGradient(first, wrt, feeds),
  };
}

function secondGradient(first: readonly Value[], wrt: readonly Value[], feeds: Tensors): number {
  const sample = new Sample("directions");
  const directed = first.map((gradient, i) => {
    const direction = input(`direction${i}`, gradient.shape);
    const { data, shape } = feeds[nameOf(wrt[i])];
    sample.feeds[`direction${i}`] = {
      type: "float64",
      shape,
      data: new Float64Array(data.length).map(() => sample.random.normal()),
    };
    return total(multiply(gradient, direction));
  });
  const value = directed.reduce(add);
  const all = { ...feeds, ...sample.feeds };
  const second = evaluatePlan(makePlan("second", named("gradient", gradients(value, wrt))), all);
  const numeric = centralDifferences(makePlan("first", { value }), all, wrt);
  return Math.max(...wrt.map((_, i) => distance(second[`gradient${i}`], numeric[i])));
}

/** The derivative of a scalar plan by each element of the given inputs, by central differences in double precision. */
export function centralDifferences(plan: Plan, feeds: Tensors, wrt: readonly Value[]): Tensor[] {
  const step = 2 ** -17;
  return wrt.map((value) => {
    const name = nameOf(value);
    const data = Float64Array.from(feeds[name].data as Float64Array);
    const moved: Tensors = { ...feeds, [name]: { type: "float64", shape: feeds[name].shape, data } };
    const at = (i: number, x: number): number => {
      data[i] = x;
      return (evaluatePlan(plan, moved).value.data as Float64Array)[0];
    };
    const slopes = data.map((x, i) => {
      const slope = (at(i, x + step) - at(i, x - step)) / (2 * step);
      data[i] = x;
      return slope;
    });
    return { type: "float64", shape: feeds[name].shape, data: slopes };
  });
}

/** max|a − b| / max|b|; where b is smaller than `least` everywhere, max|a − b| / least. Infinite where the shapes differ or one is no number. */
export function distance(a: Tensor, b: Tensor, least = 0.01): number {
  if (String(a.shape) !== String(b.shape)) return Number.POSITIVE_INFINITY;
  let difference = 0;
  let size = least;
  for (let i = 0; i < b.data.length; i++) {
    const gap = Math.abs(Number(a.data[i]) - Number(b.data[i]));
    if (Number.isNaN(gap)) return Number.POSITIVE_INFINITY;
    difference = Math.max(difference, gap);
    size = Math.max(size, Math.abs(Number(b.data[i])));
  }
  return difference / size;
}

/** The distance of results in single precision: where everything cancels, what the inputs' size (about 1) leaves is rounding. */
export function singleDistance(a: Tensor, b: Tensor): number {
  return distance(a, b, 0.1);
}

/** Runs a plan once on ONNX Runtime. */
export async function runOnRuntime(plan: Plan, feeds: Tensors): Promise<Tensors> {
  const executor = onnxRuntimeExecutor();
  try {
    await executor.load("plan", plan);
    return await executor.run("plan", feeds);
  } finally {
    await executor.close();
  }
}

/** The ops that a value is computed with, itself included. */
export function opsOf(value: Value): string[] {
  return ancestors([value]).map((each) => each.op.name);
}

/** The sum of all elements, a scalar. */
export function total(x: Value): Value {
  const axes = x.shape.map((_, axis) => axis);
  return reshape(sum(x, axes), []);
}

function named(prefix: string, values: readonly Value[]): Record<string, Value> {
  return Object.fromEntries(values.map((value, i) => [`${prefix}${i}`, value]));
}

function nameOf(value: Value): string {
  return (value.attrs as { name: string }).name;
}
