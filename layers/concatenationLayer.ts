import { z } from "zod";
import { LayerGraphError } from "../src/errors.ts";
import { requireSameSizes, sharedLengths } from "../src/layer/agreement.ts";
import { numberedInputs, numInputsOption } from "../src/layer/ports.ts";
import { joinedSequences, oneAfterTheOther } from "../src/layer/sequences.ts";
import { type Activation, axisOf, defineLayer, type Label, positiveInteger, printSizes, sameStep } from "../src/layer.ts";
import { concatenate } from "../src/ops/index.ts";

/**
 * A layer that puts its inputs `in1`, `in2`, … one after the other along one dimension; they have one format and equal sizes in all others.
 * `dim` counts the dimensions as MATLAB does, in the order of the format's letters: 1 for the channels of CB and CBT, 3 for the time steps of
 * CBT and for the channels of SSCB. The observations cannot be concatenated.
 *
 * @example concatenationLayer(1, 2, { name: "concat" })
 * @see MATLAB concatenationLayer
 */
export const concatenationLayer = defineLayer({
  type: "concatenationLayer",
  base: "concat",
  title: "Concatenation",
  description: ({ dim, numInputs }) => `Concatenation of ${numInputs} inputs along dimension ${dim}`,
  positional: ["dim", "numInputs"],
  options: z.object({ dim: positiveInteger, numInputs: numInputsOption }),
  inputNames: ({ numInputs }) => numberedInputs(numInputs),
  reach: ({ options, inputs }) =>
    inputs[0].format[options.dim - 1] === "T" ? { reach: [oneAfterTheOther(inputs)] } : { reach: sameStep },
  predict: ({ inputs, options }) => {
    const [first] = inputs;
    const axis = axisOfDimension(first, options.dim);
    requireSameSizes(inputs, axis);
    if (axis === axisOf(first.format, "T")) return joinedSequences(inputs);
    const value = concatenate(
      inputs.map((x) => x.value),
      axis,
    );
    return { value, format: first.format, lengths: sharedLengths(inputs) };
  },
});

/** Which axis of [B, C, S…, T] MATLAB's dimension is. */
function axisOfDimension(x: Activation, dim: number): number {
  const { format } = x;
  const label = format[dim - 1] as Label | undefined;
  if (label && label !== "B") return axisOf(format, label)! + (label === "S" ? dim - 1 : 0);
  const allowed = [...format].flatMap((letter, i) => (letter === "B" ? [] : [`${i + 1} (${meanings[letter as Label]})`]));
  const fix = `Use dim ${allowed.join(" or ")}.`;
  const why = label ? "the observations, which stay apart" : "no dimension of this format";
  throw new LayerGraphError("wrong-dimension", `dim ${dim} is ${why}: received ${printSizes(x)}. ${fix}`, {
    received: String(dim),
    expected: allowed.join(" or "),
    fix,
  });
}

const meanings: Record<Label, string> = { S: "spatial", C: "channels", B: "observations", T: "time steps" };
