import { z } from "zod";
import { combined, combinedReach } from "../src/layer/agreement.ts";
import { numberedInputs, numInputsOption } from "../src/layer/ports.ts";
import { defineLayer } from "../src/layer.ts";
import { add } from "../src/ops/index.ts";

/**
 * A layer that adds up its inputs `in1`, `in2`, …, element by element. Their sizes are equal, or 1 in some dimensions, along which an input is
 * repeated; a CB input is added to each time step of a CBT one. The output has the format and size of the largest.
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
  reach: combinedReach,
  predict: ({ inputs }) => combined(inputs, add),
});
