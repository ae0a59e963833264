import { z } from "zod";
import { softmax } from "../src/functions/softmax.ts";
import { defineLayer, stepByStep } from "../src/layer.ts";

/**
 * A layer that turns the channels of each observation (and of each position and time step) into probabilities: `eˣ / Σ eˣ`. Any format in,
 * the same format out. `classificationLayer` takes its input from it.
 *
 * @example softmaxLayer({ name: "softmax" })
 * @see MATLAB softmaxLayer
 */
export const softmaxLayer = defineLayer({
  type: "softmaxLayer",
  base: "softmax",
  title: "Softmax",
  description: () => "softmax",
  options: z.object({}),
  produces: "probabilities",
  warning: ({ inputs: [x] }) =>
    x.shape[1] === 1
      ? "the softmax of one channel is 1 whatever goes in, so nothing before it learns. Give the layer before it one channel for each class, or use sigmoidLayer."
      : undefined,
  reach: stepByStep,
  predict: ({ inputs: [x] }) => softmax(x),
});
