import { z } from "zod";
import { LayerGraphError } from "../errors.ts";
import type { Factor, LayerState, Learnable } from "../layer.ts";
import type { Value } from "../ops/index.ts";
import { type Activation, channelsOf, type Layout, printSizes } from "./formats.ts";
import { type Initializer, type InitializerFunction, initializerOption, vectorInitializerOption } from "./initializers.ts";
import { arrayOption, positiveInteger } from "./options.ts";
import { allSteps, type LayerReach, pastSteps } from "./reach.ts";
import { recurrentActivations } from "./recurrence.ts";

const stateNames = { hiddenState: "hidden", cellState: "cell" } as const;

/** A state of a recurrent layer, named as the option that gives its first value. */
export type StateName = keyof typeof stateNames;

/** A factor for all rows of a learnable, or one for each of its `blocks` of rows. */
function blockFactor(blocks: number) {
  const error = `must be a number of at least 0, or ${blocks} of them, one for each gate`;
  const right = (given: Factor): boolean =>
    [given].flat().every((each) => each >= 0) && [1, blocks].includes([given].flat().length);
  return z.union([z.number(), z.array(z.number())], { error }).refine((given) => right(given), error);
}

/** The options of every recurrent layer whose weights have `blocks` blocks of rows. */
export function recurrentOptions(blocks: number) {
  return {
    numHiddenUnits: positiveInteger,
    outputMode: z.enum(["sequence", "last"], { error: 'must be "sequence" or "last"' }).default("sequence"),
    ...recurrentActivations,
    inputSize: z
      .union([z.literal("auto"), positiveInteger], { error: 'must be "auto" or a positive whole number' })
      .default("auto"),
    inputWeightsInitializer: initializerOption.default("glorot"),
    inputWeights: arrayOption.optional(),
    recurrentWeightsInitializer: initializerOption.default("orthogonal"),
    recurrentWeights: arrayOption.optional(),
    bias: arrayOption.optional(),
    inputWeightsLearnRateFactor: blockFactor(blocks).default(1),
    recurrentWeightsLearnRateFactor: blockFactor(blocks).default(1),
    biasLearnRateFactor: blockFactor(blocks).default(1),
    inputWeightsL2Factor: blockFactor(blocks).default(1),
    recurrentWeightsL2Factor: blockFactor(blocks).default(1),
    biasL2Factor: blockFactor(blocks).default(0),
    hiddenState: arrayOption.optional(),
  };
}

/** The number of channels of the input, checked against the one that the option names. */
export function expectedInputSize(x: Layout, inputSize: number | "auto"): number {
  const channels = channelsOf(x);
  if (inputSize === "auto" || inputSize === channels) return channels;
  const fix = `Set inputSize to ${channels} or "auto".`;
  throw new LayerGraphError(
    "size-mismatch",
    `received ${printSizes(x)}, which has ${channels} channels, but inputSize says ${inputSize}. ${fix}`,
    { received: `${channels} channels`, expected: `${inputSize} channels`, fix },
  );
}

/** The options for states that flow in and out. */
export const statePortOptions = {
  hasStateInputs: z.boolean("must be true or false").default(false),
  hasStateOutputs: z.boolean("must be true or false").default(false),
};

/** How the bias of an LSTM layer starts. */
export const lstmBiasInitializerOption = z
  .union([z.literal("unit-forget-gate"), vectorInitializerOption], {
    error: 'must be "unit-forget-gate", "zeros", "ones", "narrow-normal" or a function of the size',
  })
  .default("unit-forget-gate");

/** The initializer for biases of which the forget gates (the second of every four blocks) start at 1, all others at 0. */
export function lstmBiasInitializer(option: z.output<typeof lstmBiasInitializerOption>, units: number): Initializer {
  if (option !== "unit-forget-gate") return option;
  const forgetGates: InitializerFunction = ([rows]) =>
    Float64Array.from({ length: rows }, (_, row) => Number(Math.floor(row / units) % 4 === 1));
  return forgetGates;
}

/** What a recurrent layer's options say about its learnables. */
export interface RecurrentArrays {
  readonly numHiddenUnits: number;
  readonly inputWeightsInitializer: Initializer;
  readonly recurrentWeightsInitializer: Initializer;
  readonly inputWeights?: Learnable["given"];
  readonly recurrentWeights?: Learnable["given"];
  readonly bias?: Learnable["given"];
  readonly inputWeightsLearnRateFactor: Factor;
  readonly recurrentWeightsLearnRateFactor: Factor;
  readonly biasLearnRateFactor: Factor;
  readonly inputWeightsL2Factor: Factor;
  readonly recurrentWeightsL2Factor: Factor;
  readonly biasL2Factor: Factor;
}

/** The learnables of a layer with `blocks` blocks of rows in its weights and `biasBlocks` in its bias. */
export function recurrentLearnables(
  options: RecurrentArrays,
  inputSize: number,
  bias: { readonly initializer: Initializer; readonly blocks: number },
  blocks: number,
): Readonly<Record<"inputWeights" | "recurrentWeights" | "bias", Learnable>> {
  const { numHiddenUnits: units } = options;
  const rows = blocks * units;
  return {
    inputWeights: {
      size: [rows, inputSize],
      initializer: options.inputWeightsInitializer,
      fans: { fanIn: inputSize, fanOut: rows },
      given: options.inputWeights,
      learnRateFactor: options.inputWeightsLearnRateFactor,
      l2Factor: options.inputWeightsL2Factor,
    },
    recurrentWeights: {
      size: [rows, units],
      initializer: options.recurrentWeightsInitializer,
      fans: { fanIn: units, fanOut: rows },
      given: options.recurrentWeights,
      learnRateFactor: options.recurrentWeightsLearnRateFactor,
      l2Factor: options.recurrentWeightsL2Factor,
    },
    bias: {
      size: [bias.blocks * units, 1],
      initializer: bias.initializer,
      given: options.bias,
      learnRateFactor: repeated(options.biasLearnRateFactor, bias.blocks / blocks),
      l2Factor: repeated(options.biasL2Factor, bias.blocks / blocks),
    },
  };
}

/** The factors of one bias, for each of several one below the other. */
function repeated(factor: Factor, times: number): Factor {
  return typeof factor === "number" ? factor : Array.from({ length: times }, () => factor).flat();
}

interface StateOptions extends Partial<Record<StateName, LayerState["given"]>> {
  readonly hasStateInputs?: boolean;
  readonly hasStateOutputs?: boolean;
}

/** The states that a layer keeps itself: none where they flow in. */
export function keptStates(options: StateOptions, names: readonly StateName[], rows: number): Record<string, LayerState> {
  if (options.hasStateInputs) return {};
  return Object.fromEntries(
    names.map((name) => [name, { size: [rows, 1], initial: 0, given: options[name], perObservation: true }]),
  );
}

/** The new values of the states that a layer keeps itself, from those after the last step in the same order. */
export function keptAfter(
  options: StateOptions,
  names: readonly StateName[],
  after: readonly Activation[],
): Readonly<Record<string, Value>> {
  return options.hasStateInputs ? {} : Object.fromEntries(names.map((name, i) => [name, after[i].value]));
}

/** What the states are set to where a sequence begins anew: the given values, or 0. */
export function beginningStates(options: StateOptions, state: Readonly<Record<string, LayerState>>) {
  return Object.fromEntries(Object.keys(state).map((name) => [name, options[name as StateName] ?? 0]));
}

/** MATLAB's ports: the sequence, and the states where they flow in (out). */
export function statePorts(names: readonly StateName[], first: string, has: "hasStateInputs" | "hasStateOutputs") {
  return (options: StateOptions): readonly string[] => [first, ...(options[has] ? names.map((name) => stateNames[name]) : [])];
}

/** Refuses values of states that flow in through ports. */
export function statesGivenOnce(options: StateOptions, context: z.RefinementCtx): void {
  if (!options.hasStateInputs) return;
  for (const name of Object.keys(stateNames) as StateName[]) {
    if (options[name] === undefined) continue;
    const message = `must be left out where hasStateInputs is true: the state flows in through the port '${stateNames[name]}'`;
    context.addIssue({ code: "custom", path: [name], message, input: options[name] });
  }
}

/** What a recurrent layer declares: its outputs see the steps so far, or with both directions all of them; what comes after the last step sees all. */
export function recurrentReach(
  { outputMode, hasStateOutputs }: { readonly outputMode: "sequence" | "last"; readonly hasStateOutputs?: boolean },
  inputs: readonly Layout[],
  states: number,
  bothWays = false,
): LayerReach {
  const first = outputMode === "sequence" && !bothWays ? pastSteps : allSteps;
  const outputs = [first, ...Array.from({ length: hasStateOutputs ? states : 0 }, () => allSteps)];
  return {
    reach: outputs.map((reach) => inputs.map(() => reach)),
    ...(bothWays && { causalFix: "Use a recurrent layer that goes forwards only, such as lstmLayer." }),
  };
}
