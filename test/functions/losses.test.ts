import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { crossentropy } from "../../src/functions/crossentropy.ts";
import { huber } from "../../src/functions/huber.ts";
import { indexcrossentropy } from "../../src/functions/indexcrossentropy.ts";
import { l1loss } from "../../src/functions/l1loss.ts";
import { l2loss } from "../../src/functions/l2loss.ts";
import { namedLosses } from "../../src/functions/lossNames.ts";
import { mae } from "../../src/functions/mae.ts";
import { mse } from "../../src/functions/mse.ts";
import type { Activation, Format } from "../../src/layer.ts";
import { gradients } from "../../src/ops/backward.ts";
import { constant, input, sigmoid, symbol, type Value } from "../../src/ops/index.ts";
import { makePlan } from "../../src/plan/plan.ts";
import type { Tensors } from "../../src/run/executor.ts";
import { evaluatePlan } from "../../src/run/reference.ts";
import type { Tensor } from "../../src/tensor.ts";
import { missing } from "../layers/coverage.ts";
import { symbolic } from "../layers/drawnLayer.ts";
import { centralDifferences, distance, runOnRuntime } from "../ops/opSuite.ts";

const functions = { crossentropy, huber, indexcrossentropy, l1loss, l2loss, mae, mse };

interface FlatArray {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

interface GoldenCase {
  readonly name: string;
  readonly function: keyof typeof functions;
  /** A mask is an array. */
  readonly options: Readonly<Record<string, unknown>> & { readonly mask?: FlatArray };
  readonly format: Format;
  readonly prediction: FlatArray;
  readonly target: FlatArray;
  readonly loss: number;
  readonly predictionGradient: FlatArray;
}

const cases = JSON.parse(readFileSync(new URL("../golden/loss-functions.json", import.meta.url), "utf8")) as GoldenCase[];

function asTensor({ shape, data }: FlatArray): Tensor {
  return { type: "float64", shape, data: Float64Array.from(data, Math.fround) };
}

function symbolicInput(name: string, format: Format, shape: readonly number[]): Activation {
  return { value: input(name, symbolic({ format, shape })), format };
}

const lossOf = (golden: GoldenCase): { readonly loss: Value; readonly y: Value; readonly feeds: Tensors } => {
  const y = symbolicInput("y", golden.format, golden.prediction.shape);
  const t = symbolicInput("t", golden.format, golden.target.shape);
  const { mask, ...options } = golden.options;
  const loss = functions[golden.function](y, t, {
    ...options,
    ...(mask && { mask: symbolicInput("mask", golden.format, mask.shape) }),
  });
  const feeds = { y: asTensor(golden.prediction), t: asTensor(golden.target), ...(mask && { mask: asTensor(mask) }) };
  return { loss, y: y.value, feeds };
};

describe.each(Object.keys(functions) as (keyof typeof functions)[])("%s", (name) => {
  const own = cases.filter((each) => each.function === name);

  it("is tried over three shapes and with two sets of options", () => {
    expect(
      missing(
        own.map(({ options, format, prediction }) => ({ options, inputs: [format, prediction.shape] })),
        [],
      ),
    ).toEqual([]);
  });

  it("gives PyTorch's losses and gradients", async () => {
    for (const golden of own) {
      const { loss, y, feeds } = lossOf(golden);
      const plan = makePlan("loss", { loss, gradient: gradients(loss, [y])[0] });
      const expected: Tensor = { type: "float64", shape: [], data: Float64Array.of(golden.loss) };
      const [runtime, double] = [await runOnRuntime(plan, feeds), evaluatePlan(plan, feeds)];
      expect(distance(runtime.loss, expected), golden.name).toBeLessThan(1e-5);
      expect(distance(runtime.gradient, asTensor(golden.predictionGradient)), golden.name).toBeLessThan(1e-4);
      expect(distance(double.loss, expected), golden.name).toBeLessThan(1e-6);
      expect(distance(double.gradient, asTensor(golden.predictionGradient)), golden.name).toBeLessThan(1e-6);
    }
  });

  it("has the gradient of its central differences in double precision", () => {
    for (const golden of own) {
      const { loss, y, feeds } = lossOf(golden);
      const [gradient] = gradients(loss, [y]);
      const [numeric] = centralDifferences(makePlan("loss", { value: loss }), feeds, [y]);
      expect(distance(evaluatePlan(makePlan("gradient", { gradient }), feeds).gradient, numeric), golden.name).toBeLessThan(1e-6);
    }
  });
});

/** Two sequences of three channels; the second has two real steps of four. */
const lengths = [4, 2];
const numbers = (seed: number) => Float64Array.from({ length: 24 }, (_, i) => 0.2 + 0.6 * Math.abs(Math.sin(seed + i)));

function padded(loss: (y: Activation, t: Activation) => Value, targetChannels = 3): number {
  const lengthsValue = input("lengths", [symbol("batch")], "int64");
  const y: Activation = { value: input("y", [symbol("batch"), 3, symbol("time")]), format: "CBT", lengths: lengthsValue };
  const t: Activation = { value: input("t", [symbol("batch"), targetChannels, symbol("time")]), format: "CBT" };
  const target = targetChannels === 1 ? Float64Array.of(1, 2, 3, 1, 2, 2, 0, 0) : numbers(2);
  const feeds: Tensors = {
    y: { type: "float64", shape: [2, 3, 4], data: numbers(1) },
    t: { type: "float64", shape: [2, targetChannels, 4], data: target },
    lengths: { type: "int64", shape: [2], data: BigInt64Array.from(lengths, BigInt) },
  };
  return Number(evaluatePlan(makePlan("loss", { loss: loss(y, t) }), feeds).loss.data[0]);
}

/** The sum of a loss over the real elements, by hand. */
function summed(each: (y: number, t: number) => number): number {
  const [y, t] = [numbers(1), numbers(2)];
  return y.reduce((sum, value, at) => {
    const [row, step] = [Math.floor(at / 12), at % 4];
    return step < lengths[row] ? sum + each(value, t[at]) : sum;
  }, 0);
}

describe("padded sequences", () => {
  const squares = summed((y, t) => (y - t) ** 2);

  it("count neither in the sum nor in what it is divided by", () => {
    expect(padded((y, t) => l2loss(y, t))).toBeCloseTo(squares / 2, 12);
    expect(padded((y, t) => l2loss(y, t, { normalizationFactor: "all-elements" }))).toBeCloseTo(squares / 18, 12);
    expect(padded((y, t) => l2loss(y, t, { normalizationFactor: "positions" }))).toBeCloseTo(squares / 6, 12);
    expect(padded((y, t) => l2loss(y, t, { normalizationFactor: "none" }))).toBeCloseTo(squares, 12);
    expect(padded((y, t) => mae(y, t))).toBeCloseTo(summed((y, t) => Math.abs(y - t)) / 18, 12);
    expect(padded((y, t) => crossentropy(y, t, { normalizationFactor: "positions" }))).toBeCloseTo(
      -summed((y, t) => t * Math.log(y)) / 6,
      12,
    );
  });

  it("are left out of what a mask includes", () => {
    const mask = constant([1, 0, 1], [1, 3, 1]);
    const masked = (factor: "mask-included" | "none") => padded((y, t) => l2loss(y, t, { mask, normalizationFactor: factor }));
    expect(masked("none")).toBeLessThan(squares);
    expect(masked("mask-included")).toBeCloseTo(masked("none") / 12, 12);
  });

  it("have no class number, which adds nothing", () => {
    const y = numbers(1);
    const expected = -[y[0], y[5], y[10], y[3], y[16], y[17]].reduce((sum, p) => sum + Math.log(p), 0) / 6;
    expect(padded((prediction, t) => indexcrossentropy(prediction, t, { normalizationFactor: "positions" }), 1)).toBeCloseTo(
      expected,
      12,
    );
  });

  it("are divided by each sequence's own steps for a regression layer", () => {
    const [y, t] = [numbers(1), numbers(2)];
    const own = lengths.map((length, row) => {
      const real = [...y.keys()].filter((at) => Math.floor(at / 12) === row && at % 4 < length);
      return real.reduce((sum, at) => sum + (y[at] - t[at]) ** 2, 0) / length;
    });
    expect(padded((prediction, target) => mse(prediction, target, { normalizationFactor: "steps" }))).toBeCloseTo(
      (own[0] + own[1]) / 4,
      12,
    );
  });
});

describe("a loss function", () => {
  const y = symbolicInput("y", "CB", [2, 3]);

  it("gives the loss of each element where nothing is to be added up", () => {
    const plan = makePlan("loss", { loss: l1loss(y, symbolicInput("t", "CB", [2, 3]), { reduction: "none" }) });
    const feeds: Tensors = {
      y: { type: "float64", shape: [1, 3], data: Float64Array.of(1, 2, 3) },
      t: { type: "float64", shape: [1, 3], data: Float64Array.of(2, 2, 1) },
    };
    expect([...(evaluatePlan(plan, feeds).loss.data as Float64Array)]).toEqual([1, 0, 2]);
  });

  it("computes from the input of a sigmoid, so that certain mistakes still have a gradient in single precision", async () => {
    const x = input("x", [1, 2]);
    const loss = crossentropy(
      { value: sigmoid(x), format: "CB" },
      { value: constant([1, 0], [1, 2]), format: "CB" },
      { classificationMode: "multilabel" },
    );
    const plan = makePlan("loss", { loss, gradient: gradients(loss, [x])[0] });
    const feeds = { x: { type: "float64", shape: [1, 2], data: Float64Array.of(-200, 200) } } as const;
    for (const results of [await runOnRuntime(plan, feeds), evaluatePlan(plan, feeds)]) {
      expect(Number(results.loss.data[0])).toBeCloseTo(400, 4);
      expect(Array.from(results.gradient.data, Number)).toEqual([-1, 1]);
    }
  });

  it.each([
    [
      () => mse(y, symbolicInput("t", "CB", [2, 4])),
      "mse: Size of predictions and targets must match. The prediction is [batch, 3] (CB), the target [batch, 4] (CB).",
    ],
    [() => l2loss(y, y, { normalizationFactor: "all" as never }), "l2loss: option 'normalizationFactor' must be"],
    [() => l1loss(y, y, { reduction: "mean" as never }), 'l1loss: option \'reduction\' must be "sum", "none", received "mean".'],
    [() => huber(y, y, { transitionPoint: 0 }), "huber: option 'transitionPoint' must be a positive number, received 0."],
    [
      () => crossentropy(y, y, { weights: [1, 2] }),
      "crossentropy: option 'weights' must have a positive number for each of the 3 classes, received [1, 2].",
    ],
    [() => crossentropy(y, y, { classificationMode: "both" as never }), "option 'classificationMode' must be"],
    [() => indexcrossentropy(y, y), "indexcrossentropy: the target is [batch, 3] (CB), expected one channel of class numbers"],
  ])("refuses what it cannot compute (%#)", (call, message) => {
    expect(call).toThrow(message);
  });

  it("has the divisor of trainnet under trainnet's names", () => {
    const value = (name: keyof typeof namedLosses) =>
      padded((p, t) => namedLosses[name].loss(p, t), name === "index-crossentropy" ? 1 : 3);
    expect(value("mse")).toBeCloseTo(summed((p, t) => (p - t) ** 2) / 18, 12);
    expect(value("l1loss")).toBeCloseTo(summed((p, t) => Math.abs(p - t)) / 18, 12);
    expect(value("huber")).toBeCloseTo(value("mse") / 2, 12);
    expect(value("crossentropy")).toBeCloseTo(-summed((p, t) => t * Math.log(p)) / 6, 12);
    expect(value("binary-crossentropy")).toBeCloseTo(-summed((p, t) => t * Math.log(p) + (1 - t) * Math.log(1 - p)) / 18, 12);
    expect(value("index-crossentropy")).toBeGreaterThan(0);
  });
});
