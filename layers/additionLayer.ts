import { z } from "zod";
import { requireSameSizes, sharedLengths } from "../src/layer/agreement.ts";
import { numberedInputs, numInputsOption } from "../src/layer/ports.ts";
import { defineLayer } from "../src/layer.ts";
import { add } from "../src/ops/index.ts";

/**
 * A layer that adds up its inputs `in1`, `in2`, …, element by element. They have one format and one size, which are those of the output.
 *
 * @example additionLayer(2, { name: "add_1" })
 * @see MATLAB additionLayer
 */
export const additionLayer = defineLayer({
  type: "additionLayer",
  base: "addition",
  title: "Addition",
  description: ({ numInputs }) => `Element-wise addition of ${numInputs} inputs`,
  positional: ["numInputs"],
  options: z.object({ numInputs: numInputsOption }),
  inputNames: ({ numInputs }) => numberedInputs(numInputs),
  predict: ({ inputs }) => {
    requireSameSizes(inputs);
    const value = inputs.map((x) => x.value).reduce((a, b) => add(a, b));
    return { value, format: inputs[0].format, lengths: sharedLengths(inputs) };
  },
});
