import { expect, it } from "vitest";
import { wordEmbeddingLayer } from "../../layers/index.ts";
import { makePlan } from "../../src/plan/plan.ts";
import { evaluatePlan } from "../../src/run/reference.ts";
import { runOnRuntime } from "../ops/opSuite.ts";
import { drawLayer } from "./drawnLayer.ts";
import { testLayer } from "./testLayer.ts";

const words = { format: "CBT", shape: [3, 1, 4], integers: 6 } as const;

testLayer({
  make: wordEmbeddingLayer,
  minimal: wordEmbeddingLayer(3, 6),
  options: { dimension: 3, numWords: 6, weightsInitializer: "narrow-normal", weightLearnRateFactor: 1, weightL2Factor: 1 },
  golden: 4,
  trains: false,
  cases: {
    sequences: {
      layer: wordEmbeddingLayer(3, 6),
      inputs: [words],
      output: "[batch, 3, time] (CBT)",
      learnables: { weights: [3, 6] },
      description: "Word embedding layer with 3 dimensions and 6 unique words",
    },
    "single words, given vectors": {
      layer: wordEmbeddingLayer(2, 3, {
        weights: [
          [1, 2, 3],
          [4, 5, 6],
        ],
      }),
      inputs: [{ format: "CB", shape: [4, 1], integers: 3 }],
      output: "[batch, 2] (CB)",
      learnables: { weights: [2, 3] },
    },
    images: {
      layer: wordEmbeddingLayer(1, 4),
      inputs: [{ format: "SSCB", shape: [2, 1, 2, 3], integers: 4 }],
      output: "[batch, 1, 2, 3] (SSCB)",
      learnables: { weights: [1, 4] },
    },
  },
  refused: [[{ numWords: 0 }, "option 'numWords' must be a positive whole number, received 0"]],
  refusedInputs: [
    [
      wordEmbeddingLayer(3, 6),
      [{ format: "CBT", shape: [2, 2, 3] }],
      "received [batch, 2, time] (CBT), expected one channel that holds indices",
    ],
  ],
});

it("gives zeros for index 0, and refuses an index above numWords when it runs", async () => {
  const { outputs, feeds } = drawLayer(wordEmbeddingLayer(3, 6), [{ format: "CB", shape: [2, 1], integers: 6 }]);
  const plan = makePlan("words", { y: outputs[0].value });
  const fed = (...indices: number[]) => ({
    ...feeds,
    x0: { type: "float64", shape: [2, 1], data: Float64Array.from(indices) } as const,
  });
  const [a, b, c] = Array.from(evaluatePlan(plan, fed(0, 6)).y.data, Number).map(Math.abs);
  expect([a, b, c]).toEqual([0, 0, 0]);
  expect(() => evaluatePlan(plan, fed(1, 7))).toThrow("row 6 is outside of 0 … 5");
  await expect(runOnRuntime(plan, fed(1, 7))).rejects.toThrow("out of data bounds");
});
