import { z } from "zod";
import { LayerGraphError } from "../src/errors.ts";
import { attention } from "../src/functions/attention.ts";
import {
  attentionInputs,
  attentionOptions,
  attentionOutputs,
  attentionReach,
  attentionScores,
} from "../src/layer/attentionOptions.ts";
import { positionsOf } from "../src/layer/positions.ts";
import {
  type Activation,
  arrayOption,
  channelsOf,
  defineLayer,
  factor,
  initializerOption,
  type Layout,
  type Learnable,
  positiveInteger,
  printSizes,
  vectorInitializerOption,
} from "../src/layer.ts";
import { add, dim, matmul, multiply, reshape, transposed, type Value } from "../src/ops/index.ts";

const autoOrSize = z
  .union([z.literal("auto"), positiveInteger], { error: 'must be "auto" or a positive whole number' })
  .default("auto");

const parts = ["query", "key", "value", "output"] as const;
type Part = (typeof parts)[number];

/** The weights and biases that the user gives; each is optional. */
const givenArrays = Object.fromEntries(
  ["Weights", "Bias"].flatMap((kind) => parts.map((part) => [`${part}${kind}`, arrayOption.optional()])),
) as { [K in `${Part}${"Weights" | "Bias"}`]: z.ZodOptional<typeof arrayOption> };

const options = z
  .object({
    numHeads: positiveInteger,
    numKeyChannels: positiveInteger,
    numValueChannels: autoOrSize,
    outputSize: autoOrSize,
    inputSize: autoOrSize,
    ...attentionOptions,
    weightsInitializer: initializerOption.default("glorot"),
    biasInitializer: vectorInitializerOption.default("zeros"),
    ...givenArrays,
    weightLearnRateFactor: factor.default(1),
    weightL2Factor: factor.default(1),
    biasLearnRateFactor: factor.default(1),
    biasL2Factor: factor.default(0),
  })
  .superRefine(({ numHeads, numKeyChannels, numValueChannels }, context) => {
    const sizes = { numKeyChannels, numValueChannels };
    for (const [name, size] of Object.entries(sizes)) {
      if (size === "auto" || size % numHeads === 0) continue;
      context.addIssue({ code: "custom", path: [name], message: `must be a multiple of numHeads (${numHeads})`, input: size });
    }
  });
type Options = z.output<typeof options>;

/**
 * A layer in which every position of a sequence looks at all others: queries, keys and values are three products of the input with matrices,
 * `attention` goes over them with `numHeads` heads, and its result is multiplied by a fourth matrix. Sequences (CBT, over time), one-dimensional images
 * (SCB, over space) or single vectors (CB); the same format out with `outputSize` channels.
 *
 * - `numKeyChannels`: channels of queries and keys, of all heads together; `numValueChannels` (`"auto"`: as many). Both are multiples of `numHeads`.
 * - `outputSize` (`"auto"`: the channels of the input); `inputSize` (`"auto"`) is checked against the input where it is a number.
 * - `attentionMask` (`"none"`, or `"causal"`: no position sees a later one), `dropoutProbability` (0): the chance with which training drops a weight.
 * - `hasPaddingMaskInput` (false) adds the input `mask`, one channel, 0 at positions that do not count. What lies behind the end of a sequence never
 *   counts. `hasScoresOutput` (false) adds the output `scores`: the weights, keys × queries × heads × observations (SSCB).
 * - `queryWeights`, `keyWeights` (numKeyChannels × inputSize), `valueWeights` (numValueChannels × inputSize), `outputWeights` (outputSize ×
 *   numValueChannels) and `queryBias`, `keyBias`, `valueBias`, `outputBias` (one column; the output does not depend on `keyBias`): given values, or how they start (`weightsInitializer` `"glorot"`,
 *   `biasInitializer` `"zeros"`), and their factors (`weightL2Factor` 1, `biasL2Factor` 0, learn rates 1).
 *
 * @example selfAttentionLayer(8, 256, { attentionMask: "causal", name: "attention" })
 * @see MATLAB selfAttentionLayer
 */
export const selfAttentionLayer = defineLayer({
  type: "selfAttentionLayer",
  base: "selfattention",
  title: "Self-Attention",
  description: ({ numHeads, numKeyChannels }) =>
    `Self-attention with ${numHeads} ${numHeads === 1 ? "head" : "heads"} and ${numKeyChannels} key and query channels`,
  positional: ["numHeads", "numKeyChannels"],
  options,
  inputNames: attentionInputs(["in"]),
  outputNames: attentionOutputs,
  scores: attentionScores,
  learnables: ({ options, inputs: [x] }) => learnablesOf(options, checkedInput(x, options)),
  reach: ({ options }) => attentionReach(["sequence", "mask"], options),
  predict: ({ inputs: [x, mask = undefined], options, learnables, training, random }) => {
    const { numHeads, attentionMask, dropoutProbability, hasScoresOutput } = options;
    const sequence = asSequence(x);
    const { queryWeights, queryBias, keyWeights, valueWeights, valueBias, outputWeights, outputBias } = learnables;
    const projected = (weights: Value, bias?: Value): Activation => ({
      ...sequence,
      value: product(weights, bias, sequence.value),
    });
    // The scale goes into the weights of the queries, which are far smaller than the queries.
    const scale = Math.sqrt(numHeads / options.numKeyChannels);
    const query = projected(multiply(queryWeights, scale), multiply(queryBias, scale));
    // keyBias would add the same to all scores of a query, which the softmax takes away again: its gradient is 0.
    const key = projected(keyWeights);
    const [merged, scores] = attention(query, key, projected(valueWeights, valueBias), numHeads, {
      scale: 1,
      attentionMask,
      ...(mask && { paddingMask: mask }),
      ...(training && { dropoutProbability, random }),
    });
    const value = product(outputWeights, outputBias, merged.value);
    const out: Activation = { ...x, value: reshape(value, [dim(value, 0), dim(value, 1), ...x.value.shape.slice(2)]) };
    return hasScoresOutput ? [out, scores] : [out];
  },
});

function sizesOf(
  { numKeyChannels, numValueChannels, outputSize }: Options,
  inputSize: number,
): Record<Part, [rows: number, columns: number]> {
  const values = numValueChannels === "auto" ? numKeyChannels : numValueChannels;
  return {
    query: [numKeyChannels, inputSize],
    key: [numKeyChannels, inputSize],
    value: [values, inputSize],
    output: [outputSize === "auto" ? inputSize : outputSize, values],
  };
}

function learnablesOf(options: Options, inputSize: number): Record<keyof typeof givenArrays, Learnable> {
  const sizes = sizesOf(options, inputSize);
  const weights = parts.map((part) => {
    const [rows, columns] = sizes[part];
    const learnable: Learnable = {
      size: [rows, columns],
      initializer: options.weightsInitializer,
      fans: { fanIn: columns, fanOut: rows },
      given: options[`${part}Weights`],
      learnRateFactor: options.weightLearnRateFactor,
      l2Factor: options.weightL2Factor,
    };
    return [`${part}Weights`, learnable];
  });
  const biases = parts.map((part) => {
    const learnable: Learnable = {
      size: [sizes[part][0], 1],
      initializer: options.biasInitializer,
      given: options[`${part}Bias`],
      learnRateFactor: options.biasLearnRateFactor,
      l2Factor: options.biasL2Factor,
    };
    return [`${part}Bias`, learnable];
  });
  return Object.fromEntries([...weights, ...biases]);
}

function checkedInput(x: Layout, { inputSize }: Options): number {
  const channels = channelsOf(x);
  if (inputSize === "auto" || inputSize === channels) return channels;
  const fix = `Set inputSize to ${channels} or "auto".`;
  throw new LayerGraphError(
    "size-mismatch",
    `received ${printSizes(x)}, which has ${channels} channels, but inputSize says ${inputSize}. ${fix}`,
    { received: `${channels} channels`, expected: `${inputSize} channels`, fix },
  );
}

/** A single vector as an image of one place; others as they are. */
function asSequence(x: Activation): Activation {
  const value = reshape(x.value, [dim(x.value, 0), dim(x.value, 1), positionsOf(x)]);
  return x.format === "CB" ? { value, format: "SCB" } : x;
}

/** `weights · x + bias` at each position of x [batch, channels, positions]; the arrays lie in MATLAB's order. */
function product(weights: Value, bias: Value | undefined, x: Value): Value {
  const products = matmul(transposed(weights), x);
  return bias ? add(products, transposed(bias)) : products;
}
