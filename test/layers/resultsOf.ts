import { applyLayer, storedShape } from "../../src/layer/apply.ts";
import type { Format, Layer } from "../../src/layer.ts";
import { constant } from "../../src/ops/index.ts";
import { makePlan } from "../../src/plan/plan.ts";
import { evaluatePlan } from "../../src/run/reference.ts";
import type { Tensor } from "../../src/tensor.ts";
import { named } from "./drawnLayer.ts";

/** An array that flows into a layer, in the order [B, C, S…, T], row-major; with the lengths of the sequences where the batch is padded. */
export interface Given {
  readonly format: Format;
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
  readonly lengths?: readonly number[];
}

/** What a layer makes of given numbers, in double precision; learnables, by name, in MATLAB's order in memory. */
export function resultsOf(
  layer: Layer,
  inputs: readonly Given[],
  learnables: Readonly<Record<string, ArrayLike<number>>> = {},
): Tensor[] {
  const activations = inputs.map(({ format, shape, data, lengths }) => ({
    value: constant(data, shape),
    format,
    ...(lengths && { lengths: constant(lengths, [lengths.length], "int64") }),
  }));
  const source = (name: string, { size }: { readonly size: readonly number[] }) => constant(learnables[name], storedShape(size));
  const { outputs } = applyLayer({ ...layer, name: layer.name || "layer" }, activations, {
    training: false,
    learnable: source,
    state: source,
    random: () => {
      throw new Error("no random numbers are drawn here");
    },
  });
  const values = outputs.map((o) => o.value);
  const results = evaluatePlan(makePlan("layer", named("y", values)), {});
  return values.map((_, i) => results[`y${i}`]);
}
