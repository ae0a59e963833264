import { expect, it } from "vitest";
import { selfAttentionLayer } from "../../layers/index.ts";
import { invariance } from "./paddingInvariance.ts";
import { testLayer } from "./testLayer.ts";

const sequences = { format: "CBT", shape: [2, 4, 3] } as const;
const square = {
  queryWeights: [4, 4],
  keyWeights: [4, 4],
  valueWeights: [4, 4],
  outputWeights: [4, 4],
  queryBias: [4, 1],
  keyBias: [4, 1],
  valueBias: [4, 1],
  outputBias: [4, 1],
};
const sizes = { numValueChannels: 2, outputSize: 3, inputSize: 4 };
const narrow = {
  queryWeights: [6, 4],
  keyWeights: [6, 4],
  valueWeights: [2, 4],
  outputWeights: [3, 2],
  queryBias: [6, 1],
  keyBias: [6, 1],
  valueBias: [2, 1],
  outputBias: [3, 1],
};

testLayer({
  make: selfAttentionLayer,
  minimal: selfAttentionLayer(2, 4),
  options: {
    numHeads: 2,
    numKeyChannels: 4,
    numValueChannels: "auto",
    outputSize: "auto",
    inputSize: "auto",
    attentionMask: "none",
    dropoutProbability: 0,
    hasPaddingMaskInput: false,
    hasScoresOutput: false,
    weightsInitializer: "glorot",
    biasInitializer: "zeros",
    weightLearnRateFactor: 1,
    weightL2Factor: 1,
    biasLearnRateFactor: 1,
    biasL2Factor: 0,
  },
  golden: 8,
  cases: {
    "two heads": {
      layer: selfAttentionLayer(2, 4),
      inputs: [sequences],
      output: "[batch, 4, time] (CBT)",
      learnables: square,
      description: "Self-attention with 2 heads and 4 key and query channels",
    },
    "one head, causal, given weights": {
      layer: selfAttentionLayer(1, 2, {
        attentionMask: "causal",
        queryWeights: [
          [1, 2, 3, 4],
          [0, 1, 0, 1],
        ],
        keyBias: [1, 2],
      }),
      inputs: [sequences],
      output: "[batch, 4, time] (CBT)",
      learnables: {
        ...square,
        queryWeights: [2, 4],
        keyWeights: [2, 4],
        valueWeights: [2, 4],
        outputWeights: [4, 2],
        queryBias: [2, 1],
        keyBias: [2, 1],
        valueBias: [2, 1],
      },
      description: "Self-attention with 1 head and 2 key and query channels",
    },
    "other widths and dropped weights": {
      layer: selfAttentionLayer(2, 6, { ...sizes, dropoutProbability: 0.3 }),
      inputs: [sequences],
      output: "[batch, 3, time] (CBT)",
      learnables: narrow,
    },
    "images, with scores": {
      layer: selfAttentionLayer(2, 6, { ...sizes, hasScoresOutput: true }),
      inputs: [{ format: "SCB", shape: [2, 4, 5] }],
      output: ["[batch, 3, 5] (SCB)", "[batch, 2, 5, 5] (SSCB)"],
      learnables: narrow,
    },
    "single vectors": {
      layer: selfAttentionLayer(2, 4),
      inputs: [{ format: "CB", shape: [3, 4] }],
      output: "[batch, 4] (CB)",
      learnables: square,
    },
    "a mask that lets all keys count": {
      layer: selfAttentionLayer(2, 4, { hasPaddingMaskInput: true }),
      inputs: [sequences, { format: "CBT", shape: [2, 1, 3], integers: 2 }],
      output: "[batch, 4, time] (CBT)",
      learnables: square,
    },
  },
  refused: [
    [{ numHeads: 3 }, "option 'numKeyChannels' must be a multiple of numHeads (3), received 4"],
    [{ numValueChannels: 5 }, "option 'numValueChannels' must be a multiple of numHeads (2), received 5"],
    [{ numHeads: 0 }, "option 'numHeads' must be a positive whole number, received 0"],
    [{ attentionMask: "future" }, 'option \'attentionMask\' must be "none" or "causal", received "future"'],
    [{ dropoutProbability: 1 }, "option 'dropoutProbability' must be at least 0 and less than 1, received 1"],
  ],
  refusedInputs: [
    [
      selfAttentionLayer(2, 4, { inputSize: 5 }),
      [sequences],
      'received [batch, 4, time] (CBT), which has 4 channels, but inputSize says 5. Set inputSize to 4 or "auto".',
    ],
    [
      selfAttentionLayer(2, 4),
      [{ format: "SSCB", shape: [2, 4, 3, 3] }],
      "received [batch, 4, 3, 3] (SSCB), expected CB, CBT or SCB",
    ],
    [
      selfAttentionLayer(2, 4, { hasPaddingMaskInput: true }),
      [sequences, sequences],
      "the padding mask [batch, 4, time] (CBT) does not fit the keys, expected [batch, 1, time]",
    ],
  ],
});

it("says where its weights are to be had", () => {
  const { scores } = selfAttentionLayer.definition;
  const layer = selfAttentionLayer(2, 4, { [scores!.option!]: true });
  expect(layer.outputNames).toContain(scores!.output);
  expect(selfAttentionLayer(2, 4).outputNames).not.toContain(scores!.output);
});

it("gives the short ones of a padded batch the same under a causal mask too, and with one step", async () => {
  const layer = selfAttentionLayer(2, 4, { attentionMask: "causal", hasScoresOutput: false });
  const found = await invariance(layer, [{ format: "CBT", shape: [3, 4, 9] }], [1, 9, 2]);
  expect(found.outputs).toBeLessThan(1e-9);
  expect(found.inputGradients).toBeLessThan(1e-9);
  expect(found.paddedGradients).toBeLessThan(1e-12);
});
