import { z } from "zod";
import { poolingDescription, poolingOptions, poolSteps, refuseWidePadding } from "../src/layer/pooling.ts";
import { type SlidingWindow, walked } from "../src/layer/slidingWindow.ts";
import { type Activation, defineLayer } from "../src/layer.ts";
import { averagePool, constant, divide, expand, maximum, type Value } from "../src/ops/index.ts";

/**
 * A layer that takes the mean of each window of `poolSize` steps: over time in CBT, over the spatial dimension in SCB and SCBT. The format
 * stays. `stride` (1) is the distance of neighbouring windows. `padding` (0) is a number of steps on both sides, `[left, right]`, each smaller
 * than poolSize, or `"same"` (⌈length / stride⌉ outputs, an odd step goes right). `paddingValue` is 0 (default: padding counts as zeros) or `"mean"`
 * (padding does not count).
 *
 * @example averagePooling1dLayer(3, { stride: 2, padding: "same", paddingValue: "mean" })
 * @see MATLAB averagePooling1dLayer
 */
export const averagePooling1dLayer = defineLayer({
  type: "averagePooling1dLayer",
  base: "avgpool1d",
  title: "1-D Average Pooling",
  description: (options) => poolingDescription("Average", options),
  positional: ["poolSize"],
  options: z
    .object({
      ...poolingOptions,
      paddingValue: z.union([z.literal(0), z.literal("mean")], { error: 'must be 0 or "mean"' }).default(0),
    })
    .superRefine(refuseWidePadding),
  predict: ({ inputs: [x], options }) => {
    const { value, lengths } = averaged(x, options);
    const padded = options.padding !== 0 && options.paddingValue === "mean";
    return { value: padded ? divide(value, realShare(x, options)) : value, format: x.format, lengths };
  },
});

interface Pooling {
  readonly poolSize: number;
  readonly stride: number;
  readonly padding: SlidingWindow["padding"];
}

/** The mean of each window, padding counted as zeros. */
function averaged(x: Activation, { poolSize, stride, padding }: Pooling): { value: Value; lengths?: Value } {
  const window = { size: poolSize, stride, dilation: 1, padding, fill: 0, ownFill: 0 };
  const { value, before, after, lengths } = walked(x, window);
  return { value: averagePool(value, poolSteps(x, { size: poolSize, stride, before, after })), lengths };
}

/** Which part of each window is no padding; of windows that lie in a batch's padding, as much as one element. */
function realShare(x: Activation, options: Pooling): Value {
  const shape = x.value.shape.map((d, axis) => (axis === 2 || (axis === 0 && x.lengths) ? d : 1));
  const ones = expand(
    constant(
      [1],
      shape.map(() => 1),
    ),
    shape,
  );
  return maximum(averaged({ ...x, value: ones }, options).value, 1 / options.poolSize);
}
