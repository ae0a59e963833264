import { z } from "zod";
import { lstm } from "../src/functions/lstm.ts";
import {
  beginningStates,
  expectedInputSize,
  keptAfter,
  keptStates,
  lstmBiasInitializer,
  lstmBiasInitializerOption,
  recurrentLearnables,
  recurrentOptions,
  recurrentReach,
  statePortOptions,
  statePorts,
  statesGivenOnce,
} from "../src/layer/recurrentOptions.ts";
import { arrayOption, defineLayer } from "../src/layer.ts";

const states = ["hiddenState", "cellState"] as const;

/**
 * A long short-term memory layer: it goes along a sequence (CBT) with a hidden and a cell state of `numHiddenUnits`. Gives the hidden states of all
 * steps (CBT), or of the last real step (CB) with `outputMode: "last"`. A single vector (CB) is a sequence of one step. For the formulas see `lstm`.
 *
 * - `outputMode` (`"sequence"`, or `"last"`); `stateActivationFunction` (`"tanh"`, `"softsign"`, `"relu"`), `gateActivationFunction` (`"sigmoid"`,
 *   `"hard-sigmoid"`); `inputSize` (`"auto"`) is checked against the input where it is a number.
 * - `inputWeights` (4H × inputSize), `recurrentWeights` (4H × H), `bias` (4H × 1), with rows for input gate, forget gate, cell candidate, output gate:
 *   given values, or how they start (`inputWeightsInitializer` `"glorot"`, `recurrentWeightsInitializer` `"orthogonal"`, `biasInitializer`
 *   `"unit-forget-gate"`), and their factors (L2 of the bias 0, all others 1), each a number or one for each of the four gates.
 * - `hiddenState`, `cellState` (0): the states before the first step, H × 1. `hasStateInputs` (false) adds the inputs `hidden` and `cell` instead,
 *   `hasStateOutputs` (false) the outputs of these names: the states after the last step (CB).
 *
 * @example lstmLayer(100, { outputMode: "last", name: "lstm" })
 * @see MATLAB lstmLayer
 */
export const lstmLayer = defineLayer({
  type: "lstmLayer",
  base: "lstm",
  title: "LSTM",
  description: ({ numHiddenUnits }) => `LSTM with ${numHiddenUnits} hidden units`,
  positional: ["numHiddenUnits"],
  options: z
    .object({
      ...recurrentOptions(4),
      biasInitializer: lstmBiasInitializerOption,
      cellState: arrayOption.optional(),
      ...statePortOptions,
    })
    .superRefine(statesGivenOnce),
  inputNames: statePorts(states, "in", "hasStateInputs"),
  outputNames: statePorts(states, "out", "hasStateOutputs"),
  learnables: ({ options, inputs: [x] }) => {
    const initializer = lstmBiasInitializer(options.biasInitializer, options.numHiddenUnits);
    return recurrentLearnables(options, expectedInputSize(x, options.inputSize), { initializer, blocks: 4 }, 4);
  },
  state: ({ options }) => keptStates(options, states, options.numHiddenUnits),
  resetState: ({ options, state }) => beginningStates(options, state),
  reach: ({ options, inputs }) => recurrentReach(options, inputs, states.length),
  predict: ({ inputs: [x, hidden, cell], options, learnables: { inputWeights, recurrentWeights, bias }, state }) => {
    const { stateActivationFunction, gateActivationFunction, outputMode, hasStateInputs, hasStateOutputs } = options;
    const [h0, c0] = hasStateInputs ? [hidden, cell] : [state.hiddenState, state.cellState];
    const functions = { stateActivationFunction, gateActivationFunction };
    const [y, last, memory] = lstm(x, h0, c0, inputWeights, recurrentWeights, bias, functions);
    const outputs = [outputMode === "last" ? last : y, ...(hasStateOutputs ? [last, memory] : [])];
    return { outputs, state: keptAfter(options, states, [last, memory]) };
  },
});
