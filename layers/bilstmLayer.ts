import { z } from "zod";
import { lstm } from "../src/functions/lstm.ts";
import { firstState } from "../src/layer/recurrence.ts";
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
import { type Activation, arrayOption, defineLayer, like } from "../src/layer.ts";
import { concatenate, expand, split, type Value } from "../src/ops/index.ts";

const states = ["hiddenState", "cellState"] as const;

/**
 * Two long short-term memories along a sequence (CBT), one from its beginning and one from its end, with `numHiddenUnits` each. Gives the hidden states
 * of both below each other, 2H channels: of all steps (CBT), or with `outputMode: "last"` (CB) of the last step that each of them takes. A single
 * vector (CB) is a sequence of one step. For the formulas see `lstm`.
 *
 * - `outputMode` (`"sequence"`, or `"last"`); `stateActivationFunction` (`"tanh"`, `"softsign"`, `"relu"`), `gateActivationFunction` (`"sigmoid"`,
 *   `"hard-sigmoid"`); `inputSize` (`"auto"`) is checked against the input where it is a number.
 * - `inputWeights` (8H × inputSize), `recurrentWeights` (8H × H), `bias` (8H × 1), with rows for input gate, forget gate, cell candidate, output gate
 *   forwards, then the same backwards: given values, or how they start (`inputWeightsInitializer` `"glorot"`, `recurrentWeightsInitializer`
 *   `"orthogonal"`, `biasInitializer` `"unit-forget-gate"`), and their factors (L2 of the bias 0, all others 1), each a number or one for each of
 *   the eight blocks.
 * - `hiddenState`, `cellState` (0): the states before the first step of each direction, 2H × 1. Where a sequence is cut into pieces, the forward half
 *   goes on from piece to piece; the backward half begins anew at the end of each, for it would need the pieces that follow. `hasStateInputs` (false)
 *   adds the inputs `hidden` and `cell` instead, `hasStateOutputs` (false) the outputs of these names: the states after the last step of each direction (CB).
 *
 * @example bilstmLayer(100, { outputMode: "last", name: "bilstm" })
 * @see MATLAB bilstmLayer
 */
export const bilstmLayer = defineLayer({
  type: "bilstmLayer",
  base: "biLSTM",
  title: "BiLSTM",
  description: ({ numHiddenUnits }) => `BiLSTM with ${numHiddenUnits} hidden units`,
  positional: ["numHiddenUnits"],
  options: z
    .object({
      ...recurrentOptions(8),
      biasInitializer: lstmBiasInitializerOption,
      cellState: arrayOption.optional(),
      ...statePortOptions,
    })
    .superRefine(statesGivenOnce),
  inputNames: statePorts(states, "in", "hasStateInputs"),
  outputNames: statePorts(states, "out", "hasStateOutputs"),
  learnables: ({ options, inputs: [x] }) => {
    const initializer = lstmBiasInitializer(options.biasInitializer, options.numHiddenUnits);
    return recurrentLearnables(options, expectedInputSize(x, options.inputSize), { initializer, blocks: 8 }, 8);
  },
  state: ({ options }) => keptStates(options, states, 2 * options.numHiddenUnits),
  resetState: ({ options, state }) => beginningStates(options, state),
  reach: ({ options, inputs }) => recurrentReach(options, inputs, states.length, true),
  predict: ({ inputs: [x, h0, c0], options, learnables: { inputWeights, recurrentWeights, bias }, state }) => {
    const { numHiddenUnits: units, stateActivationFunction, gateActivationFunction, outputMode } = options;
    const [weights, recurrent, biases] = [inputWeights, recurrentWeights, bias].map((array) => halves(array, 4 * units));
    const [firstHidden, firstCell] = options.hasStateInputs ? [h0, c0] : [state.hiddenState, state.cellState];
    const hidden = halves(firstState(firstHidden, 2 * units, x, "hidden state"), units);
    const cell = halves(firstState(firstCell, 2 * units, x, "cell state"), units);
    const [forwards, backwards] = [false, true].map((reverse, i) => {
      const functions = { stateActivationFunction, gateActivationFunction, reverse };
      return lstm(x, hidden[i], cell[i], weights[i], recurrent[i], biases[i], functions);
    });
    const [y, last, memory] = forwards.map((output, i) => joined(output, backwards[i]));
    const after = [withBackward(forwards[1], hidden[1]), withBackward(forwards[2], cell[1])];
    return {
      outputs: [outputMode === "last" ? last : y, ...(options.hasStateOutputs ? [last, memory] : [])],
      state: keptAfter(options, states, after),
    };
  },
});

/** The part of the direction forwards and that of the other one. */
function halves(array: Value, size: number): readonly Value[] {
  return split(array, 1, [size, size]);
}

function joined(forwards: Activation, backwards: Activation): Activation {
  return like(forwards, concatenate([forwards.value, backwards.value], 1));
}

/** The forward half of a state after the last step, and the backward half as it was before: what comes before a piece begins anew at its end. */
function withBackward(forward: Activation, backward: Value): Activation {
  return joined(forward, like(forward, expand(backward, forward.value.shape)));
}
