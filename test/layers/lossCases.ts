import { readFileSync } from "node:fs";
import { type Activation, type AnyLayerDefinition, type Format, type Layer, layerFrom } from "../../src/layer.ts";
import { input, symbol, type Value } from "../../src/ops/index.ts";
import { gradients } from "../../src/plan/backward.ts";
import { makePlan } from "../../src/plan/plan.ts";
import type { Tensors } from "../../src/run/executor.ts";
import { evaluatePlan } from "../../src/run/reference.ts";
import type { Tensor } from "../../src/tensor.ts";
import { distance, runOnRuntime } from "../ops/opSuite.ts";
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
export function goldenLosses(type: string): GoldenLoss[] {
  const all = JSON.parse(readFileSync(new URL("../golden/losses.json", import.meta.url), "utf8")) as GoldenLoss[];
  return all.filter((each) => each.layer.type === type);
}

/** The largest distance of loss and gradient from PyTorch's: by the runtime, and in double precision. */
export async function goldenLossDistances(
  definition: AnyLayerDefinition,
  golden: GoldenLoss,
): Promise<[runtime: number, double: number]> {
  const { type: _type, ...options } = golden.layer;
  const layer = layerFrom(definition, { ...options, name: "output" });
  const value = input("prediction", symbolic({ format: golden.format, shape: golden.prediction.shape }));
  const loss = lossOf(layer, { value, format: golden.format }, input("target", value.shape));
  const plan = makePlan("loss", { loss, gradient: gradients(loss, [value])[0] });
  const feeds = { prediction: asTensor(golden.prediction), target: asTensor(golden.target) };
  const expected: Tensors = {
    loss: { type: "float64", shape: [], data: Float64Array.of(golden.loss) },
    gradient: asTensor(golden.predictionGradient),
  };
  const worst = (results: Tensors): number =>
    Math.max(...Object.keys(expected).map((name) => distance(results[name], expected[name])));
  return [worst(await runOnRuntime(plan, feeds)), worst(evaluatePlan(plan, feeds))];
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

function asTensor({ shape, data }: FlatArray): Tensor {
  return { type: "float64", shape, data: Float64Array.from(data) };
}
