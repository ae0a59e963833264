import { z } from "zod";
import { defineLayer, stepByStep } from "../src/layer.ts";

/**
 * A layer that passes its input on as it is, such as the short way past a block. Any format in, the same format out.
 *
 * @example identityLayer({ name: "skip" })
 * @see MATLAB identityLayer
 */
export const identityLayer = defineLayer({
  type: "identityLayer",
  base: "identity",
  title: "Identity",
  options: z.object({}),
  reach: stepByStep,
  predict: ({ inputs: [x] }) => x,
});
