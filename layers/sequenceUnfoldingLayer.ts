import { z } from "zod";
import { LayerGraphError } from "../src/errors.ts";
import { unfolded } from "../src/layer/folding.ts";
import { type Activation, defineLayer, printSizes, sameStep } from "../src/layer.ts";

/**
 * A layer that puts together the time steps that a `sequenceFoldingLayer` made observations of: CB gives CBT, SCB gives SCBT, SSCB gives SSCBT.
 * Its ports are `in` and `miniBatchSize`, which takes the folding layer's output of that name, and `out`.
 *
 * @example sequenceUnfoldingLayer({ name: "unfold" })
 * @see MATLAB sequenceUnfoldingLayer
 */
export const sequenceUnfoldingLayer = defineLayer({
  type: "sequenceUnfoldingLayer",
  base: "sequnfold",
  title: "Sequence Unfolding",
  description: () => "Sequence unfolding",
  options: z.object({}),
  inputNames: ["in", "miniBatchSize"],
  reach: () => ({ reach: [[sameStep, "none"]] }),
  predict: ({ inputs: [x, size] }) => {
    if (size.format !== "CBT" || size.value.shape[1] !== 1) throw wrongSize(size);
    return unfolded(x, size);
  },
});

function wrongSize(size: Activation): LayerGraphError {
  const fix = "Connect output 'miniBatchSize' of the sequenceFoldingLayer to it.";
  return new LayerGraphError("wrong-format", `'miniBatchSize' received ${printSizes(size)}. ${fix}`, {
    port: "miniBatchSize",
    received: printSizes(size),
    expected: "the output 'miniBatchSize' of a sequenceFoldingLayer",
    fix,
  });
}
