import { z } from "zod";
import { gru, resetGateModeOption } from "../src/functions/gru.ts";
import {
  beginningStates,
  expectedInputSize,
  keptAfter,
  keptStates,
  recurrentLearnables,
  recurrentOptions,
  recurrentReach,
  statePortOptions,
  statePorts,
  statesGivenOnce,
} from "../src/layer/recurrentOptions.ts";
import { defineLayer, vectorInitializerOption } from "../src/layer.ts";

const states = ["hiddenState"] as const;

/**
 * A gated recurrent unit layer: it goes along a sequence (CBT) with a hidden state of `numHiddenUnits`. Gives the hidden states of all steps (CBT), or of
 * the last real step (CB) with `outputMode: "last"`. A single vector (CB) is a sequence of one step. For the formulas see `gru`.
 *
 * - `outputMode` (`"sequence"`, or `"last"`); `resetGateMode` (`"after-multiplication"`, `"before-multiplication"`,
 *   `"recurrent-bias-after-multiplication"`, which is PyTorch's); `stateActivationFunction` (`"tanh"`, `"softsign"`, `"relu"`),
 *   `gateActivationFunction` (`"sigmoid"`, `"hard-sigmoid"`); `inputSize` (`"auto"`) is checked against the input where it is a number.
 * - `inputWeights` (3H × inputSize), `recurrentWeights` (3H × H), `bias` (3H × 1, with a recurrent bias 6H × 1), with rows for reset gate, update gate,
 *   candidate: given values, or how they start (`inputWeightsInitializer` `"glorot"`, `recurrentWeightsInitializer` `"orthogonal"`,
 *   `biasInitializer` `"zeros"`), and their factors (L2 of the bias 0, all others 1), each a number or one for each of the three.
 * - `hiddenState` (0): the state before the first step, H × 1. `hasStateInputs` (false) adds the input `hidden` instead, `hasStateOutputs` (false) the
 *   output of this name: the state after the last step (CB).
 *
 * @example gruLayer(100, { resetGateMode: "recurrent-bias-after-multiplication", name: "gru" })
 * @see MATLAB gruLayer
 */
export const gruLayer = defineLayer({
  type: "gruLayer",
  base: "gru",
  title: "GRU",
  description: ({ numHiddenUnits }) => `GRU with ${numHiddenUnits} hidden units`,
  positional: ["numHiddenUnits"],
  options: z
    .object({
      ...recurrentOptions(3),
      biasInitializer: vectorInitializerOption.default("zeros"),
      resetGateMode: resetGateModeOption,
      ...statePortOptions,
    })
    .superRefine(statesGivenOnce),
  inputNames: statePorts(states, "in", "hasStateInputs"),
  outputNames: statePorts(states, "out", "hasStateOutputs"),
  learnables: ({ options, inputs: [x] }) => {
    const blocks = options.resetGateMode === "recurrent-bias-after-multiplication" ? 6 : 3;
    const bias = { initializer: options.biasInitializer, blocks };
    return recurrentLearnables(options, expectedInputSize(x, options.inputSize), bias, 3);
  },
  state: ({ options }) => keptStates(options, states, options.numHiddenUnits),
  resetState: ({ options, state }) => beginningStates(options, state),
  reach: ({ options, inputs }) => recurrentReach(options, inputs, states.length),
  predict: ({ inputs: [x, hidden], options, learnables: { inputWeights, recurrentWeights, bias }, state }) => {
    const { stateActivationFunction, gateActivationFunction, resetGateMode, outputMode, hasStateInputs, hasStateOutputs } =
      options;
    const functions = { stateActivationFunction, gateActivationFunction, resetGateMode };
    const [y, last] = gru(x, hasStateInputs ? hidden : state.hiddenState, inputWeights, recurrentWeights, bias, functions);
    const outputs = [outputMode === "last" ? last : y, ...(hasStateOutputs ? [last] : [])];
    return { outputs, state: keptAfter(options, states, [last]) };
  },
});
