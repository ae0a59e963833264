import { z } from "zod";
import { globalMaximum } from "../src/layer/globalPooling.ts";
import { pooledAway } from "../src/layer/windowReach.ts";
import { defineLayer } from "../src/layer.ts";

/**
 * A layer that keeps the largest element of each channel: over all time steps (CBT becomes CB) or over the spatial dimension (SCB becomes CB,
 * SCBT becomes CBT). Padded steps are left out.
 *
 * @example globalMaxPooling1dLayer({ name: "gapl" })
 * @see MATLAB globalMaxPooling1dLayer
 */
export const globalMaxPooling1dLayer = defineLayer({
  type: "globalMaxPooling1dLayer",
  base: "gmpool1d",
  title: "1-D Global Max Pooling",
  description: () => "1-D global max pooling",
  options: z.object({}),
  reach: pooledAway,
  predict: ({ inputs: [x] }) => globalMaximum(x, 1),
});
