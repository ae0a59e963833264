import { z } from "zod";
import { LayerGraphError } from "../src/errors.ts";
import { folded } from "../src/layer/folding.ts";
import { type Activation, defineLayer, printSizes, sameStep } from "../src/layer.ts";
import { expand, sizeValue } from "../src/ops/index.ts";

/**
 * A layer that makes every time step an observation of its own, so that layers for images see one image at a time: CBT gives CB, SCBT gives SCB,
 * SSCBT gives SSCB. `sequenceUnfoldingLayer` puts the steps together again; it needs the second output too. (Most layers here also take
 * sequences as they are.)
 *
 * Its ports are `in`, `out` and `miniBatchSize`: the number of sequences, which carries how long they are. Padded steps stay marked
 * as padding, so that statistics over observations leave them out.
 *
 * @example sequenceFoldingLayer({ name: "fold" })
 * @see MATLAB sequenceFoldingLayer
 */
export const sequenceFoldingLayer = defineLayer({
  type: "sequenceFoldingLayer",
  base: "seqfold",
  title: "Sequence Folding",
  description: () => "Sequence folding",
  options: z.object({}),
  outputNames: ["out", "miniBatchSize"],
  reach: () => ({ reach: [[sameStep], ["none"]] }),
  predict: ({ inputs: [x] }) => {
    if (!x.format.includes("T")) throw noSequences(x);
    const [batch, time] = [x.value.shape[0], x.value.shape.at(-1)!];
    const size: Activation = { value: expand(sizeValue(batch), [batch, 1, time]), format: "CBT", lengths: x.lengths };
    return [folded(x), size];
  },
});

function noSequences(x: Activation): LayerGraphError {
  const fix = "Leave it out: there are no time steps to fold.";
  return new LayerGraphError("wrong-format", `received ${printSizes(x)}, expected sequences, such as CBT or SSCBT. ${fix}`, {
    received: printSizes(x),
    expected: "CBT, SCBT, SSCBT or SSSCBT",
    fix,
  });
}
