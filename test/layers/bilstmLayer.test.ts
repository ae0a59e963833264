import { bilstmLayer } from "../../layers/index.ts";
import { recurrentDefaults } from "./recurrent.ts";
import { testLayer } from "./testLayer.ts";

const sequences = { format: "CBT", shape: [2, 3, 4] } as const;
const learnables = { inputWeights: [16, 3], recurrentWeights: [16, 2], bias: [16, 1] };

testLayer({
  make: bilstmLayer,
  minimal: bilstmLayer(2),
  options: { ...recurrentDefaults, numHiddenUnits: 2, biasInitializer: "unit-forget-gate" },
  golden: 12,
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
    [{ hasStateOutputs: true }, "there is no option 'hasStateOutputs'"],
  ],
  refusedInputs: [[bilstmLayer(2), [{ format: "SCB", shape: [2, 3, 4] }], "expected CB or CBT"]],
});
