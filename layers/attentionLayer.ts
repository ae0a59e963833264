import { z } from "zod";
import { attention, numQueryGroupsOption, scaleOption } from "../src/functions/attention.ts";
import {
  attentionInputs,
  attentionOptions,
  attentionOutputs,
  attentionReach,
  attentionScores,
} from "../src/layer/attentionOptions.ts";
import { defineLayer, positiveInteger } from "../src/layer.ts";

/**
 * A layer with the inputs `query`, `key` and `value`: each query takes the values of all keys, weighted by the softmax over the keys of
 * `scale · keyᵀ · query`, in `numHeads` blocks of channels apart. Sequences (CBT), one-dimensional images (SCB) or single vectors (CB); the output `out`
 * has the format and positions of the query and the channels of the value. Nothing is learned.
 *
 * - `scale` (`"auto"`: 1/√(channels of a head)), `attentionMask` (`"none"`, or `"causal"`: query i uses keys 1 … i).
 * - `dropoutProbability` (0): the chance with which training drops a weight.
 * - `numQueryGroups` (`"num-heads"`): how many groups of heads share a key and a value, whose channels are then as many times fewer.
 * - `hasPaddingMaskInput` (false) adds the input `mask`, one channel over the keys, 0 where a key does not count. What lies behind the end of a sequence
 *   never counts.
 * - `hasScoresOutput` (false) adds the output `scores`: the weights, keys × queries × heads × observations (SSCB).
 *
 * @example attentionLayer(8, { name: "attention" })
 * @see MATLAB attentionLayer
 */
export const attentionLayer = defineLayer({
  type: "attentionLayer",
  base: "attention",
  title: "Attention",
  description: ({ numHeads }) => `Attention with ${numHeads} ${numHeads === 1 ? "head" : "heads"}`,
  positional: ["numHeads"],
  options: z
    .object({
      numHeads: positiveInteger,
      scale: scaleOption,
      numQueryGroups: numQueryGroupsOption,
      ...attentionOptions,
    })
    .superRefine(({ numHeads, numQueryGroups }, context) => {
      if (numQueryGroups === "num-heads" || numHeads % numQueryGroups === 0) return;
      const message = `must be a divisor of numHeads (${numHeads})`;
      context.addIssue({ code: "custom", path: ["numQueryGroups"], message, input: numQueryGroups });
    }),
  inputNames: attentionInputs(["query", "key", "value"]),
  outputNames: attentionOutputs,
  scores: attentionScores,
  reach: ({ options }) => attentionReach(["query", "key", "value", "mask"], options),
  predict: ({ inputs: [query, key, value, mask = undefined], options, training, random }) => {
    const { numHeads, scale, attentionMask, numQueryGroups, hasScoresOutput } = options;
    const [out, scores] = attention(query, key, value, numHeads, {
      scale,
      attentionMask,
      numQueryGroups,
      ...(mask && { paddingMask: mask }),
      ...(training && { dropoutProbability: options.dropoutProbability, random }),
    });
    return hasScoresOutput ? [out, scores] : [out];
  },
});
