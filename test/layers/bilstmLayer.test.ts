import { expect, it } from "vitest";
import { bilstmLayer } from "../../layers/index.ts";
import { recurrentDefaults } from "./recurrent.ts";
import { testLayer } from "./testLayer.ts";

const sequences = { format: "CBT", shape: [2, 3, 4] } as const;
const states = { format: "CB", shape: [2, 4] } as const;
const learnables = { inputWeights: [16, 3], recurrentWeights: [16, 2], bias: [16, 1] };

testLayer({
  make: bilstmLayer,
  minimal: bilstmLayer(2),
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
      layer: bilstmLayer(2),
      inputs: [sequences],
      output: "[batch, 4, time] (CBT)",
      learnables,
      description: "BiLSTM with 2 hidden units",
    },
    "the last step of each direction": {
      layer: bilstmLayer(2, { outputMode: "last", inputSize: 3, hiddenState: 0.5, biasL2Factor: [1, 1, 1, 1, 0, 0, 0, 0] }),
      inputs: [{ format: "CBT", shape: [3, 3, 5] }],
      output: "[batch, 4] (CB)",
      learnables,
    },
    "states that flow in": {
      layer: bilstmLayer(2, { hasStateInputs: true, outputMode: "last" }),
      inputs: [sequences, states, states],
      output: "[batch, 4] (CB)",
      learnables,
    },
    "states that flow in and out of a step": {
      layer: bilstmLayer(2, { hasStateInputs: true, hasStateOutputs: true }),
      inputs: [{ format: "CB", shape: [2, 3] }, states, states],
      output: ["[batch, 4] (CB)", "[batch, 4] (CB)", "[batch, 4] (CB)"],
      learnables,
    },
    "a single vector, other functions": {
      layer: bilstmLayer(2, { stateActivationFunction: "softsign", gateActivationFunction: "hard-sigmoid" }),
      inputs: [{ format: "CB", shape: [4, 3] }],
      output: "[batch, 4] (CB)",
      learnables,
    },
  },
  refused: [
    [{ numHiddenUnits: -1 }, "option 'numHiddenUnits' must be a positive whole number"],
    [{ biasL2Factor: [1, 2, 3, 4] }, "must be a number of at least 0, or 8 of them, one for each gate"],
    [{ hasStateInputs: true, cellState: 0 }, "option 'cellState' must be left out where hasStateInputs is true"],
  ],
  refusedInputs: [
    [bilstmLayer(2), [{ format: "SCB", shape: [2, 3, 4] }], "expected CB or CBT"],
    [
      bilstmLayer(2, { hasStateInputs: true }),
      [sequences, states, { format: "CB", shape: [2, 2] }],
      "the cell state is [batch, 2] (CB), expected [batch, 4] (CB).",
    ],
  ],
});

it("has MATLAB's port names for states", () => {
  const layer = bilstmLayer(2, { hasStateInputs: true, hasStateOutputs: true });
  expect([layer.inputNames, layer.outputNames]).toEqual([
    ["in", "hidden", "cell"],
    ["out", "hidden", "cell"],
  ]);
});
