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
import { add, matmul, multiply, reshape, scan, split, subtract, type Value } from "../ops/index.ts";

/** What `gru` can be told by name. */
export interface GruOptions {
  /**
   * Where the reset gate comes in: `"after-multiplication"` (default), `"before-multiplication"`, or `"recurrent-bias-after-multiplication"`, with
   * a second bias for the recurrent product, as in cuDNN and PyTorch.
   */
  readonly resetGateMode?: (typeof resetGateModes)[number];
  /** What is applied to the candidate: `"tanh"` (default), `"softsign"` or `"relu"`. */
  readonly stateActivationFunction?: "tanh" | "softsign" | "relu";
  /** What is applied to the gates: `"sigmoid"` (default) or `"hard-sigmoid"`. */
  readonly gateActivationFunction?: "sigmoid" | "hard-sigmoid";
  /** Whether to begin at the last step of each sequence; false by default. */
  readonly reverse?: boolean;
}

const resetGateModes = ["after-multiplication", "before-multiplication", "recurrent-bias-after-multiplication"] as const;

/** The option for where the reset gate comes in. */
export const resetGateModeOption = z
  .enum(resetGateModes, { error: `must be ${resetGateModes.map((mode) => `"${mode}"`).join(" or ")}` })
  .default("after-multiplication");

const options = z.object({
  resetGateMode: resetGateModeOption,
  ...recurrentActivations,
  reverse: z.boolean("must be true or false").default(false),
});

/**
 * The gated recurrent unit operation over a sequence. Returns the hidden states of all steps in the format of `X` (CBT, or CB for a single step), and the
 * hidden state after the last step (CB).
 *
 * `r, z = σ(W x + b + R h)`, `h = (1 − z) ⊙ h̃ + z ⊙ h`, with `h̃ = tanh(W x + b + r ⊙ (R h))`, or `tanh(W x + b + R (r ⊙ h))` before the multiplication,
 * or `tanh(W x + b + r ⊙ (R h + b₂))` with a recurrent bias; the rows of the weights hold reset gate, update gate and candidate one below the
 * other. `weights` are the values of arrays of MATLAB's sizes 3H × channels, `recurrentWeights` 3H × H and `bias` 3H × 1, with a recurrent bias
 * 6H × 1. `H0` holds one state for each observation (CB), or one for all. Steps behind the end of a sequence change no state.
 *
 * @example const [Y, hiddenState] = gru(X, H0, weights, recurrentWeights, bias);
 * @throws LayerGraphError `size-mismatch` where sizes do not fit, `wrong-format` for other formats
 * @see MATLAB gru
 */
export function gru(
  X: Activation,
  H0: Activation | Value,
  weights: Value,
  recurrentWeights: Value,
  bias: Value,
  given: GruOptions = {},
): [Y: Activation, hiddenState: Activation] {
  const { resetGateMode, reverse, ...functions } = parsedOptions(options, given, "gru");
  const units = unitsOf(X, 3, weights, recurrentWeights);
  const { product, real, activation } = walk(X);
  const twoBiases = resetGateMode === "recurrent-bias-after-multiplication";
  const rows = 3 * units;
  const [own, recurrent = undefined] = split(
    reshape(bias, [1, twoBiases ? 2 * rows : rows]),
    1,
    twoBiases ? [rows, rows] : [rows],
  );
  const makeCell = resetGateMode === "before-multiplication" ? cellResetBefore : cellResetAfter;
  const cell = makeCell({ recurrentWeights, recurrentBias: recurrent, units, functions: recurrentFunctions(functions) });
  const { states, outputs } = scan({
    states: [firstState(H0, units, X, "hidden state")],
    sequences: [product(weights, own), ...(real ? [real] : [])],
    reverse,
    body: ([hidden], [x, isReal]) => {
      const next = held(isReal, cell(x, hidden), hidden);
      return { states: [next], outputs: [next] };
    },
  });
  return [activation(outputs[0]), { value: states[0], format: "CB" }];
}

interface CellArguments {
  readonly recurrentWeights: Value;
  readonly recurrentBias: Value | undefined;
  readonly units: number;
  readonly functions: RecurrentFunctions;
}

/** One step, from `W x + b` and the state before it. */
type Cell = (x: Value, h: Value) => Value;

function cellResetAfter({ recurrentWeights, recurrentBias, units, functions: { state, gate } }: CellArguments): Cell {
  const sizes = [2 * units, units];
  return (x, h) => {
    const product = matmul(h, recurrentWeights);
    const [xGates, xCandidate] = split(x, 1, sizes);
    const [hGates, hCandidate] = split(recurrentBias ? add(product, recurrentBias) : product, 1, sizes);
    const [reset, update] = split(gate(add(xGates, hGates)), 1, [units, units]);
    return mixed(state(add(xCandidate, multiply(reset, hCandidate))), h, update);
  };
}

function cellResetBefore({ recurrentWeights, units, functions: { state, gate } }: CellArguments): Cell {
  const sizes = [2 * units, units];
  const [forGates, forCandidate] = split(recurrentWeights, 1, sizes);
  return (x, h) => {
    const [xGates, xCandidate] = split(x, 1, sizes);
    const [reset, update] = split(gate(add(xGates, matmul(h, forGates))), 1, [units, units]);
    return mixed(state(add(xCandidate, matmul(multiply(reset, h), forCandidate))), h, update);
  };
}

/** `(1 − z) ⊙ h̃ + z ⊙ h`. */
function mixed(candidate: Value, h: Value, update: Value): Value {
  return add(candidate, multiply(update, subtract(h, candidate)));
}
