import { z } from "zod";
import { globalMean } from "../src/layer/globalPooling.ts";
import { pooledAway } from "../src/layer/windowReach.ts";
import { defineLayer } from "../src/layer.ts";

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
  reach: pooledAway,
  predict: ({ inputs: [x] }) => globalMean(x, 1),
});
