import { expect, it } from "vitest";
import { attentionLayer } from "../../layers/index.ts";
import { testLayer } from "./testLayer.ts";

const sequences = { format: "CBT", shape: [2, 4, 3] } as const;
const image = (channels: number, size: number) => ({ format: "SCB", shape: [2, channels, size] }) as const;

testLayer({
  make: attentionLayer,
  minimal: attentionLayer(2),
  options: {
    numHeads: 2,
    scale: "auto",
    numQueryGroups: "num-heads",
    attentionMask: "none",
    dropoutProbability: 0,
    hasPaddingMaskInput: false,
    hasScoresOutput: false,
  },
  golden: 10,
  cases: {
    "two heads": {
      layer: attentionLayer(2),
      inputs: [sequences, sequences, { format: "CBT", shape: [2, 6, 3] }],
      output: "[batch, 6, time] (CBT)",
      description: "Attention with 2 heads",
    },
    "one head with a scale of its own, causal": {
      layer: attentionLayer(1, { scale: 0.7, attentionMask: "causal" }),
      inputs: [sequences, sequences, sequences],
      output: "[batch, 4, time] (CBT)",
      description: "Attention with 1 head",
    },
    "images with more keys than queries, with scores": {
      layer: attentionLayer(2, { hasScoresOutput: true }),
      inputs: [image(4, 3), image(4, 5), image(2, 5)],
      output: ["[batch, 2, 3] (SCB)", "[batch, 2, 5, 3] (SSCB)"],
    },
    "sequences that look at an image, causal": {
      layer: attentionLayer(2, { attentionMask: "causal" }),
      inputs: [sequences, image(4, 5), image(2, 5)],
      output: "[batch, 2, time] (CBT)",
    },
    "one key": {
      layer: attentionLayer(1),
      inputs: [sequences, { format: "CB", shape: [2, 4] }, { format: "CB", shape: [2, 3] }],
      output: "[batch, 3, time] (CBT)",
    },
    "one query": {
      layer: attentionLayer(1),
      inputs: [{ format: "CB", shape: [2, 4] }, sequences, sequences],
      output: "[batch, 4] (CB)",
    },
    "groups of heads that share keys and values, dropped weights": {
      layer: attentionLayer(4, { numQueryGroups: 2, dropoutProbability: 0.4 }),
      inputs: [
        { format: "CBT", shape: [2, 8, 3] },
        { format: "CBT", shape: [2, 4, 3] },
        { format: "CBT", shape: [2, 2, 3] },
      ],
      output: "[batch, 4, time] (CBT)",
    },
    "a mask that lets all keys count": {
      layer: attentionLayer(2, { hasPaddingMaskInput: true }),
      inputs: [sequences, sequences, sequences, { format: "CBT", shape: [2, 1, 3], integers: 2 }],
      output: "[batch, 4, time] (CBT)",
    },
  },
  refused: [
    [{ numHeads: 1.5 }, "option 'numHeads' must be a positive whole number, received 1.5"],
    [{ scale: "none" }, 'option \'scale\' must be "auto" or a number, received "none"'],
    [{ numQueryGroups: 3 }, "option 'numQueryGroups' must be a divisor of numHeads (2), received 3"],
  ],
  refusedInputs: [
    [
      attentionLayer(3),
      [sequences, sequences, sequences],
      "the queries [batch, 4, time] (CBT) have 4 channels, expected a multiple of 3, one part for each head",
    ],
    [
      attentionLayer(2),
      [sequences, image(6, 3), image(6, 3)],
      "the keys [batch, 6, 3] (SCB) have 6 channels, expected 4, as the queries [batch, 4, time] (CBT) ask for",
    ],
    [
      attentionLayer(2),
      [sequences, image(4, 3), image(4, 5)],
      "the values [batch, 4, 5] (SCB) and the keys [batch, 4, 3] (SCB) differ in their positions",
    ],
    [
      attentionLayer(2),
      [sequences, { format: "SCBT", shape: [2, 4, 2, 3] }, sequences],
      "received [batch, 4, 2, time] (SCBT), expected CB, CBT or SCB: attention goes over one dimension",
    ],
  ],
});

it("says where its weights are to be had", () => {
  const { scores } = attentionLayer.definition;
  expect(attentionLayer(2, { [scores!.option!]: true }).outputNames).toEqual(["out", scores!.output]);
});

it("has its ports as MATLAB names them", () => {
  expect(attentionLayer(2).inputNames).toEqual(["query", "key", "value"]);
  expect(attentionLayer(2, { hasPaddingMaskInput: true }).inputNames).toEqual(["query", "key", "value", "mask"]);
});
