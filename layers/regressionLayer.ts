import { z } from "zod";
import { LayerGraphError } from "../src/errors.ts";
import { mse } from "../src/functions/mse.ts";
import { defineLayer, like } from "../src/layer.ts";

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
  loss: ({ prediction, target }) => mse(prediction, like(prediction, target), { normalizationFactor: "steps" }),
});
