import { applyLayer, storedShape } from "../../src/layer/apply.ts";
import type { Activation, Format, Layer } from "../../src/layer.ts";
import { gradients } from "../../src/ops/backward.ts";
import { type Dim, input, multiply, symbol, type Value } from "../../src/ops/index.ts";
import { makePlan, type Plan } from "../../src/plan/plan.ts";
import type { Tensors } from "../../src/run/executor.ts";
import { evaluatePlan } from "../../src/run/reference.ts";
import type { Tensor } from "../../src/tensor.ts";
import { total } from "../ops/opSuite.ts";
import { Sample } from "../ops/sample.ts";

/** What flows into a layer under test: sizes in the order [B, C, S…, T], of which batch and time become symbols. */
export interface DrawnInput {
  readonly format: Format;
  readonly shape: readonly number[];
  /** Whole numbers from 1 to this one: indices of words. */
  readonly integers?: number;
}

/** A layer traced over random arrays. */
export interface DrawnLayer {
  readonly outputs: readonly Activation[];
  readonly newState: Readonly<Record<string, Value>>;
  readonly feeds: Tensors;
  /** The arrays that flow in, then the learnables: everything that has a gradient. */
  readonly wrt: readonly Value[];
  readonly inputCount: number;
}

/** The shape with symbols for batch and time. */
export function symbolic({ format, shape }: DrawnInput): Dim[] {
  const last = shape.length - 1;
  return shape.map((n, axis) => (axis === 0 ? symbol("batch") : axis === last && format.includes("T") ? symbol("time") : n));
}

/** Traces a layer over random inputs, learnables and states. With `padded`, its inputs have the lengths that are fed as `lengths`. */
export function drawLayer(
  layer: Layer,
  inputs: readonly DrawnInput[],
  { training = false, padded = false }: { training?: boolean; padded?: boolean } = {},
): DrawnLayer {
  const sample = new Sample(layer.type, JSON.stringify([layer.given, inputs]));
  for (const { format, shape } of inputs) {
    sample.symbols.batch = shape[0];
    if (format.includes("T")) sample.symbols.time = shape.at(-1)!;
  }
  const lengths = padded ? input("lengths", [symbol("batch")], "int64") : undefined;
  const activations = inputs.map((each, i): Activation => {
    const value = each.integers
      ? sample.indices(symbolic(each), each.integers)
      : sample.distinct(symbolic(each), (i % 2 === 0 ? 1 : 0) as 0 | 1);
    return { value, format: each.format, ...(lengths && each.format.includes("T") && { lengths }) };
  });
  const learnables: Value[] = [];
  const applied = applyLayer({ ...layer, name: layer.name || "layer" }, activations, {
    training,
    learnable: (_, spec) => {
      const value = sample.numbers(storedShape(spec.size));
      learnables.push(value);
      return value;
    },
    state: (_, spec) => sample.numbers(storedShape(spec.size), { from: 0.5, to: 2 }),
    random: (shape) => sample.numbers(shape, { from: 0, to: 0.99, kinks: [0.2, 0.3, 0.4, 0.5] }),
  });
  return {
    outputs: applied.outputs,
    newState: applied.newState,
    feeds: sample.feeds,
    wrt: [...activations.map((x) => x.value), ...learnables],
    inputCount: inputs.length,
  };
}

/** The sum of a layer's results, each times a number of its own that is fed as `weights0`, …: a scalar to differentiate. */
export function weighted(outputs: readonly Activation[]): Value {
  const sums = outputs.map(({ value }, i) => total(multiply(value, input(`weights${i}`, value.shape))));
  return sums.reduce((a, b) => multiply(a, b));
}

/** Random weights for `weighted`, in the shapes that the results have for these feeds. */
export function weightsFor(outputs: readonly Activation[], feeds: Tensors): Record<string, Tensor> {
  const results = evaluatePlan(
    makePlan(
      "results",
      named(
        "y",
        outputs.map((o) => o.value),
      ),
    ),
    feeds,
  );
  const sample = new Sample("weights", outputs.length);
  return Object.fromEntries(
    outputs.map((_, i) => {
      const { shape, data } = results[`y${i}`];
      const values = Float64Array.from(data as Float64Array, () => sample.random.normal());
      return [`weights${i}`, { type: "float64", shape, data: values } as Tensor];
    }),
  );
}

/** A plan of the results, as `y0`, …, and of the gradients of `weighted`, as `gradient0`, …. */
export function gradientPlan({ outputs, wrt }: DrawnLayer, more: Readonly<Record<string, Value>> = {}): Plan {
  const values = outputs.map((o) => o.value);
  return makePlan("layer", {
    ...named("y", values),
    ...named("gradient", gradients(weighted(outputs), wrt)),
    ...more,
  });
}

/** The values under numbered names. */
export function named(prefix: string, values: readonly Value[]): Record<string, Value> {
  return Object.fromEntries(values.map((value, i) => [`${prefix}${i}`, value]));
}
