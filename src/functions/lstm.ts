import { z } from "zod";
import type { Activation } from "../layer/formats.ts";
import { parsedOptions } from "../layer/options.ts";
import {
  firstState,
  held,
  type RecurrentFunctions,
  recurrentActivations,
  recurrentFunctions,
  unitsOf,
  walk,
} from "../layer/recurrence.ts";
import { add, matmul, multiply, scan, split, type Value } from "../ops/index.ts";

/** What `lstm` can be told by name. */
export interface LstmOptions {
  /** What is applied to the cell candidate and to the cell state: `"tanh"` (default), `"softsign"` or `"relu"`. */
  readonly stateActivationFunction?: "tanh" | "softsign" | "relu";
  /** What is applied to the gates: `"sigmoid"` (default) or `"hard-sigmoid"`. */
  readonly gateActivationFunction?: "sigmoid" | "hard-sigmoid";
  /** Whether to begin at the last step of each sequence; false by default. */
  readonly reverse?: boolean;
}

const options = z.object({ ...recurrentActivations, reverse: z.boolean("must be true or false").default(false) });

/**
 * The long short-term memory operation over a sequence. Returns the hidden states of all steps in the format of `X` (CBT, or CB for a single step), and
 * the hidden and the cell state after the last step (CB).
 *
 * `i, f, o = σ(W x + R h + b)`, `g = tanh(W x + R h + b)`, `c = f ⊙ c + i ⊙ g`, `h = o ⊙ tanh(c)`; the rows of the weights hold input gate, forget gate,
 * cell candidate and output gate one below the other. `weights` are the values of arrays of MATLAB's sizes 4H × channels, `recurrentWeights` 4H × H and
 * `bias` 4H × 1. `H0` and `C0` hold one state for each observation (CB), or one for all. Steps behind the end of a sequence change no state.
 *
 * @example const [Y, hiddenState, cellState] = lstm(X, H0, C0, weights, recurrentWeights, bias);
 * @throws LayerGraphError `size-mismatch` where sizes do not fit, `wrong-format` for other formats
 * @see MATLAB lstm
 */
export function lstm(
  X: Activation,
  H0: Activation | Value,
  C0: Activation | Value,
  weights: Value,
  recurrentWeights: Value,
  bias: Value,
  given: LstmOptions = {},
): [Y: Activation, hiddenState: Activation, cellState: Activation] {
  const { reverse, ...functions } = parsedOptions(options, given, "lstm");
  const units = unitsOf(X, 4, weights, recurrentWeights);
  const { product, real, activation } = walk(X);
  const cell = lstmCell(recurrentWeights, units, recurrentFunctions(functions));
  const { states, outputs } = scan({
    states: [firstState(H0, units, X, "hidden state"), firstState(C0, units, X, "cell state")],
    sequences: [product(weights, bias), ...(real ? [real] : [])],
    reverse,
    body: ([hidden, memory], [x, isReal]) => {
      const [h, c] = cell(x, hidden, memory);
      const next = [held(isReal, h, hidden), held(isReal, c, memory)];
      return { states: next, outputs: [next[0]] };
    },
  });
  const [hiddenState, cellState] = states.map((value): Activation => ({ value, format: "CB" }));
  return [activation(outputs[0]), hiddenState, cellState];
}

/** One step, from `W x + b` and the states before it. */
function lstmCell(recurrentWeights: Value, units: number, { state, gate }: RecurrentFunctions) {
  return (x: Value, h: Value, c: Value): readonly [h: Value, c: Value] => {
    const [input, forget, candidate, output] = split(add(x, matmul(h, recurrentWeights)), 1, [units, units, units, units]);
    const memory = add(multiply(gate(forget), c), multiply(gate(input), state(candidate)));
    return [multiply(gate(output), state(memory)), memory];
  };
}
