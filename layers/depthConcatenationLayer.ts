import { z } from "zod";
import { requireSameSizes, sharedLengths } from "../src/layer/agreement.ts";
import { numberedInputs, numInputsOption } from "../src/layer/ports.ts";
import { defineLayer, stepByStep } from "../src/layer.ts";
import { concatenate } from "../src/ops/index.ts";

/**
 * A layer that puts the channels of its inputs `in1`, `in2`, … one after the other; they have one format and equal sizes in all other
 * dimensions. Any format in, the same format out.
 *
 * @example depthConcatenationLayer(2, { name: "depthcat" })
 * @see MATLAB depthConcatenationLayer
 */
export const depthConcatenationLayer = defineLayer({
  type: "depthConcatenationLayer",
  base: "depthcat",
  title: "Depth concatenation",
  description: ({ numInputs }) => `Depth concatenation of ${numInputs} inputs`,
  positional: ["numInputs"],
  options: z.object({ numInputs: numInputsOption }),
  inputNames: ({ numInputs }) => numberedInputs(numInputs),
  reach: stepByStep,
  predict: ({ inputs }) => {
    const channels = 1;
    requireSameSizes(inputs, channels);
    const values = inputs.map((x) => x.value);
    return { value: concatenate(values, channels), format: inputs[0].format, lengths: sharedLengths(inputs) };
  },
});
