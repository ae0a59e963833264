import { inPackage } from "../savedClass.ts";

const parts = ["query", "key", "value", "output"] as const;

/** How MATLAB saves layers with several inputs, and those with attention. */
export const combiningClasses = inPackage("nnet.cnn.layer", {
  AdditionLayer: { type: "additionLayer" },
  MultiplicationLayer: { type: "multiplicationLayer" },
  ConcatenationLayer: { type: "concatenationLayer" },
  DepthConcatenationLayer: { type: "depthConcatenationLayer" },
  AttentionLayer: { type: "attentionLayer" },
  SelfAttentionLayer: {
    type: "selfAttentionLayer",
    learnables: parts.flatMap((part) => [`${part}Weights`, `${part}Bias`]),
  },
});
