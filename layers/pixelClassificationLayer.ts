import { z } from "zod";
import { LayerGraphError } from "../src/errors.ts";
import { crossentropy } from "../src/functions/crossentropy.ts";
import { classForm, classOptions, printClasses, refuseLooseWeights } from "../src/layer/classOptions.ts";
import { defineLayer, like, printSizes } from "../src/layer.ts";
import { divide, maximum, total } from "../src/ops/index.ts";

/**
 * The output layer of a network that gives each pixel of an image a class. Its input are probabilities, one channel for each class: SSCB, or SCB for
 * one-dimensional images and SSSCB for volumes. The responses are label images. The loss is the cross-entropy `−Σ weight · target ·
 * ln(probability)`, divided by the number of pixels that have a label; pixels without one are left out.
 *
 * `classes` (`"auto"`: those of the training data, sorted) names the channels in order. `classWeights` (`"none"`) has a positive number for each
 * of `classes`, which it needs.
 *
 * @example pixelClassificationLayer({ classes: ["road", "sky"], classWeights: [2, 1] })
 * @see MATLAB pixelClassificationLayer
 */
export const pixelClassificationLayer = defineLayer({
  type: "pixelClassificationLayer",
  base: "pixelclassoutput",
  title: "Pixel Classification Layer",
  description: ({ classes }) => (classes === "auto" ? "Cross-entropy loss" : `Cross-entropy loss with ${printClasses(classes)}`),
  options: z.object(classOptions).superRefine(refuseLooseWeights),
  matlab: classForm,
  target: "classes",
  targetPerPlace: true,
  expects: "probabilities",
  classes: ({ classes }) => (classes === "auto" ? undefined : classes),
  resolve: ({ classes }, facts) => (classes === "auto" && facts.classes ? { classes: facts.classes } : {}),
  predict: ({ inputs: [x], options: { classes } }) => {
    if (!x.format.includes("S") || x.format.includes("T")) {
      throw new LayerGraphError(
        "wrong-format",
        `received ${printSizes(x)}, expected one probability for each class and pixel (SSCB).`,
        {
          received: printSizes(x),
          expected: "SSCB",
        },
      );
    }
    const channels = x.value.shape[1];
    if (classes === "auto" || channels === classes.length) return x;
    const fix = `Give the last convolution layer ${classes.length} filters.`;
    throw new LayerGraphError(
      "size-mismatch",
      `received ${channels} channels, expected one for each of the ${classes.length} classes. ${fix}`,
      {
        received: `${channels} channels`,
        expected: `${classes.length} channels`,
        fix,
      },
    );
  },
  loss: ({ prediction, target, options: { classWeights } }) => {
    const weights = classWeights !== "none" && { weights: classWeights };
    const sum = crossentropy(prediction, like(prediction, target), { ...weights, normalizationFactor: "none" });
    return divide(sum, maximum(total(target), 1));
  },
});
