import {
  type Activation,
  type BackwardArguments,
  type BackwardGradients,
  defineLayer,
  LayerGraphError,
  type Layout,
  like,
  ops,
  realSteps,
  type Value,
  z,
} from "../../src/index.ts";

const size = z.int().positive();
const options = z.object({ numHeads: size, numKeyChannels: size, numValueChannels: size, outputSize: size });
type Options = z.output<typeof options>;

/**
 * Multi-head self-attention: sequences (CBT) in, sequences of the same length with `outputSize` channels out. `numKeyChannels` (of queries and keys)
 * and `numValueChannels` are those of all heads together, multiples of `numHeads`.
 *
 * @example multiheadSelfAttentionLayer(2, { numKeyChannels: 4, numValueChannels: 10, outputSize: 3 })
 */
export const multiheadSelfAttentionLayer = defineLayer({
  type: "multiheadSelfAttentionLayer",
  positional: ["numHeads"],
  options,
  learnables: ({ options, inputs: [x] }) => {
    const { numKeyChannels, numValueChannels, outputSize } = options;
    const channels = checked(x, options);
    return {
      queryWeights: matrix(numKeyChannels, channels),
      keyWeights: matrix(numKeyChannels, channels),
      valueWeights: matrix(numValueChannels, channels),
      outputWeights: matrix(outputSize, numValueChannels),
    };
  },
  predict: ({ inputs: [x], options: { numHeads }, learnables }) => {
    const { output, ...memory } = attend(x, learnables, numHeads);
    return { outputs: [like(x, output)], memory };
  },
  backward: backwardThrough(softmaxGradient),
});

/** Every array of the layer. Weights lie in MATLAB's memory order, transposed to what their sizes say: `W · X` is `transposed(w) · x`. */
export function attend(x: Activation, w: Readonly<Record<string, Value>>, numHeads: number) {
  const queries = inHeads(ops.matmul(ops.transposed(w.queryWeights), x.value), numHeads); // Q = Wq · X, [batch, heads, keyChannels / heads, time]
  const keys = inHeads(ops.matmul(ops.transposed(w.keyWeights), x.value), numHeads); // K = Wk · X
  const values = inHeads(ops.matmul(ops.transposed(w.valueWeights), x.value), numHeads); // V = Wv · X, [batch, heads, valueChannels / heads, time]
  const scores = ops.multiply(ops.matmul(ops.transposed(queries), keys), scaleOf(queries)); // S = Qᵀ · K / √d, [batch, heads, time, time]
  const real = realSteps(x); // [batch, 1, time]: which steps are no padding; undefined where none is
  const weights = ops.softmax(real ? ops.select(ops.unsqueeze(real, 1), scores, -1e9) : scores, 3); // A = softmax(S), each row adds up to 1
  const merged = together(ops.matmul(values, ops.transposed(weights))); // M = V · Aᵀ, the heads one below the other: [batch, valueChannels, time]
  const output = ops.matmul(ops.transposed(w.outputWeights), merged); // Z = Wo · M, [batch, outputSize, time]
  return { queries, keys, values, weights, merged, output };
}

/** dL/dS from dL/dA for `A = softmax(S)`, row by row: ∂A_j/∂S_k = A_j (δ_jk − A_k), so dS_k = A_k (dA_k − Σ_j dA_j A_j). */
export function softmaxGradient(weights: Value, dWeights: Value): Value {
  return ops.multiply(weights, ops.subtract(dWeights, ops.sum(ops.multiply(dWeights, weights), [3])));
}

/**
 * The derivation, from the last formula of `attend` to the first. For a product P = A · B, dA = dP · Bᵀ and dB = Aᵀ · dP, and what is used more
 * than once gets the sum. Padding needs no line of its own: A is 0 at padded keys, and so is dS.
 */
export function backwardThrough(softmaxGradient: (weights: Value, dWeights: Value) => Value) {
  return (given: BackwardArguments<Options>): BackwardGradients => {
    const { inputs, options, learnables: w, memory, outputGradients } = given;
    const { queries, keys, values, weights, merged } = memory;
    const [x, dOutput, scale] = [inputs[0].value, outputGradients[0], scaleOf(memory.queries)];
    // Z = Wo · M          dM = Woᵀ · dZ
    const dMerged = inHeads(ops.matmul(w.outputWeights, dOutput), options.numHeads);
    // M = V · Aᵀ          dV = dM · A, dA = dMᵀ · V
    const dValues = together(ops.matmul(dMerged, weights));
    const dScores = softmaxGradient(weights, ops.matmul(ops.transposed(dMerged), values));
    // S = Qᵀ · K / √d     dQ = K · dSᵀ / √d, dK = Q · dS / √d
    const dQueries = together(ops.multiply(ops.matmul(keys, ops.transposed(dScores)), scale));
    const dKeys = together(ops.multiply(ops.matmul(queries, dScores), scale));
    // Q = Wq · X, …       dX = Wqᵀ · dQ + Wkᵀ · dK + Wvᵀ · dV
    const [fromQueries, fromKeys] = [ops.matmul(w.queryWeights, dQueries), ops.matmul(w.keyWeights, dKeys)];
    const dX = ops.add(ops.add(fromQueries, fromKeys), ops.matmul(w.valueWeights, dValues));
    // P = W · X           dW = Σ over observations of dP · Xᵀ, which lies transposed: X · dPᵀ
    const dWeights = (from: Value, d: Value): Value => ops.squeeze(ops.sum(ops.matmul(from, ops.transposed(d)), [0]), 0);
    return {
      inputs: [dX],
      learnables: {
        queryWeights: dWeights(x, dQueries),
        keyWeights: dWeights(x, dKeys),
        valueWeights: dWeights(x, dValues),
        outputWeights: dWeights(merged, dOutput),
      },
    };
  };
}

/** 1/√d for queries [batch, heads, d, time]. */
function scaleOf(queries: Value): number {
  return 1 / Math.sqrt(Number(queries.shape[2]));
}

/** [batch, channels, time] cut into neighbouring blocks of channels, one for each head; `together` puts them one below the other again. */
function inHeads(x: Value, heads: number): Value {
  const [batch, channels, time] = x.shape;
  return ops.reshape(x, [batch, heads, Number(channels) / heads, time]);
}

function together(x: Value): Value {
  const [batch, heads, channels, time] = x.shape;
  return ops.reshape(x, [batch, Number(heads) * Number(channels), time]);
}

function matrix(rows: number, columns: number) {
  return { size: [rows, columns], initializer: "glorot", fans: { fanIn: columns, fanOut: rows } } as const;
}

/** The channels of the input, which must be a sequence, its widths multiples of the number of heads. */
function checked({ format, shape }: Layout, { numHeads, numKeyChannels, numValueChannels }: Options): number {
  if (format !== "CBT") throw new LayerGraphError("wrong-format", `received ${format}, expected sequences (CBT).`);
  for (const [name, width] of Object.entries({ numKeyChannels, numValueChannels })) {
    if (width % numHeads === 0) continue;
    throw new LayerGraphError("invalid-option", `${name} is ${width}, expected a multiple of numHeads (${numHeads}).`);
  }
  return Number(shape[1]);
}
