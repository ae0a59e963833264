import { z } from "zod";
import { LayerGraphError } from "../src/errors.ts";
import { crossentropy } from "../src/functions/crossentropy.ts";
import { classForm, classOptions, printClasses, refuseLooseWeights } from "../src/layer/classOptions.ts";
import { type Activation, defineLayer, like, positiveInteger, printSizes } from "../src/layer.ts";

const options = z
  .object({
    ...classOptions,
    outputSize: z
      .union([z.literal("auto"), positiveInteger], { error: 'must be "auto" or a positive whole number' })
      .default("auto"),
  })
  .superRefine((given, context) => {
    refuseLooseWeights(given, context);
    const { classes, outputSize } = given;
    if (outputSize === "auto" || classes === "auto" || outputSize === classes.length) return;
    const message = `must be the number of classes, ${classes.length}, or "auto"`;
    context.addIssue({ code: "custom", path: ["outputSize"], message, input: outputSize });
  });

/**
 * The output layer of a network that tells classes apart. Its input are probabilities, one channel for each class: CB for one label for each
 * sequence, CBT for one label for each time step. The loss is the cross-entropy `−Σ weight · target · ln(probability)`, divided by the number of
 * observations (CB) or of real time steps (CBT), not by the sum of the weights.
 *
 * `classes` (`"auto"`: those of the training data, sorted) names the channels in order. `classWeights` (`"none"`) has a positive number for each
 * of `classes`, which it needs. `outputSize` (`"auto"`) is checked against the number of channels.
 *
 * @example classificationLayer({ classes: ["walking", "running"], classWeights: [1, 2.5] })
 * @see MATLAB classificationLayer
 */
export const classificationLayer = defineLayer({
  type: "classificationLayer",
  base: "classoutput",
  title: "Classification Output",
  description: ({ classes }) => (classes === "auto" ? "crossentropyex" : `crossentropyex with ${printClasses(classes)}`),
  options,
  matlab: classForm,
  target: "classes",
  expects: "probabilities",
  classes: ({ classes }) => (classes === "auto" ? undefined : classes),
  resolve: ({ classes }, facts) => (classes === "auto" && facts.classes ? { classes: facts.classes } : {}),
  predict: ({ inputs: [x], options }) => {
    requireClasses(x, options.classes === "auto" ? options.outputSize : options.classes.length);
    return x;
  },
  loss: ({ prediction, target, options: { classWeights } }) =>
    crossentropy(prediction, like(prediction, target), {
      ...(classWeights !== "none" && { weights: classWeights }),
      normalizationFactor: "positions",
    }),
});

function requireClasses(x: Activation, count: number | "auto"): void {
  if (x.format !== "CB" && x.format !== "CBT") {
    const fix = "Put fullyConnectedLayer and softmaxLayer before it.";
    throw new LayerGraphError(
      "wrong-format",
      `received ${printSizes(x)}, expected one probability for each class (CB or CBT). ${fix}`,
      { received: printSizes(x), expected: "CB or CBT", fix },
    );
  }
  const channels = x.value.shape[1];
  if (count === "auto" || count === channels) return;
  const fix = `Give the last fullyConnectedLayer outputSize ${count}.`;
  throw new LayerGraphError(
    "size-mismatch",
    `received ${channels} channels, expected one for each of the ${count} classes. ${fix}`,
    {
      received: `${channels} channels`,
      expected: `${count} channels`,
      fix,
    },
  );
}
