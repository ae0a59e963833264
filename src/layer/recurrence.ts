import { z } from "zod";
import { LayerGraphError } from "../errors.ts";
import {
  abs,
  add,
  dim,
  divide,
  expand,
  matmul,
  maximum,
  minimum,
  multiply,
  printDims,
  relu,
  sameDim,
  select,
  sigmoid,
  squeeze,
  tanh,
  transpose,
  unsqueeze,
  type Value,
} from "../ops/index.ts";
import { hasOnePlace } from "./flattening.ts";
import { type Activation, channelsOf, layoutOf, printSizes, realSteps } from "./formats.ts";

const stateActivations = { tanh, softsign: (x: Value): Value => divide(x, add(1, abs(x))), relu };
const gateActivations = {
  sigmoid,
  /** 0 below −2.5, 1 above 2.5, a straight line in between. */
  "hard-sigmoid": (x: Value): Value => minimum(maximum(add(multiply(x, 0.2), 0.5), 0), 1),
};

/** The options for the functions that a recurrent layer applies to its state and to its gates. */
export const recurrentActivations = {
  stateActivationFunction: z
    .enum(["tanh", "softsign", "relu"], { error: 'must be "tanh" or "softsign" or "relu"' })
    .default("tanh"),
  gateActivationFunction: z
    .enum(["sigmoid", "hard-sigmoid"], { error: 'must be "sigmoid" or "hard-sigmoid"' })
    .default("sigmoid"),
};

/** The functions that the options name. */
export interface RecurrentFunctions {
  readonly state: (x: Value) => Value;
  readonly gate: (x: Value) => Value;
}

/** The functions that a recurrent layer applies, from its options. */
export function recurrentFunctions(options: {
  readonly stateActivationFunction: keyof typeof stateActivations;
  readonly gateActivationFunction: keyof typeof gateActivations;
}): RecurrentFunctions {
  return { state: stateActivations[options.stateActivationFunction], gate: gateActivations[options.gateActivationFunction] };
}

/** A sequence as a loop walks through it. */
export interface Walk {
  /** `weightsᵀ · x + bias` of all steps, [time, batch, rows]: the part of every step that does not depend on the state, computed at once. */
  readonly product: (weights: Value, bias: Value) => Value;
  /** Which steps are real, [time, batch, 1]; undefined where all are. */
  readonly real: Value | undefined;
  /** Results of all steps, [time, batch, channels], as an activation in the format of the input. */
  readonly activation: (steps: Value) => Activation;
}

/**
 * A sequence (CBT), or single vectors (CB) as sequences of one step, for a loop over time.
 *
 * @throws LayerGraphError `wrong-format` for other formats
 */
export function walk(x: Activation): Walk {
  if (x.format !== "CB" && x.format !== "CBT") {
    const fix = hasOnePlace(layoutOf(x))
      ? "Its spatial dimensions have size 1, as global pooling leaves them: put flattenLayer before it."
      : "Flatten the spatial dimensions first: flattenLayer.";
    throw new LayerGraphError("wrong-format", `received ${printSizes(x)}, expected CB or CBT. ${fix}`, {
      received: printSizes(x),
      expected: "CB or CBT",
      fix,
    });
  }
  const inSteps = (value: Value): Value => (x.format === "CB" ? unsqueeze(value, 0) : transpose(value, [2, 0, 1]));
  const real = realSteps(x);
  return {
    product: (weights, bias) => add(matmul(inSteps(x.value), weights), bias),
    real: real && inSteps(real),
    activation: (steps) => ({ ...x, value: x.format === "CB" ? squeeze(steps, 0) : transpose(steps, [1, 2, 0]) }),
  };
}

/** The state after a step: at a step that is padding, as before it. */
export function held(real: Value | undefined, after: Value, before: Value): Value {
  return real ? select(real, after, before) : after;
}

/**
 * A state before the first step as [batch, units]: what flows into a port (CB), or one row for all observations.
 *
 * @throws LayerGraphError `size-mismatch` where it has another number of units or observations
 */
export function firstState(state: Activation | Value, units: number, x: Activation, what: string): Value {
  const value = "op" in state ? state : state.value;
  const batch = dim(x.value, 0);
  const fits = value.shape.length === 2 && value.shape[1] === units && (value.shape[0] === 1 || sameDim(value.shape[0], batch));
  if (fits) return expand(value, [batch, units]);
  const received = "op" in state ? printDims(value.shape) : printSizes(state);
  throw new LayerGraphError("size-mismatch", `the ${what} is ${received}, expected [${batch}, ${units}] (CB).`, {
    received,
    expected: `[${batch}, ${units}] (CB)`,
  });
}

/** The number of units of a cell whose weights have `blocks` rows for each: checks the weights against each other and the input. */
export function unitsOf(x: Activation, blocks: number, weights: Value, recurrentWeights: Value): number {
  const units = recurrentWeights.shape[0];
  const rows = typeof units === "number" ? units * blocks : undefined;
  const fits = weights.shape.length === 2 && weights.shape[0] === channelsOf(layoutOf(x)) && weights.shape[1] === rows;
  if (typeof units === "number" && fits && recurrentWeights.shape[1] === rows) return units;
  const received = `weights ${printDims([...weights.shape].reverse())} and recurrent weights ${printDims([...recurrentWeights.shape].reverse())}`;
  const expected = `${blocks}·units × ${channelsOf(layoutOf(x))} and ${blocks}·units × units`;
  throw new LayerGraphError("size-mismatch", `received ${received}, expected ${expected}.`, { received, expected });
}
