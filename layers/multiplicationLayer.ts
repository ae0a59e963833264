import { z } from "zod";
import { combined, combinedReach } from "../src/layer/agreement.ts";
import { numberedInputs, numInputsOption } from "../src/layer/ports.ts";
import { defineLayer } from "../src/layer.ts";
import { multiply } from "../src/ops/index.ts";

/**
 * A layer that multiplies its inputs `in1`, `in2`, …, element by element. Their sizes are equal, or 1 in some dimensions, along which an input
 * is repeated; a CB input weights each time step of a CBT one. The output has the format and size of the largest.
 *
 * @example multiplicationLayer(2, { name: "gate" })
 * @see MATLAB multiplicationLayer
 */
export const multiplicationLayer = defineLayer({
  type: "multiplicationLayer",
  base: "multiplication",
  title: "Multiplication",
  description: ({ numInputs }) => `Element-wise multiplication of ${numInputs} inputs`,
  positional: ["numInputs"],
  options: z.object({ numInputs: numInputsOption }),
  inputNames: ({ numInputs }) => numberedInputs(numInputs),
  reach: combinedReach,
  predict: ({ inputs }) => combined(inputs, multiply),
});
