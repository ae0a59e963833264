import { describe, expect, it } from "vitest";
import { lstmLayer } from "../../layers/index.ts";
import { recurrentDefaults } from "./recurrent.ts";
import { resultsOf } from "./resultsOf.ts";
import { testLayer } from "./testLayer.ts";

const sequences = { format: "CBT", shape: [2, 3, 4] } as const;
const states = { format: "CB", shape: [2, 2] } as const;
const learnables = { inputWeights: [8, 3], recurrentWeights: [8, 2], bias: [8, 1] };

testLayer({
  make: lstmLayer,
  minimal: lstmLayer(2),
  options: {
    ...recurrentDefaults,
    numHiddenUnits: 2,
    biasInitializer: "unit-forget-gate",
    hasStateInputs: false,
    hasStateOutputs: false,
  },
  golden: 18,
  cases: {
    "all steps": {
      layer: lstmLayer(2),
      inputs: [sequences],
      output: "[batch, 2, time] (CBT)",
      learnables,
      description: "LSTM with 2 hidden units",
    },
    "the last step, other functions": {
      layer: lstmLayer(2, {
        outputMode: "last",
        stateActivationFunction: "softsign",
        gateActivationFunction: "hard-sigmoid",
        inputSize: 3,
        hiddenState: [[0.5], [-1]],
        cellState: 0.25,
        inputWeightsLearnRateFactor: [1, 2, 3, 4],
      }),
      inputs: [{ format: "CBT", shape: [3, 3, 2] }],
      output: "[batch, 2] (CB)",
      learnables,
    },
    "states that flow in": {
      layer: lstmLayer(2, { hasStateInputs: true }),
      inputs: [sequences, states, states],
      output: "[batch, 2, time] (CBT)",
      learnables,
    },
    "states that flow in and out of a step": {
      layer: lstmLayer(2, { hasStateInputs: true, hasStateOutputs: true }),
      inputs: [{ format: "CB", shape: [2, 3] }, states, states],
      output: ["[batch, 2] (CB)", "[batch, 2] (CB)", "[batch, 2] (CB)"],
      learnables,
    },
    "a single vector": {
      layer: lstmLayer(2, { hasStateOutputs: true, biasInitializer: "ones" }),
      inputs: [{ format: "CB", shape: [4, 3] }],
      output: ["[batch, 2] (CB)", "[batch, 2] (CB)", "[batch, 2] (CB)"],
      learnables,
    },
  },
  refused: [
    [{ numHiddenUnits: 0 }, "option 'numHiddenUnits' must be a positive whole number, received 0"],
    [{ outputMode: "first" }, `option 'outputMode' must be "sequence" or "last"`],
    [{ stateActivationFunction: "sigmoid" }, `must be "tanh" or "softsign" or "relu"`],
    [{ gateActivationFunction: "tanh" }, `must be "sigmoid" or "hard-sigmoid"`],
    [{ biasInitializer: "forget" }, `must be "unit-forget-gate", "zeros", "ones"`],
    [{ biasL2Factor: [1, 2, 3] }, "must be a number of at least 0, or 4 of them, one for each gate"],
    [{ inputWeightsLearnRateFactor: -1 }, "must be a number of at least 0, or 4 of them"],
    [{ hasStateInputs: true, cellState: 0 }, "option 'cellState' must be left out where hasStateInputs is true"],
  ],
  refusedInputs: [
    [lstmLayer(2, { inputSize: 5 }), [sequences], 'inputSize says 5. Set inputSize to 3 or "auto".'],
    [lstmLayer(2), [{ format: "SCBT", shape: [2, 3, 4, 5] }], "expected CB or CBT. Flatten the spatial dimensions first"],
    [
      lstmLayer(2, { hasStateInputs: true }),
      [sequences, { format: "CB", shape: [2, 3] }, states],
      "the hidden state is [batch, 3] (CB), expected [batch, 2] (CB).",
    ],
  ],
});

describe("lstmLayer", () => {
  it("has MATLAB's port names for states", () => {
    const layer = lstmLayer(2, { hasStateInputs: true, hasStateOutputs: true });
    expect([layer.inputNames, layer.outputNames]).toEqual([
      ["in", "hidden", "cell"],
      ["out", "hidden", "cell"],
    ]);
  });

  it("starts the forget gates open, all other biases at 0", () => {
    const { bias } = lstmLayer(2).definition.learnables!({
      options: lstmLayer(2).options as never,
      inputs: [{ format: "CBT", shape: [1, 3, 5] }],
    });
    expect([...(bias.initializer as (size: readonly number[]) => ArrayLike<number> & Iterable<number>)([8, 1])]).toEqual([
      0, 0, 1, 1, 0, 0, 0, 0,
    ]);
  });

  it("computes a step as its formulas say", () => {
    const sigma = (v: number): number => 1 / (1 + Math.exp(-v));
    const [y] = resultsOf(lstmLayer(1), [{ format: "CB", shape: [1, 1], data: [2] }], {
      inputWeights: [0.1, 0.2, 0.3, 0.4],
      recurrentWeights: [0.5, 0.6, 0.7, 0.8],
      bias: [0.01, 0.02, 0.03, 0.04],
      hiddenState: [0.5],
      cellState: [-0.25],
    });
    const before = (w: number, r: number, b: number): number => 2 * w + 0.5 * r + b;
    const cell = sigma(before(0.2, 0.6, 0.02)) * -0.25 + sigma(before(0.1, 0.5, 0.01)) * Math.tanh(before(0.3, 0.7, 0.03));
    expect(y.data[0]).toBeCloseTo(sigma(before(0.4, 0.8, 0.04)) * Math.tanh(cell), 12);
  });
});
