import { applyLayer, storedShape } from "../../src/layer/apply.ts";
import type { Layer, LayerState } from "../../src/layer.ts";
import { input } from "../../src/ops/index.ts";
import { makePlan } from "../../src/plan/plan.ts";
import { evaluatePlan } from "../../src/run/reference.ts";
import type { Tensor } from "../../src/tensor.ts";

/** What an input layer makes of data [1, channels, …, time] (by default one observation, as many channels as fit) with these statistics. */
export function normalized(
  layer: Layer,
  data: readonly number[],
  statistics: Readonly<Record<string, readonly number[]>>,
  shape?: readonly number[],
): number[] {
  const spec = layer.definition.input!(layer.options as never);
  const rest = spec.format.includes("T") ? [data.length / spec.channels] : [];
  const sizes = shape ?? [1, spec.channels, ...rest];
  const feeds: Record<string, Tensor> = { x: feed(sizes, data) };
  const none = () => {
    throw new Error("an input layer has none");
  };
  const { outputs } = applyLayer(layer, [{ value: input("x", sizes), format: spec.format }], {
    training: false,
    learnable: none,
    random: none,
    state: (name, { size }) => {
      feeds[name] = feed(storedShape(size), statistics[name]);
      return input(name, storedShape(size));
    },
  });
  return Array.from(evaluatePlan(makePlan("input", { y: outputs[0].value }), feeds).y.data as Float64Array);
}

/** The states that an input layer declares. */
export function inputCase(layer: Layer): Readonly<Record<string, LayerState>> {
  return layer.definition.state?.({ options: layer.options as never, inputs: [] }) ?? {};
}

function feed(shape: readonly number[], data: readonly number[]): Tensor {
  return { type: "float64", shape, data: Float64Array.from(data) };
}
