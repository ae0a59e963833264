import { z } from "zod";
import { requireDimensions } from "../src/layer/dimensions.ts";
import { channelsOf, defineLayer, learnableOptions, sameStep } from "../src/layer.ts";
import { add, concatenate, expand, reshape } from "../src/ops/index.ts";

/**
 * A layer that puts a learned vector, the class token, before the first time step of sequences (CBT) or the first place of one-dimensional images (SCB, and SCBT
 * at each time step): one element longer, the same format and channels. After attention, `indexing1dLayer("first")` reads what the token has gathered.
 *
 * `weights` have size inputChannels × 1: given values, or how they start (`weightsInitializer` `"narrow-normal"`), and their factors (`weightL2Factor` 1, learn
 * rate 1).
 *
 * @example embeddingConcatenationLayer({ name: "class-token" })
 * @see MATLAB embeddingConcatenationLayer
 */
export const embeddingConcatenationLayer = defineLayer({
  type: "embeddingConcatenationLayer",
  base: "emb-cat",
  title: "Embedding Concatenation",
  description: () => "Embedding concatenation",
  options: z.object({ ...learnableOptions("weights", "weight", { initializer: "narrow-normal", l2Factor: 1 }) }),
  learnables: ({ options, inputs: [x] }) => ({
    weights: {
      size: [channelsOf(x), 1],
      initializer: options.weightsInitializer,
      fans: { fanIn: 1, fanOut: channelsOf(x) },
      given: options.weights,
      learnRateFactor: options.weightLearnRateFactor,
      l2Factor: options.weightL2Factor,
    },
  }),
  reach: ({ inputs: [x] }) => ({ reach: x.format === "CBT" ? { earliest: -1, latest: -1 } : sameStep }),
  predict: ({ inputs: [x], learnables: { weights } }) => {
    requireDimensions(x, 1);
    const { shape } = x.value;
    const token = reshape(
      weights,
      shape.map((d, axis) => (axis === 1 ? d : 1)),
    );
    const all = expand(
      token,
      shape.map((d, axis) => (axis === 2 ? 1 : d)),
    );
    const lengths = x.format === "CBT" && x.lengths ? add(x.lengths, 1) : x.lengths;
    return { value: concatenate([all, x.value], 2), format: x.format, ...(lengths && { lengths }) };
  },
});
