import { z } from "zod";
import { poolingDescription, poolingOptions, poolSteps, refuseWidePadding } from "../src/layer/pooling.ts";
import { lowest, walked } from "../src/layer/slidingWindow.ts";
import { type Activation, defineLayer, realSteps } from "../src/layer.ts";
import { maxPool, select } from "../src/ops/index.ts";

/**
 * A layer that keeps the largest element of each window of `poolSize` steps: over time in CBT, over the spatial dimension in SCB and SCBT. The
 * format stays. `stride` (1) is the distance of neighbouring windows. `padding` (0), which is never the largest, is a number of steps on both
 * sides, `[left, right]`, each smaller than poolSize, or `"same"` (⌈length / stride⌉ outputs, an odd step goes right).
 *
 * @example maxPooling1dLayer(3, { stride: 2 })
 * @see MATLAB maxPooling1dLayer
 */
export const maxPooling1dLayer = defineLayer({
  type: "maxPooling1dLayer",
  base: "maxpool1d",
  title: "1-D Max Pooling",
  description: (options) => poolingDescription("Max", options),
  positional: ["poolSize"],
  options: z.object(poolingOptions).superRefine(refuseWidePadding),
  predict: ({ inputs: [x], options: { poolSize, stride, padding } }) => {
    const window = { size: poolSize, stride, dilation: 1, padding, fill: lowest, ownFill: lowest };
    const { value, before, after, lengths } = walked(x, window);
    const steps = poolSteps(x, { size: poolSize, stride, before, after });
    const pooled: Activation = { value: maxPool(value, steps), format: x.format, lengths };
    const real = realSteps(pooled);
    // Windows of padding alone hold numbers so low that later layers would overflow.
    return real ? { ...pooled, value: select(real, pooled.value, 0) } : pooled;
  },
});
