import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { type Activation, type AnyLayerDefinition, type Format, type Layer, layerFrom } from "../../src/layer.ts";
import { gradients } from "../../src/ops/backward.ts";
import { input, symbol, type Value } from "../../src/ops/index.ts";
import { makePlan } from "../../src/plan/plan.ts";
import type { Tensors } from "../../src/run/executor.ts";
import { evaluatePlan } from "../../src/run/reference.ts";
import type { Tensor } from "../../src/tensor.ts";
import { centralDifferences, distance, runOnRuntime } from "../ops/opSuite.ts";
import { missing } from "./coverage.ts";
import { symbolic } from "./drawnLayer.ts";

interface FlatArray {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** A case of `test/golden/losses.json`. */
export interface GoldenLoss {
  readonly name: string;
  readonly layer: { readonly type: string };
  readonly format: Format;
  readonly prediction: FlatArray;
  readonly target: FlatArray;
  readonly loss: number;
  readonly predictionGradient: FlatArray;
}

/** The cases of one kind of output layer. */
function goldenLosses(type: string): GoldenLoss[] {
  const all = JSON.parse(readFileSync(new URL("../golden/losses.json", import.meta.url), "utf8")) as GoldenLoss[];
  return all.filter((each) => each.layer.type === type);
}

/** A golden case as values: the loss, its gradient by the prediction, and what is fed. */
function traced(definition: AnyLayerDefinition, golden: GoldenLoss): { loss: Value; prediction: Value; feeds: Tensors } {
  const { type: _type, ...options } = golden.layer;
  const layer = layerFrom(definition, { ...options, name: "output" });
  const prediction = input("prediction", symbolic({ format: golden.format, shape: golden.prediction.shape }));
  const loss = lossOf(layer, { value: prediction, format: golden.format }, input("target", prediction.shape));
  return { loss, prediction, feeds: { prediction: asTensor(golden.prediction), target: asTensor(golden.target) } };
}

/**
 * Says what every output layer must hold over its golden cases: three shapes and two sets of options, PyTorch's losses and gradients, and the
 * gradients of central differences. `distance` says how bounds are measured.
 */
export function testLoss(make: { readonly definition: unknown }, count: number): void {
  const definition = make.definition as AnyLayerDefinition;
  const cases = goldenLosses(definition.type);
  it("is tried over three shapes, and with two sets of options where it has options that change results", () => {
    const trials = cases.map(({ layer: { type: _type, ...options }, format, prediction }) => ({
      options: layerFrom(definition, { ...options, name: "output" }).options,
      inputs: [format, prediction.shape],
    }));
    expect(missing(trials, [])).toEqual([]);
    expect(cases.length).toBe(count);
  });
  it.each(cases)("gives PyTorch's loss and gradient: $name", async (golden) => {
    const { loss, prediction, feeds } = traced(definition, golden);
    const plan = makePlan("loss", { loss, gradient: gradients(loss, [prediction])[0] });
    const expected: Tensor = { type: "float64", shape: [], data: Float64Array.of(golden.loss) };
    const [runtime, double] = [await runOnRuntime(plan, feeds), evaluatePlan(plan, feeds)];
    expect(distance(runtime.loss, expected)).toBeLessThan(1e-5);
    expect(distance(runtime.gradient, asTensor(golden.predictionGradient))).toBeLessThan(1e-4);
    expect(distance(double.loss, expected)).toBeLessThan(1e-6);
    expect(distance(double.gradient, asTensor(golden.predictionGradient))).toBeLessThan(1e-6);
  });
  it.each(cases)("has the gradient that central differences give: $name", (golden) => {
    const { loss, prediction, feeds } = traced(definition, golden);
    const [numeric] = centralDifferences(makePlan("loss", { value: loss }), feeds, [prediction]);
    const { gradient } = evaluatePlan(makePlan("gradient", { gradient: gradients(loss, [prediction])[0] }), feeds);
    expect(distance(gradient, numeric)).toBeLessThan(1e-6);
  });
}

/** The loss of an output layer as a value. */
export function lossOf(layer: Layer, prediction: Activation, target: Value): Value {
  return layer.definition.loss!({ prediction, target, options: layer.options as never });
}

/** The loss of sequences [batch, channels, time] in double precision; of a padded batch where lengths are given. */
export function sequenceLoss(layer: Layer, prediction: FlatArray, target: FlatArray, lengths?: readonly number[]): number {
  const value = input("prediction", [symbol("batch"), prediction.shape[1], symbol("time")]);
  const padded = lengths && { lengths: input("lengths", [symbol("batch")], "int64") };
  const loss = lossOf(layer, { value, format: "CBT", ...padded }, input("target", value.shape));
  const feeds: Record<string, Tensor> = { prediction: asTensor(prediction), target: asTensor(target) };
  if (lengths) feeds.lengths = { type: "int64", shape: [lengths.length], data: BigInt64Array.from(lengths, BigInt) };
  return Number(evaluatePlan(makePlan("loss", { loss }), feeds).loss.data[0]);
}

/** The numbers of single precision that the file's decimals stand for. */
function asTensor({ shape, data }: FlatArray): Tensor {
  return { type: "float64", shape, data: Float64Array.from(data, Math.fround) };
}
