import { z } from "zod";
import { LayerGraphError } from "../src/errors.ts";
import { defineLayer, realSteps } from "../src/layer.ts";
import {
  cast,
  divide,
  multiply,
  multiplyDims,
  perObservation,
  sizeValue,
  square,
  subtract,
  sum,
  total,
  type Value,
} from "../src/ops/index.ts";

/**
 * The output layer of a network that predicts numbers. The loss of an observation is half the sum of the squared errors over all responses
 * (not divided by their number); where there is a prediction for each time step it is divided by the number of steps. The loss of a
 * mini-batch is the mean over its observations.
 *
 * `responseNames` ([]) names the responses, one for each channel.
 *
 * @example regressionLayer({ responseNames: ["temperature"] })
 * @see MATLAB regressionLayer
 */
export const regressionLayer = defineLayer({
  type: "regressionLayer",
  base: "regressionoutput",
  title: "Regression Output",
  description: () => "mean-squared-error",
  options: z.object({ responseNames: z.array(z.string()).default([]) }),
  target: "numbers",
  predict: ({ inputs: [x], options: { responseNames } }) => {
    const channels = x.value.shape[1];
    if (responseNames.length === 0 || responseNames.length === channels) return x;
    const fix = "Name every response, or leave responseNames out.";
    throw new LayerGraphError(
      "size-mismatch",
      `received ${channels} channels, expected one for each of the ${responseNames.length} response names. ${fix}`,
      { received: `${channels} channels`, expected: `${responseNames.length} channels`, fix },
    );
  },
  loss: ({ prediction, target }) => {
    const { value, format, lengths } = prediction;
    const squared = square(subtract(value, target));
    const batch = value.shape[0];
    const real = realSteps(prediction);
    if (!real || !lengths) {
      const steps = format.includes("T") ? value.shape.at(-1)! : 1;
      return divide(total(squared), sizeValue(multiplyDims(2, batch, steps)));
    }
    const each: Value = sum(multiply(squared, cast(real, "float")), value.shape.map((_, axis) => axis).slice(1));
    return divide(total(divide(each, perObservation(cast(lengths, "float"), value))), sizeValue(multiplyDims(2, batch)));
  },
});
