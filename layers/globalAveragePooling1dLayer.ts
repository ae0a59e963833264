import { z } from "zod";
import { globallyPooled, pooledAxis } from "../src/layer/globalPooling.ts";
import { defineLayer, withZeroPadding } from "../src/layer.ts";
import { cast, divide, mean, perObservation, sum } from "../src/ops/index.ts";

/**
 * A layer that takes the mean of each channel: over all time steps (CBT becomes CB) or over the spatial dimension (SCB becomes CB, SCBT
 * becomes CBT). Padded steps are left out.
 *
 * @example globalAveragePooling1dLayer({ name: "gap" })
 * @see MATLAB globalAveragePooling1dLayer
 */
export const globalAveragePooling1dLayer = defineLayer({
  type: "globalAveragePooling1dLayer",
  base: "gapool1d",
  title: "1-D Global Average Pooling",
  description: () => "1-D global average pooling",
  options: z.object({}),
  predict: ({ inputs: [x] }) =>
    globallyPooled(x, (pooled) => {
      if (!pooled.lengths) return mean(pooled.value, [pooledAxis]);
      const total = sum(withZeroPadding(pooled).value, [pooledAxis]);
      return divide(total, perObservation(cast(pooled.lengths, "float"), pooled.value));
    }),
});
