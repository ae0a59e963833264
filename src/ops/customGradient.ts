import { defineOp, type Value } from "./op.ts";

interface CustomGradientAttrs {
  /** The gradients of the sources from the gradient of the result. */
  readonly backward: (dy: Value) => readonly Value[];
}

/**
 * `y` itself, whose gradient flows not through what it was computed from but, as `backward` says, straight to `sources`: how a layer with
 * a backward of its own stands in the graph.
 */
export function customGradient(y: Value, sources: readonly Value[], backward: (dy: Value) => readonly Value[]): Value {
  return customGradientOp([y, ...sources], { backward });
}

const customGradientOp = defineOp<readonly Value[], CustomGradientAttrs>({
  name: "customGradient",
  shape: ({ inputs }) => inputs[0].shape,
  lower: ({ names }) => names[0],
  evaluate: ({ inputs }) => inputs[0].data,
  gradient: ({ inputs, attrs, dy }) => {
    let gradients: readonly Value[] | undefined;
    const gradient = (i: number): Value => {
      gradients ??= attrs.backward(dy);
      return gradients[i];
    };
    return inputs.map((_, i) => (i === 0 ? undefined : () => gradient(i - 1)));
  },
});
