import { internal } from "../errors.ts";
import { defineOp, nothingComputed, type Value } from "./op.ts";
import { zeros } from "./reduction.ts";

/** What a backward of its own is given: all arrays of the computation, and the gradients of all results, zero where none arrived. */
export interface BackwardArguments {
  readonly results: readonly Value[];
  readonly sources: readonly Value[];
  readonly gradients: readonly Value[];
}

/** The gradients of the sources, in their order. */
export type CustomBackward = (args: BackwardArguments) => readonly Value[];

/**
 * The results themselves, whose gradients flow not through what they were computed from but, as `backward` says, straight to `sources`: how
 * a layer with a backward of its own stands in the graph. `backward` is called once, however many of the results are used.
 */
export function customGradients(results: readonly Value[], sources: readonly Value[], backward: CustomBackward): Value[] {
  const meeting = customBackwardOp([...results, ...sources], { count: results.length, backward });
  return results.map((y, which) => customGradientOp([y, meeting], { which }));
}

/** The same for one result. */
export function customGradient(y: Value, sources: readonly Value[], backward: (dy: Value) => readonly Value[]): Value {
  return customGradients([y], sources, ({ gradients: [dy] }) => backward(dy))[0];
}

/** A result: the value itself, and where its gradient goes. */
const customGradientOp = defineOp<readonly [y: Value, meeting: Value], { readonly which: number }>({
  name: "customGradient",
  shape: ({ inputs: [y] }) => y.shape,
  lower: ({ names: [y] }) => y,
  operations: nothingComputed,
  evaluate: ({ inputs: [y] }) => y.data,
  gradient: ({ attrs, dy }) => [undefined, () => arrivedGradientOp([dy], attrs)],
});

/** Where the gradients of all results meet: 0, which nothing computes with. The walk reaches it once, after all results. */
const customBackwardOp = defineOp<readonly Value[], { readonly count: number; readonly backward: CustomBackward }>({
  name: "customBackward",
  shape: () => [],
  type: () => "float",
  lower: ({ emit }) => emit.scalar(0, "float"),
  operations: nothingComputed,
  evaluate: () => Float64Array.of(0),
  gradient: ({ inputs, attrs: { count, backward }, dy }) => {
    let gradients: readonly Value[] | undefined;
    const forced = (): readonly Value[] => {
      const [results, sources] = [inputs.slice(0, count), inputs.slice(count)];
      const found = arrived(dy);
      return backward({ results, sources, gradients: results.map((y, i) => found.get(i) ?? zeros(y.shape)) });
    };
    return inputs.map((_, i) => {
      if (i < count) return undefined;
      return () => {
        gradients ??= forced();
        return gradients[i - count];
      };
    });
  },
});

/** The gradient of one result on its way to the others; it counts as 0 where it is added to them. */
const arrivedGradientOp = defineOp<readonly [dy: Value], { readonly which: number }>({
  name: "arrivedGradient",
  shape: () => [],
  lower: ({ emit }) => emit.scalar(0, "float"),
  operations: nothingComputed,
  evaluate: () => Float64Array.of(0),
  gradient: "none",
});

/** The gradients that have met, by the number of their result. */
function arrived(dy: Value): ReadonlyMap<number, Value> {
  if (dy.op.name === "add") return new Map(dy.inputs.flatMap((part) => [...arrived(part)]));
  if (dy.op.name !== "arrivedGradient")
    internal("only results of a computation with a backward of its own use its meeting point");
  return new Map([[(dy.attrs as { which: number }).which, dy.inputs[0]]]);
}
