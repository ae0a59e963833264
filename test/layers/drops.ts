import { applyLayer } from "../../src/layer/apply.ts";
import type { Layer } from "../../src/layer.ts";
import { type Dim, input, symbol } from "../../src/ops/index.ts";
import { makePlan } from "../../src/plan/plan.ts";
import { evaluatePlan } from "../../src/run/reference.ts";
import { elementCount, type Tensor } from "../../src/tensor.ts";

/** What a dropout layer makes of ones in training, [batch, channels, time], where these numbers are drawn; and what shape it drew. */
export function dropsOf(layer: Layer, shape: readonly number[], numbers: readonly number[]): { drawn: unknown[]; y: number[] } {
  const drawnShapes: (readonly Dim[])[] = [];
  const x = input("x", [symbol("batch"), shape[1], symbol("time")]);
  const { outputs } = applyLayer(layer, [{ value: x, format: "CBT" }], {
    training: true,
    learnable: () => x,
    state: () => x,
    random: (drawn) => {
      drawnShapes.push(drawn);
      return input("random", drawn);
    },
  });
  const sizes = drawnShapes[0].map((d, axis) => (d === 1 ? 1 : shape[axis]));
  const feed = (sizes: readonly number[], data: readonly number[]): Tensor => ({
    type: "float64",
    shape: sizes,
    data: Float64Array.from(data),
  });
  const ones = new Array<number>(elementCount(shape)).fill(1);
  const results = evaluatePlan(makePlan("dropout", { y: outputs[0].value }), {
    x: feed(shape, ones),
    random: feed(sizes, numbers),
  });
  return {
    drawn: drawnShapes[0].map((d) => (typeof d === "number" ? d : String(d))),
    y: Array.from(results.y.data as Float64Array),
  };
}
