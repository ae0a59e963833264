import { z } from "zod";
import { embed } from "../src/functions/embed.ts";
import { defineLayer, learnableOptions, positiveInteger, stepByStep } from "../src/layer.ts";

/**
 * A layer that turns words, given as whole numbers from 1 to `numWords`, into vectors of `dimension` numbers that it learns. One channel in, `dimension` channels
 * out, in the same format. Index 0 stands for an unknown word or padding: it gives zeros, and so does what lies behind the end of a sequence. A number above
 * `numWords` ends the run with an error that names the layer.
 *
 * `weights` have size dimension × numWords, a column for each word: given values, or how they start (`weightsInitializer` `"narrow-normal"`), and their factors
 * (`weightL2Factor` 1, learn rate 1).
 *
 * @example wordEmbeddingLayer(300, 9000, { name: "words" })
 * @see MATLAB wordEmbeddingLayer
 */
export const wordEmbeddingLayer = defineLayer({
  type: "wordEmbeddingLayer",
  base: "word-embedding",
  title: "Word Embedding Layer",
  description: ({ dimension, numWords }) =>
    `Word embedding layer with ${dimension} dimensions and ${numWords} unique ${numWords === 1 ? "word" : "words"}`,
  positional: ["dimension", "numWords"],
  options: z.object({
    dimension: positiveInteger,
    numWords: positiveInteger,
    ...learnableOptions("weights", "weight", { initializer: "narrow-normal", l2Factor: 1 }),
  }),
  learnables: ({ options }) => ({
    weights: {
      size: [options.dimension, options.numWords],
      initializer: options.weightsInitializer,
      fans: { fanIn: options.numWords, fanOut: options.dimension },
      given: options.weights,
      learnRateFactor: options.weightLearnRateFactor,
      l2Factor: options.weightL2Factor,
    },
  }),
  reach: stepByStep,
  predict: ({ inputs: [x], learnables: { weights } }) => embed(x, weights),
});
