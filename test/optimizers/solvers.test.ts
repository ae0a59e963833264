import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { defineLayer } from "../../src/layer.ts";
import { layerGraph } from "../../src/network/layerGraph.ts";
import { add, concatenate, multiply, total } from "../../src/ops/index.ts";
import { solvers, type ThresholdMethod } from "../../src/optimizers/index.ts";
import { fed, momentName, trainingPlan, type UpdateOptions } from "../../src/plan/training.ts";
import { type Executor, onnxRuntimeExecutor, referenceExecutor } from "../../src/run/index.ts";
import { floats, type Tensor } from "../../src/tensor.ts";

interface FlatArray {
  readonly shape: number[];
  readonly data: number[];
}

interface SolverCase {
  readonly name: string;
  readonly solver: UpdateOptions["solver"];
  readonly options: Readonly<Record<string, number>> & { readonly gradientThresholdMethod?: ThresholdMethod };
  readonly learnables: readonly {
    readonly name: string;
    readonly value: FlatArray;
    readonly learnRateFactor: number;
    readonly l2Factor: number;
  }[];
  readonly gradients: readonly (readonly FlatArray[])[];
  readonly values: readonly (readonly FlatArray[])[];
}

/** Every number is the shortest decimal of a float32, which is what PyTorch computed with. */
const cases = JSON.parse(readFileSync(new URL("../golden/solvers.json", import.meta.url), "utf8"), (key, value: unknown) =>
  key === "data" ? (value as number[]).map(Math.fround) : value,
) as SolverCase[];

/** Features are multiplied by the learnables one by one, so that the gradient of the sum is what is fed: the whole path of a training step. */
function graphOf({ learnables }: SolverCase) {
  const counts = learnables.map(({ value }) => value.data.length);
  const all = counts.reduce((a, b) => a + b, 0);
  const source = defineLayer({
    type: "gradientSource",
    options: z.object({}),
    input: () => ({ format: "CB", channels: all }),
    predict: ({ inputs: [x] }) => x,
  });
  const weighing = defineLayer({
    type: "weighingLayer",
    options: z.object({}),
    learnables: () =>
      Object.fromEntries(
        learnables.map(({ name, learnRateFactor, l2Factor }, i) => [
          name,
          { size: [counts[i]], initializer: "zeros", learnRateFactor, l2Factor },
        ]),
      ),
    predict: ({ inputs: [x], learnables: own }) =>
      multiply(
        x.value,
        concatenate(
          learnables.map(({ name }) => own[name]),
          0,
        ),
      ),
  });
  const summing = defineLayer({
    type: "summingLayer",
    options: z.object({}),
    target: "numbers",
    predict: ({ inputs: [x] }) => x,
    // The target has no part in the gradient.
    loss: ({ prediction, target }) => add(total(prediction.value), multiply(total(target), 0)),
  });
  return layerGraph([source({ name: "source" }), weighing({ name: "weighing" }), summing({ name: "loss" })]);
}

function updateOptionsOf({ solver, options }: SolverCase): UpdateOptions {
  const { initialLearnRate: _, ...constants } = options;
  return {
    momentum: 0,
    gradientDecayFactor: 0,
    squaredGradientDecayFactor: 0,
    epsilon: 0,
    gradientThreshold: Number.POSITIVE_INFINITY,
    gradientThresholdMethod: "l2norm",
    l2Regularization: 0,
    ...constants,
    solver,
  };
}

/** The learnables after each step. */
async function stepsOf(each: SolverCase, executor: Executor, numbers: (values: number[]) => Tensor): Promise<number[][]> {
  const update = updateOptionsOf(each);
  const { stepSize, moments } = solvers[each.solver];
  const start = each.learnables.flatMap(({ value }) => value.data);
  await executor.load("step", trainingPlan(graphOf(each), update, false));
  await executor.setState(fed.learnables, numbers(start));
  for (const name of moments) await executor.setState(momentName(name), numbers(start.map(() => 0)));
  const results: number[][] = [];
  for (const [i, gradients] of each.gradients.entries()) {
    const gradient = gradients.flatMap(({ data }) => data);
    const scalar = numbers([stepSize(each.options.initialLearnRate, i + 1, update)]);
    await executor.run("step", {
      source: { ...numbers(gradient), shape: [1, gradient.length] } as Tensor,
      [fed.target]: { ...numbers(gradient), shape: [1, gradient.length] } as Tensor,
      [fed.stepSize]: { ...scalar, shape: [] } as Tensor,
    });
    results.push(Array.from((await executor.getState(fed.learnables)).data, Number));
  }
  await executor.close();
  return results;
}

const doubles = (values: number[]): Tensor => ({ type: "float64", shape: [values.length], data: Float64Array.from(values) });
const singles = (values: number[]): Tensor => floats([values.length], values);

/** The same steps by the formulas as they are written in MATLAB's documentation, number by number. */
function stepsByHand({ solver, options, learnables, gradients }: SolverCase): number[][] {
  const memory = learnables.map(({ value }) => value.data.map(() => ({ velocity: 0, mean: 0, square: 0 })));
  let values = learnables.map(({ value }) => value.data);
  return gradients.map((step, at) => {
    const raw = step.map(({ data }, l) =>
      data.map((g, i) => g + options.l2Regularization * learnables[l].l2Factor * values[l][i]),
    );
    const bounded = boundedByHand(raw, options.gradientThreshold, options.gradientThresholdMethod);
    values = values.map((array, l) =>
      array.map((value, i) => {
        const rate = options.initialLearnRate * learnables[l].learnRateFactor;
        return value + changeByHand(solver, { options, rate, step: at + 1, g: bounded[l][i], memory: memory[l][i] });
      }),
    );
    return values.flat();
  });
}

function boundedByHand(gradients: number[][], threshold: number | undefined, method: ThresholdMethod | undefined): number[][] {
  if (threshold === undefined) return gradients;
  if (method === "absolute-value") return gradients.map((g) => g.map((v) => Math.min(threshold, Math.max(-threshold, v))));
  return gradients.map((own) => {
    const norm = Math.hypot(...(method === "l2norm" ? own : gradients.flat()));
    return norm > threshold ? own.map((v) => (v * threshold) / norm) : own;
  });
}

interface Change {
  readonly options: SolverCase["options"];
  readonly rate: number;
  readonly step: number;
  readonly g: number;
  readonly memory: { velocity: number; mean: number; square: number };
}

function changeByHand(solver: UpdateOptions["solver"], { options, rate, step, g, memory }: Change): number {
  const { momentum, gradientDecayFactor: beta1, squaredGradientDecayFactor: beta2, epsilon } = options;
  if (solver === "sgdm") {
    memory.velocity = momentum * memory.velocity - rate * g;
    return memory.velocity;
  }
  memory.square = beta2 * memory.square + (1 - beta2) * g * g;
  if (solver === "rmsprop") return (-rate * g) / (Math.sqrt(memory.square) + epsilon);
  memory.mean = beta1 * memory.mean + (1 - beta1) * g;
  const corrected = (rate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
  return (-corrected * memory.mean) / (Math.sqrt(memory.square) + epsilon);
}

function largestDifference(a: readonly number[][], b: readonly number[][]): number {
  return Math.max(...a.flatMap((row, i) => row.map((value, j) => Math.abs(value - b[i][j]))));
}

describe("the update of a training step", () => {
  describe.each(cases.map((each) => ({ name: each.name, each })))("$name", ({ each }) => {
    const expected = each.values.map((values) => values.flatMap(({ data }) => data));

    it("is MATLAB's formulas to twelve digits in double precision", async () => {
      const steps = await stepsOf(each, referenceExecutor(), doubles);
      expect(largestDifference(steps, stepsByHand(each))).toBeLessThan(1e-12);
    });

    it("is PyTorch's over five steps, rounded to single precision", async () => {
      const steps = await stepsOf(each, referenceExecutor(), doubles);
      expect(steps.map((row) => row.map(Math.fround))).toEqual(expected);
    });

    it("is PyTorch's within 1e-5 when the runtime computes in single precision", async () => {
      expect(largestDifference(await stepsOf(each, onnxRuntimeExecutor(1), singles), expected)).toBeLessThan(1e-5);
    });
  });
});
