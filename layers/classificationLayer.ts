import { z } from "zod";
import { LayerGraphError } from "../src/errors.ts";
import { crossentropy } from "../src/functions/crossentropy.ts";
import { type Activation, defineLayer, like, positiveInteger, printSizes } from "../src/layer.ts";

const className = z.union([z.string(), z.number().transform(String)], { error: "must be text" });
const options = z
  .object({
    classes: z
      .union([z.literal("auto"), z.array(className).min(1)], { error: 'must be "auto" or a list of class names' })
      .refine((names) => names === "auto" || new Set(names).size === names.length, "must name each class once")
      .default("auto"),
    classWeights: z
      .union([z.literal("none"), z.array(z.number().positive())], { error: 'must be "none" or a list of positive numbers' })
      .default("none"),
    outputSize: z
      .union([z.literal("auto"), positiveInteger], { error: 'must be "auto" or a positive whole number' })
      .default("auto"),
  })
  .superRefine(({ classes, classWeights, outputSize }, context) => {
    const refuse = (path: string, message: string, input: unknown) =>
      context.addIssue({ code: "custom", path: [path], message, input });
    const weighted = classWeights !== "none";
    if (weighted && classes === "auto") {
      refuse("classWeights", "must come with 'classes', which says the order of the weights: classes: [\"…\", …]", classWeights);
    } else if (weighted && classWeights.length !== classes.length) {
      refuse("classWeights", `must have one weight for each of the ${classes.length} classes`, classWeights);
    }
    if (outputSize !== "auto" && classes !== "auto" && outputSize !== classes.length) {
      refuse("outputSize", `must be the number of classes, ${classes.length}, or "auto"`, outputSize);
    }
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

/** As MATLAB prints them: `classes 'A' and 'B'`, `'A' and 19 other classes`. */
function printClasses(classes: readonly string[]): string {
  if (classes.length === 1) return `class '${classes[0]}'`;
  if (classes.length === 2) return `classes '${classes[0]}' and '${classes[1]}'`;
  return `'${classes[0]}' and ${classes.length - 1} other classes`;
}
