import { z } from "zod";
import { unpooled } from "../src/layer/unpooling.ts";
import { defineLayer, sameStep } from "../src/layer.ts";

/**
 * A layer that puts the elements that a `maxPooling2dLayer` with `hasUnpoolingOutputs` kept back to where they were, with zeros around them. Its ports are `in`
 * (what became of the pooled elements), `indices` and `size`, to be connected to the ports of the same names of the pooling layer. SSCB gives SSCB, SSCBT
 * gives SSCBT, in the height and width of what was pooled.
 *
 * @example maxUnpooling2dLayer({ name: "unpool" })
 * @see MATLAB maxUnpooling2dLayer
 */
export const maxUnpooling2dLayer = defineLayer({
  type: "maxUnpooling2dLayer",
  base: "maxunpool",
  title: "2-D Max Unpooling",
  description: () => "2-D max unpooling",
  options: z.object({}),
  inputNames: ["in", "indices", "size"],
  reach: () => ({ reach: [[sameStep, sameStep, "none"]] }),
  predict: ({ inputs: [x, indices, size] }) => unpooled(x, indices, size),
});
