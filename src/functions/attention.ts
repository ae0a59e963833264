import { z } from "zod";
import { LayerGraphError } from "../errors.ts";
import { type AllowedKeys, type AttentionMask, allowedKeys } from "../layer/attentionMasks.ts";
import { keepMask } from "../layer/dropout.ts";
import { type Activation, channelsOf, type Layout, layoutOf, printSizes } from "../layer/formats.ts";
import { parsedOptions } from "../layer/options.ts";
import { positionsOf } from "../layer/positions.ts";
import {
  add,
  customGradient,
  type Dim,
  matmul,
  multiply,
  reshape,
  sameDim,
  select,
  softmax,
  subtract,
  sum,
  transposed,
  type Value,
} from "../ops/index.ts";

/** What `attention` can be told by name. */
export interface AttentionOptions {
  /** What the product of a query and a key is multiplied by; `"auto"` (default) is 1/√(channels of a head). */
  readonly scale?: "auto" | number;
  /** Which keys count, besides those that `lengths` says are padding: [batch, 1, keys], 0 where a key does not. */
  readonly paddingMask?: "none" | Activation;
  /** Which keys a query may use: `"none"` (default: all), `"causal"` (query i uses keys 1 … i), or an array of keys × queries, 0 where it may not. */
  readonly attentionMask?: AttentionMask;
  /** The chance with which a weight is dropped, whenever the function is called; 0 by default. Needs `random`. */
  readonly dropoutProbability?: number;
  /** Where random numbers come from: a layer is given this function. */
  readonly random?: (shape: readonly Dim[]) => Value;
  /** How many groups of heads share a key and a value: `"num-heads"` (default: each head has its own) or a number that divides `numHeads`. */
  readonly numQueryGroups?: "num-heads" | number;
}

const isActivation = (v: unknown): boolean => typeof v === "object" && v !== null && "value" in v && "format" in v;
const isValue = (v: unknown): boolean => typeof v === "object" && v !== null && "op" in v;

/** How the scale is written as an option. */
export const scaleOption = z.union([z.literal("auto"), z.number()], { error: 'must be "auto" or a number' }).default("auto");

/** How the number of query groups is written as an option. */
export const numQueryGroupsOption = z
  .union([z.literal("num-heads"), z.int().positive()], { error: 'must be "num-heads" or a positive whole number' })
  .default("num-heads");

const options = z.object({
  scale: scaleOption,
  paddingMask: z
    .union([z.literal("none"), z.custom<Activation>(isActivation)], { error: 'must be "none" or an activation' })
    .default("none"),
  attentionMask: z
    .union([z.enum(["none", "causal"]), z.custom<Value>(isValue), z.array(z.array(z.union([z.number(), z.boolean()])))], {
      error: 'must be "none", "causal", or an array of keys × queries',
    })
    .default("none"),
  dropoutProbability: z.number().min(0, "must be at least 0").lt(1, "must be less than 1").default(0),
  random: z.custom<NonNullable<AttentionOptions["random"]>>((v) => typeof v === "function").optional(),
  numQueryGroups: numQueryGroupsOption,
});

/**
 * Scaled dot-product attention: each query takes the values of all keys, weighted by the softmax over the keys of `scale · keyᵀ · query`. Returns the
 * output, in the format and at the positions of the queries, and the weights, keys × queries × heads × observations (SSCB).
 *
 * Queries, keys and values are sequences (CBT), one-dimensional images (SCB) or single vectors (CB, one position); queries may have other positions
 * than keys and values (cross attention). The channels are cut into `numHeads` neighbouring blocks, each attending by itself. Nothing is learned.
 * Keys behind the end of their sequence count for nothing, and a query that may use no key gives 0. Weights are returned as they are before
 * dropout.
 *
 * @example const [Y, weights] = attention(queries, keys, values, 8, { attentionMask: "causal" });
 * @throws LayerGraphError `size-mismatch` where channels or positions do not fit, `wrong-format` for other formats
 * @see MATLAB attention
 */
export function attention(
  queries: Activation,
  keys: Activation,
  values: Activation,
  numHeads: number,
  given: AttentionOptions = {},
): readonly [output: Activation, weights: Activation] {
  const { scale, paddingMask, attentionMask, dropoutProbability, random, numQueryGroups } = parsedOptions(
    options,
    given,
    "attention",
  );
  const sizes = headSizes(queries, keys, values, numHeads, numQueryGroups);
  const [q, k, v] = [queries, keys, values].map((x, i) => cut(x, i === 0 ? sizes.queryHeads : sizes.keyHeads));
  const [batch] = queries.value.shape;
  const shape = [batch, numHeads, q.shape.at(-1)!, k.shape.at(-1)!] as const;
  const allowed = allowedKeys(keys.lengths ? keys : values, { paddingMask, attentionMask, shape });
  const bias = allowed && toHeads(select(allowed.keys, 0, forbidden), sizes.queryHeads);
  const scaled = multiply(q, scale === "auto" ? 1 / Math.sqrt(sizes.channels) : scale);
  const weights = attentionWeights(scaled, k, bias);
  const keep = dropoutProbability === 0 ? undefined : keepMask(dropoutProbability, weights.shape, needed(random));
  const result = reshape(weighted(scaled, k, v, weights, keep), [batch, numHeads, sizes.valueChannels, shape[2]]);
  const outputShape = [batch, numHeads * sizes.valueChannels, ...queries.value.shape.slice(2)];
  return [
    { ...queries, value: reshape(emptied(result, allowed, "columns"), outputShape) },
    { value: transposed(emptied(reshape(weights, shape), allowed, "rows")), format: "SSCB" },
  ];
}

/** What is added to the product with a key that may not be used: its weight becomes 0, and where all are such nothing becomes infinite. */
const forbidden = -1e30;

/** softmax over the keys of `queriesᵀ · keys`: [batch, heads…, queries, keys]. */
function attentionWeights(q: Value, k: Value, bias: Value | undefined): Value {
  const scores = matmul(transposed(q), k);
  return softmax(bias ? add(scores, bias) : scores, scores.shape.length - 1);
}

/**
 * `v · (weights ⊙ keep)ᵀ`, with the gradients of the whole attention. The softmax needs Σ over keys of `weights ⊙ dweights`; here that is Σ over channels
 * of `dy ⊙ y`, which is a sum over a far smaller array.
 */
function weighted(q: Value, k: Value, v: Value, weights: Value, keep: Value | undefined): Value {
  const used = keep ? multiply(weights, keep) : weights;
  const y = matmul(v, transposed(used));
  return customGradient(y, [q, k, v], (dy) => {
    const dUsed = matmul(transposed(dy), v);
    const mean = transposed(sum(multiply(dy, y), [y.shape.length - 2]));
    const dScores = multiply(weights, subtract(keep ? multiply(dUsed, keep) : dUsed, mean));
    return [matmul(k, transposed(dScores)), matmul(q, dScores), matmul(dy, used)];
  });
}

/** The result with zeros where a query may use no key; queries are the rows of weights and the columns of outputs. */
function emptied(x: Value, allowed: AllowedKeys | undefined, queriesAre: "rows" | "columns"): Value {
  if (!allowed?.any) return x;
  return multiply(x, queriesAre === "rows" ? allowed.any : transposed(allowed.any));
}

interface HeadSizes {
  /** How the heads lie in the arrays: all in one dimension, or groups and the heads of each group. */
  readonly queryHeads: readonly number[];
  readonly keyHeads: readonly number[];
  /** Channels of queries and keys, and of values, in each head. */
  readonly channels: number;
  readonly valueChannels: number;
}

function headSizes(
  queries: Activation,
  keys: Activation,
  values: Activation,
  numHeads: number,
  numQueryGroups: "num-heads" | number,
): HeadSizes {
  if (!Number.isInteger(numHeads) || numHeads < 1) {
    throw wrongSize(
      `numHeads must be a positive whole number, received ${numHeads}.`,
      String(numHeads),
      "a positive whole number",
    );
  }
  const [, keyPositions, valuePositions] = [queries, keys, values].map(positionsOf);
  const groups = numQueryGroups === "num-heads" ? numHeads : numQueryGroups;
  if (numHeads % groups !== 0) {
    throw wrongSize(`numQueryGroups ${groups} does not divide numHeads ${numHeads}.`, String(groups), `a divisor of ${numHeads}`);
  }
  const perHead = (x: Activation, heads: number, name: string): number => divided(layoutOf(x), heads, name);
  const channels = perHead(queries, numHeads, "queries");
  const keyChannels = perHead(keys, groups, "keys");
  if (keyChannels !== channels) {
    const expected = `${channels * groups} channels`;
    throw wrongSize(
      `the keys ${printSizes(keys)} have ${keyChannels * groups} channels, expected ${channels * groups}, as the queries ${printSizes(queries)} ask for.`,
      `${keyChannels * groups} channels`,
      expected,
    );
  }
  if (keys.format !== values.format || !sameDim(keyPositions, valuePositions)) {
    const [received, expected] = [printSizes(values), printSizes(keys)];
    throw wrongSize(`the values ${received} and the keys ${expected} differ in their positions.`, received, expected);
  }
  const shared = groups !== numHeads;
  return {
    queryHeads: shared ? [groups, numHeads / groups] : [numHeads],
    keyHeads: shared ? [groups, 1] : [numHeads],
    channels,
    valueChannels: perHead(values, groups, "values"),
  };
}

function divided(x: Layout, heads: number, name: string): number {
  const channels = channelsOf(x);
  if (channels % heads === 0) return channels / heads;
  const expected = `a multiple of ${heads}`;
  throw wrongSize(
    `the ${name} ${printSizes(x)} have ${channels} channels, expected ${expected}, one part for each head.`,
    `${channels} channels`,
    expected,
  );
}

function wrongSize(message: string, received: string, expected: string): LayerGraphError {
  return new LayerGraphError("size-mismatch", message, { received, expected });
}

/** [batch, heads…, channels of a head, positions]. */
function cut(x: Activation, heads: readonly number[]): Value {
  const channels = channelsOf(layoutOf(x)) / heads.reduce((product, n) => product * n, 1);
  return reshape(x.value, [x.value.shape[0], ...heads, channels, positionsOf(x)]);
}

/** An array for [batch, heads, …] as one for [batch, heads…, …]. */
function toHeads(x: Value, heads: readonly number[]): Value {
  const [batch, all, ...rest] = x.shape;
  return reshape(x, [batch, ...(all === 1 ? heads.map(() => 1) : heads), ...rest]);
}

function needed(random: AttentionOptions["random"]): NonNullable<AttentionOptions["random"]> {
  if (random) return random;
  throw new LayerGraphError(
    "missing-option",
    "attention: dropoutProbability is given without random. Give { random }, which a layer's predict and forward receive.",
    { received: "nothing", expected: "random" },
  );
}
