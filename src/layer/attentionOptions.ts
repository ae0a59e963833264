import { z } from "zod";
import { dropProbability } from "./dropout.ts";
import { allSteps, type LayerReach, pastSteps, type Reach, sameStep } from "./reach.ts";

const truth = z.boolean("must be true or false").default(false);

/** The options that every layer with attention has. */
export const attentionOptions = {
  attentionMask: z.enum(["none", "causal"]).default("none"),
  dropoutProbability: dropProbability.default(0),
  hasPaddingMaskInput: truth,
  hasScoresOutput: truth,
};

/** The input ports of a layer with attention: `mask` comes last, where the options ask for it. */
export function attentionInputs(names: readonly string[]): (options: { hasPaddingMaskInput: boolean }) => readonly string[] {
  return ({ hasPaddingMaskInput }) => (hasPaddingMaskInput ? [...names, "mask"] : names);
}

/** The output ports of a layer with attention: the weights at `scores`, where the options ask for them. */
export function attentionOutputs({ hasScoresOutput }: { hasScoresOutput: boolean }): readonly string[] {
  return hasScoresOutput ? ["out", "scores"] : ["out"];
}

/** Where the attention weights of such a layer are to be had. */
export const attentionScores = { option: "hasScoresOutput", output: "scores" } as const;

/**
 * What a layer with attention declares: of each query its own step, of keys, values and mask all steps, or with a causal mask those up to the query. The
 * weights themselves do not depend on the values.
 */
export function attentionReach(
  ports: readonly ("query" | "key" | "value" | "mask" | "sequence")[],
  { attentionMask }: { readonly attentionMask: "none" | "causal" },
): LayerReach {
  const seen = attentionMask === "causal" ? pastSteps : allSteps;
  return {
    reach: [
      ports.map((port): Reach => (port === "query" ? sameStep : seen)),
      ports.map((port): Reach => (port === "value" ? "none" : allSteps)),
    ],
    causalFix: 'Set attentionMask to "causal".',
  };
}
