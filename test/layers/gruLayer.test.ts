import { expect, it } from "vitest";
import { gruLayer } from "../../layers/index.ts";
import { recurrentDefaults } from "./recurrent.ts";
import { testLayer } from "./testLayer.ts";

const sequences = { format: "CBT", shape: [2, 3, 4] } as const;
const learnables = { inputWeights: [6, 3], recurrentWeights: [6, 2], bias: [6, 1] };

testLayer({
  make: gruLayer,
  minimal: gruLayer(2),
  options: {
    ...recurrentDefaults,
    numHiddenUnits: 2,
    biasInitializer: "zeros",
    resetGateMode: "after-multiplication",
    hasStateInputs: false,
    hasStateOutputs: false,
  },
  golden: 48,
  cases: {
    "all steps": {
      layer: gruLayer(2),
      inputs: [sequences],
      output: "[batch, 2, time] (CBT)",
      learnables,
      description: "GRU with 2 hidden units",
    },
    "reset before the multiplication, the last step, other functions": {
      layer: gruLayer(2, {
        resetGateMode: "before-multiplication",
        outputMode: "last",
        stateActivationFunction: "softsign",
        gateActivationFunction: "hard-sigmoid",
        inputSize: 3,
        hiddenState: [[0.5], [-1]],
      }),
      inputs: [{ format: "CBT", shape: [3, 3, 2] }],
      output: "[batch, 2] (CB)",
      learnables,
    },
    "two biases, a state that flows in": {
      layer: gruLayer(2, {
        resetGateMode: "recurrent-bias-after-multiplication",
        hasStateInputs: true,
        biasLearnRateFactor: [1, 2, 0],
      }),
      inputs: [sequences, { format: "CB", shape: [2, 2] }],
      output: "[batch, 2, time] (CBT)",
      learnables: { ...learnables, bias: [12, 1] },
    },
    "a single vector": {
      layer: gruLayer(2, { hasStateOutputs: true }),
      inputs: [{ format: "CB", shape: [4, 3] }],
      output: ["[batch, 2] (CB)", "[batch, 2] (CB)"],
      learnables,
    },
  },
  refused: [
    [{ numHiddenUnits: 1.5 }, "option 'numHiddenUnits' must be a positive whole number"],
    [{ resetGateMode: "after" }, `option 'resetGateMode' must be "after-multiplication" or "before-multiplication" or`],
    [{ biasL2Factor: [1, 2, 3, 4] }, "must be a number of at least 0, or 3 of them, one for each gate"],
    [{ hasStateInputs: true, hiddenState: 0 }, "option 'hiddenState' must be left out where hasStateInputs is true"],
    [{ cellState: 0 }, "there is no option 'cellState'"],
  ],
  refusedInputs: [
    [gruLayer(2, { inputSize: 5 }), [sequences], 'inputSize says 5. Set inputSize to 3 or "auto".'],
    [gruLayer(2), [{ format: "SSCB", shape: [2, 3, 4, 5] }], "expected CB or CBT"],
  ],
});

it("repeats the factors of the gates for the recurrent bias", () => {
  const layer = gruLayer(1, { resetGateMode: "recurrent-bias-after-multiplication", biasL2Factor: [1, 2, 3] });
  const { bias } = layer.definition.learnables!({ options: layer.options as never, inputs: [{ format: "CB", shape: [1, 1] }] });
  expect(bias.l2Factor).toEqual([1, 2, 3, 1, 2, 3]);
});
