import { z } from "zod";
import { dropProbability, dropped } from "../src/layer/dropout.ts";
import { defineLayer, stepByStep } from "../src/layer.ts";

/**
 * A layer that in training sets each element to zero with `probability` (0.5) and scales the others by 1/(1 − probability). In prediction
 * it changes nothing. Any format in, the same format out.
 *
 * @example dropoutLayer(0.2, { name: "drop" })
 * @see MATLAB dropoutLayer
 */
export const dropoutLayer = defineLayer({
  type: "dropoutLayer",
  base: "dropout",
  title: "Dropout",
  description: ({ probability }) => `${Number((100 * probability).toPrecision(5))}% dropout`,
  optionalPositional: ["probability"],
  options: z.object({ probability: dropProbability.default(0.5) }),
  reach: stepByStep,
  predict: ({ inputs: [x] }) => x,
  forward: ({ inputs: [x], options, random }) => dropped(x.value, options.probability, x.value.shape, random),
});
